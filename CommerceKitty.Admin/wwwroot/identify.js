// Finds values of API keys in any text, in the browser: what leaves it are hashes, first characters and line numbers, never a value.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefix = 'kitty_';
const valueLength = 48;
const hintLength = 10;
const checksumLength = 6;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

// CRC-32 of IEEE 802.3, as zlib has it, in base62 with leading zeros.
const checksum = (text) => {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = crcTable[(crc ^ text.charCodeAt(i)) & 0xff] ^ (crc >>> 8);
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
};

const hash = async (value) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
};

// Of what looks like a value: how it differs from one.
const flawOf = (value) => {
  if (!value.startsWith(prefix)) return 'case';
  if (value.length === hintLength) return 'hint';
  if (value.length < valueLength) return 'short';
  if (value.length > valueLength) return 'long';
  return value.slice(-checksumLength) === checksum(value.slice(0, -checksumLength)) ? 'none' : 'checksum';
};

export class Scan {
  constructor(findings, unread) {
    this.findings = findings;
    this.unread = unread;
  }

  // In pieces: a message to the server has a maximum size.
  take(from, count) {
    return this.findings.slice(from, from + count);
  }
}

// Reads the field, and empties it when it could be read: a value is not left on the page.
export const scan = async (field, maximumBytes, maximumFindings) => {
  const text = field.value;
  if (new TextEncoder().encode(text).length > maximumBytes) return { problem: 'too-long', count: 0, unread: 0, scan: null };
  if (!crypto.subtle) return { problem: 'no-crypto', count: 0, unread: 0, scan: null };
  const found = new Map();
  const requests = new Set();
  let unread = 0;
  const lines = text.split(/\r\n|\r|\n/);
  for (let n = 0; n < lines.length; n++) {
    for (const [value] of lines[n].matchAll(/(?<![0-9A-Za-z_])kitty_[0-9A-Za-z]{4,200}(?![0-9A-Za-z_])/gi)) {
      const known = found.get(value);
      if (known) known.times++;
      else if (found.size >= maximumFindings) unread++;
      else found.set(value, { flaw: flawOf(value), hint: value.slice(0, hintLength), length: value.length, line: n + 1, times: 1, hash: null });
    }
    for (const [, id] of lines[n].matchAll(/(?:x-request-id|request[-_ ]?id|traceId)["']?\s*[:=]\s*["']?([0-9A-Za-z._:-]{1,128})/gi)) {
      if (requests.size < 100 && !/kitty_/i.test(id)) requests.add(id);
    }
  }

  // IDs that this server made are recognized anywhere; another one only alone or with a label.
  for (const [id] of text.matchAll(/(?<![0-9A-Za-z])0H[0-9A-V]{11}:[0-9A-F]{8}(?![0-9A-Za-z])/g)) {
    if (requests.size < 100) requests.add(id);
  }

  // A request ID alone.
  const word = text.trim();
  if (found.size === 0 && requests.size === 0 && /^(?=.*[0-9])[0-9A-Za-z._:-]{6,128}$/.test(word)) requests.add(word);
  for (const [value, finding] of found) if (finding.flaw === 'none') finding.hash = await hash(value);
  field.value = '';
  return { problem: null, count: found.size, unread, requestIds: [...requests], scan: DotNet.createJSObjectReference(new Scan([...found.values()], unread)) };
};
