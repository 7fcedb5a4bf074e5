#!/usr/bin/env bash
# Commerce Kitty by curl and jq: who am I, open orders, new notes, stock, and what can go wrong.
# Run: COMMERCE_KITTY_API_KEY=kitty_… bash curl.sh
set -euo pipefail
address=${COMMERCE_KITTY_URL:-http://localhost:5080}
address=${address%/}/api/v1
key=${COMMERCE_KITTY_API_KEY:?Set COMMERCE_KITTY_API_KEY to your API key}
answer=$(mktemp) headers=$(mktemp)
trap 'rm -f "$answer" "$headers"' EXIT

# call METHOD PATH [CURL OPTIONS…] leaves the body in $answer, the headers in $headers and the status in $status.
# The key goes in by a file that only curl reads: arguments can be seen by every user of the machine.
call() {
  local method=$1 path=$2 tries wait
  shift 2
  for tries in 1 2 3 4 5; do
    status=$(curl --silent --show-error --max-time 60 --request "$method" --config <(printf 'header = "Authorization: Bearer %s"\n' "$key") \
      --dump-header "$headers" --output "$answer" --write-out '%{http_code}' "$@" "$address$path")
    case $status in
      2??) return 0 ;;
      429 | 503) # Too many requests, or not available right now: wait as long as it says, then try again.
        wait=$(header retry-after)
        sleep "${wait:-5}" ;;
      401 | 403) # The key is not accepted, or may not do this: trying again will not help.
        jq -r '"\(.status) \(.code): \(.detail)"' "$answer" >&2
        exit 1 ;;
      *) return 1 ;; # The caller decides by the code.
    esac
  done
  echo "Gave up after $tries tries." >&2
  exit 1
}

header() { tr -d '\r' <"$headers" | grep -i "^$1:" | cut -d ' ' -f 2-; }
code() { jq -r .code "$answer"; }
unexpected() { cat "$answer" >&2; exit 1; }

call GET /me || unexpected
jq -r '"Key \"\(.key.name)\" acts as \(.user.name)."' "$answer"

# Lists come in slices: go on with "next" until it is null.
orders=0 pages=0 after=
while :; do
  call GET "/orders?status=open&limit=20$after" || unexpected
  orders=$((orders + $(jq '.data | length' "$answer"))) pages=$((pages + 1))
  order=${order:-$(jq -r '.data[0].id // empty' "$answer")}
  next=$(jq -r '.next // empty' "$answer")
  [ -n "$next" ] || break
  after="&after=$next"
done
echo "Open orders: $orders, read in $pages pages."

# If-Match keeps a change from overwriting somebody else's: when they were faster the answer is 412, so read again.
for _ in 1 2 3; do
  call GET "/orders/$order" || unexpected
  tag=$(header etag)
  if call PATCH "/orders/$order" --header "If-Match: $tag" --json '{"notes":"Leave at the back door"}'; then break; fi
  [ "$status" = 412 ] || unexpected
done
jq -r '"Order \(.number) has new notes."' "$answer"

# Each line of a batch has its own result. With an Idempotency-Key it can be sent again when the answer got lost.
call GET "/inventory?limit=2" || unexpected
batch=$(jq '{note: "Counted", lines: [.data[] | {source, sku, onHand}]}' "$answer")
call POST /inventory/batch --header "Idempotency-Key: count-$(date +%s)-$$" --json "$batch" || unexpected
jq -r '"Stock: \(.changed) changed, \(.unchanged) unchanged, \(.refused) refused."' "$answer"

# 409: what is asked for cannot be. Branch on the code.
sku=$(jq -r '.lines[0].sku' <<<"$batch")
order=$(jq -n --arg sku "$sku" '{channel: "Example", customerName: "Anna de Vries", customerEmail: "anna@example.com",
  lines: [{productCode: $sku, quantity: 1000000}]}')
if call POST /orders --json "$order"; then echo "Ordered a million of $sku."; else echo "A million of $sku: $status $(code)."; fi
