import { expect, test } from "vitest";
import type { TrafficEntry } from "./control.ts";
import { trafficLines } from "./traffic-lines.ts";

function entry(kind: "request" | "webhook", body: unknown, more: Partial<TrafficEntry> = {}): TrafficEntry {
  return {
    seq: 1,
    kind,
    at: "2026-11-28T08:25:07Z",
    method: "POST",
    path: kind === "webhook" ? "callback" : "/v25.0/100000000000001/messages",
    body: typeof body === "string" ? body : JSON.stringify(body),
    status: 200,
    answer: "{}",
    ...more,
  };
}
const change = (value: unknown, field = "messages") => ({ entry: [{ changes: [{ field, value }] }] });
const received = (message: unknown) => change({ messages: [message] });
const status = (state: unknown) => change({ statuses: [state] });

const cases: [string, TrafficEntry, string, string, boolean][] = [
  [
    "a template goes out",
    entry("request", { type: "template", template: { name: "bf_early" } }),
    "POST /messages template, bf_early",
    "200",
    false,
  ],
  [
    "an interactive list goes out",
    entry("request", { type: "interactive", interactive: { type: "list" } }),
    "POST /messages interactive, list",
    "200",
    false,
  ],
  [
    "a refusal shows WhatsApp's number",
    entry("request", { type: "text" }, { status: 400, answer: '{"error":{"code":131047}}' }),
    "POST /messages text",
    "131047",
    true,
  ],
  ["a read receipt", entry("request", { status: "read" }), "POST /messages read receipt", "200", false],
  ["delivered", entry("webhook", status({ status: "delivered" })), "webhook delivered", "200", false],
  [
    "blocked by the cap",
    entry("webhook", status({ status: "failed", errors: [{ code: 131049 }] })),
    "webhook failed blocked, never shown",
    "131049",
    true,
  ],
  [
    "a tap on a template",
    entry("webhook", received({ type: "button", button: { text: "Show me" } })),
    "webhook button Show me",
    "200",
    false,
  ],
  [
    "a tap on a row",
    entry(
      "webhook",
      received({ type: "interactive", interactive: { type: "list_reply", list_reply: { title: "Kitchen" } } }),
    ),
    "webhook list_reply Kitchen",
    "200",
    false,
  ],
  [
    "a change of a template",
    entry("webhook", change({}, "template_category_update")),
    "webhook template_category_update",
    "200",
    false,
  ],
  [
    "a webhook nobody took",
    entry("webhook", received({ type: "text", text: { body: "Hi" } }), { status: null, note: "again in 5 s" }),
    "webhook text Hi (again in 5 s)",
    "no answer",
    true,
  ],
  ["something that is not JSON", entry("webhook", "<html>"), "webhook unknown", "200", false],
];

test.each(cases)("%s", (_name, given, words, code, bad) => {
  const [line] = trafficLines([given]);
  expect([line?.before, line?.subject, line?.after].filter(Boolean).join(" ")).toBe(words);
  expect(line).toMatchObject({ code, bad });
});
