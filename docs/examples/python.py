"""Commerce Kitty by Python's standard library: who am I, open orders, new notes, stock, and what can go wrong.

Run: COMMERCE_KITTY_API_KEY=kitty_… python3 python.py
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ADDRESS = os.environ.get("COMMERCE_KITTY_URL", "http://localhost:5080").rstrip("/") + "/api/v1"
KEY = os.environ["COMMERCE_KITTY_API_KEY"]


class Refused(Exception):
    """The API said no: branch on the code, show the detail."""

    def __init__(self, problem):
        super().__init__(f"{problem['status']} {problem['code']}: {problem['detail']}")
        self.status, self.code = problem["status"], problem["code"]


def call(method, path, body=None, **headers):
    """Answers (JSON, ETag). Waits and tries again when the API asks for patience."""
    for _ in range(5):
        request = urllib.request.Request(ADDRESS + path, method=method, headers={"Authorization": f"Bearer {KEY}"})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response), response.headers["ETag"]
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                raise Refused(json.load(error)) from None
            time.sleep(int(error.headers.get("Retry-After", 5)))  # Too many requests, or not available right now.
    raise SystemExit("Gave up after 5 tries.")


def open_orders():
    """Lists come in slices: go on with "next" until it is null."""
    after = ""
    while after is not None:
        page, _ = call("GET", "/orders?status=open&limit=20" + (f"&after={urllib.parse.quote(after)}" if after else ""))
        yield page["data"]
        after = page["next"]


def change_notes(order_id, notes):
    """If-Match keeps a change from overwriting somebody else's: when they were faster the answer is 412, so read again."""
    for _ in range(3):
        _, tag = call("GET", f"/orders/{order_id}")
        try:
            return call("PATCH", f"/orders/{order_id}", {"notes": notes}, If_Match=tag)[0]
        except Refused as refused:
            if refused.status != 412:
                raise
    raise SystemExit("Others change this order all the time.")


def main():
    me, _ = call("GET", "/me")
    print(f'Key "{me["key"]["name"]}" acts as {me["user"]["name"]}.')

    pages = list(open_orders())
    print(f"Open orders: {sum(map(len, pages))}, read in {len(pages)} pages.")

    order = change_notes(pages[0][0]["id"], "Leave at the back door")
    print(f"Order {order['number']} has new notes.")

    # Each line of a batch has its own result. With an Idempotency-Key it can be sent again when the answer got lost.
    stock, _ = call("GET", "/inventory?limit=2")
    lines = [{name: item[name] for name in ("source", "sku", "onHand")} for item in stock["data"]]
    done, _ = call("POST", "/inventory/batch", {"note": "Counted", "lines": lines}, Idempotency_Key=str(uuid.uuid4()))
    print(f"Stock: {done['changed']} changed, {done['unchanged']} unchanged, {done['refused']} refused.")

    sku = lines[0]["sku"]
    try:
        call("POST", "/orders", {"channel": "Example", "customerName": "Anna de Vries", "customerEmail": "anna@example.com",
                                 "lines": [{"productCode": sku, "quantity": 1_000_000}]})
        print(f"Ordered a million of {sku}.")
    except Refused as refused:
        if refused.status != 409:  # 409: what is asked for cannot be.
            raise
        print(f"A million of {sku}: {refused.status} {refused.code}.")


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:  # 401 and 403 among others: trying again will not help.
        sys.exit(str(refused))
