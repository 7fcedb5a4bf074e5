// What a program does whose client was generated from the OpenAPI document; it only compiles when the document tells the truth in detail.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { env: Record<string, string | undefined> };
type Order = components["schemas"]["Order"];

const api = createClient<paths>({
  baseUrl: process.env.COMMERCE_KITTY_URL!,
  headers: { Authorization: `Bearer ${process.env.COMMERCE_KITTY_API_KEY}` },
});

/** The answer's body, or the problem as an exception. */
function must<T>(answer: { data?: T; error?: components["schemas"]["Problem"] }): T {
  if (answer.data === undefined) throw new Error(`${answer.error?.status} ${answer.error?.code}: ${answer.error?.detail}`);
  return answer.data;
}

const me = must(await api.GET("/api/v1/me"));
const group: string = me.user.group?.code ?? "none";
console.log(`${me.key.name} in ${group} may ${me.permissions.length} things`);

const open: Order[] = [];
for (let after: string | null | undefined; after !== null; ) {
  const query: { status: "open"; limit: number; after?: string } = { status: "open", limit: 50 };
  if (after) query.after = after;
  const page: components["schemas"]["OrderList"] = must(await api.GET("/api/v1/orders", { params: { query } }));
  open.push(...page.data);
  after = page.next;
}
console.log(`${open.length} open`);

const id = open[0]!.id;
const seen = await api.GET("/api/v1/orders/{id}", { params: { path: { id } } });
const tag = seen.response.headers.get("ETag")!;
const changed = must(await api.PATCH("/api/v1/orders/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body: { notes: "By a generated client" } }));
const notes: string | null = changed.notes;
console.log(notes);

const stale = await api.PATCH("/api/v1/orders/{id}", { params: { path: { id }, header: { "If-Match": tag } }, body: { notes: null } });
console.log(`${stale.response.status} ${stale.error?.code}`);

const line = changed.lines[0]!;
const batch = must(await api.POST("/api/v1/inventory/batch", { body: { lines: [{ source: "no-such-source", sku: line.productCode, onHand: 1 }] } }));
const status: "changed" | "unchanged" | "refused" = batch.results[0]!.status;
console.log(`${status} ${batch.results[0]!.code}`);

// @ts-expect-error: lines are missing, and the types know it.
const invalid = await api.POST("/api/v1/orders", { body: { channel: "Web shop", customerName: "Anna", customerEmail: "anna@example.com" } });
console.log(`${invalid.response.status} ${invalid.error?.errors?.lines?.[0]}`);
