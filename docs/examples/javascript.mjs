// Commerce Kitty by JavaScript's fetch (Node 18 or newer): who am I, open orders, new notes, stock, and what can go wrong.
// Run: COMMERCE_KITTY_API_KEY=kitty_… node javascript.mjs
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

const address = (process.env.COMMERCE_KITTY_URL ?? "http://localhost:5080").replace(/\/$/, "") + "/api/v1";
const key = process.env.COMMERCE_KITTY_API_KEY;

/** The API said no: branch on the code, show the detail. */
class Refused extends Error {
  constructor(problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
  }
}

/** Answers the JSON and the ETag. Waits and tries again when the API asks for patience. */
async function call(method, path, body, headers = {}) {
  for (let tries = 0; tries < 5; tries++) {
    const response = await fetch(address + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, ...(body && { "Content-Type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    if (response.ok) return { json: await response.json(), tag: response.headers.get("ETag") };
    if (response.status !== 429 && response.status !== 503) throw new Refused(await response.json());
    await wait(1000 * Number(response.headers.get("Retry-After") ?? 5)); // Too many requests, or not available right now.
  }
  throw new Error("Gave up after 5 tries.");
}

/** Lists come in slices: go on with "next" until it is null. */
async function* openOrders() {
  let after = "";
  while (after !== null) {
    const { json } = await call("GET", "/orders?status=open&limit=20" + (after && `&after=${encodeURIComponent(after)}`));
    yield json.data;
    after = json.next;
  }
}

/** If-Match keeps a change from overwriting somebody else's: when they were faster the answer is 412, so read again. */
async function changeNotes(id, notes) {
  for (let tries = 0; tries < 3; tries++) {
    const { tag } = await call("GET", `/orders/${id}`);
    try {
      return (await call("PATCH", `/orders/${id}`, { notes }, { "If-Match": tag })).json;
    } catch (refused) {
      if (refused.status !== 412) throw refused;
    }
  }
  throw new Error("Others change this order all the time.");
}

async function main() {
  const { json: me } = await call("GET", "/me");
  console.log(`Key "${me.key.name}" acts as ${me.user.name}.`);

  const pages = [];
  for await (const page of openOrders()) pages.push(page);
  console.log(`Open orders: ${pages.flat().length}, read in ${pages.length} pages.`);

  const order = await changeNotes(pages[0][0].id, "Leave at the back door");
  console.log(`Order ${order.number} has new notes.`);

  // Each line of a batch has its own result. With an Idempotency-Key it can be sent again when the answer got lost.
  const { json: stock } = await call("GET", "/inventory?limit=2");
  const lines = stock.data.map(({ source, sku, onHand }) => ({ source, sku, onHand }));
  const { json: done } = await call("POST", "/inventory/batch", { note: "Counted", lines }, { "Idempotency-Key": randomUUID() });
  console.log(`Stock: ${done.changed} changed, ${done.unchanged} unchanged, ${done.refused} refused.`);

  const sku = lines[0].sku;
  try {
    await call("POST", "/orders", {
      channel: "Example", customerName: "Anna de Vries", customerEmail: "anna@example.com",
      lines: [{ productCode: sku, quantity: 1_000_000 }],
    });
    console.log(`Ordered a million of ${sku}.`);
  } catch (refused) {
    if (refused.status !== 409) throw refused; // 409: what is asked for cannot be.
    console.log(`A million of ${sku}: ${refused.status} ${refused.code}.`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message); // 401 and 403 among others: trying again will not help.
  process.exitCode = 1;
}
