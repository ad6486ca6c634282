/** What comes from outside a conversation, played: answers of other systems, events, flows that are called. */
import { expect, test } from "vitest";
import { flowOf } from "../flow/test-flow.ts";
import { conversationSchema } from "./conversation-document.ts";
import { playConversation } from "./play-conversation.ts";
import { Simulator } from "./simulator.ts";

const flow = flowOf(
  "orders",
  {
    in: ["entry", { trigger: { kind: "keyword", words: ["order"] } }],
    look: [
      "http",
      { method: "GET", url: "https://shop.example/orders/1", save: [{ path: "total", variable: "total" }] },
    ],
    total: ["text", { text: "It comes to {{ total }}" }],
    later: ["text", { text: "Please ask again later" }],
    paid: ["wait-for-event", { name: "order.paid", variable: "payment" }],
    thanks: ["text", { text: "Paid by {{ payment.by }}" }],
  },
  ["in next look", "look ok total", "look failed later", "total next paid", "paid event thanks"],
);

const mismatches = (steps: unknown[]) =>
  playConversation(
    flow,
    conversationSchema.parse({
      formatVersion: 1,
      flow: "orders",
      start: "2026-11-23T10:00:00Z",
      contact: { phone: "+5511900000001" },
      steps,
    }),
  ).mismatches;

test("E-34 E-30 another system answers, then a program tells an event", () => {
  expect(
    mismatches([
      { user: { text: "order" } },
      { expect: { nothing: true, at: "look" } },
      { http: { status: 200, body: { total: 12 } } },
      { expect: { sent: "text", text: "It comes to 12" } },
      { event: { name: "order.sent" } },
      { expect: { nothing: true, at: "paid" } },
      { event: { name: "order.paid", data: { by: "card" } } },
      { expect: { sent: "text", text: "Paid by card" } },
      { expect: { ended: "finished" } },
    ]),
  ).toEqual([]);
});

test("without an answer the call runs into its timeout", () => {
  expect(
    mismatches([
      { user: { text: "order" } },
      { wait: "PT9S" },
      { expect: { nothing: true } },
      { wait: "PT1S" },
      { expect: { sent: "text", text: "ask again later" } },
    ]),
  ).toEqual([]);
  expect(mismatches([{ http: { error: "no line" } }])).toEqual([{ step: 0, message: "no call waits for an answer" }]);
});

test("E-21 a flow that is called comes along", () => {
  const caller = flowOf(
    "caller",
    {
      in: ["entry", { trigger: { kind: "api" } }],
      call: ["subflow", { flow: "called" }],
      done: ["end", { reason: "back" }],
    },
    ["in next call", "call returned done"],
  );
  const called = flowOf("called", { in: ["entry", { trigger: { kind: "api" } }] }, []);
  const start = Date.UTC(2026, 10, 23, 10);
  const simulator = new Simulator({ flow: caller, flows: [called], start, contact: { phone: "+5511900000001" } });
  simulator.start("in");
  expect(simulator.session).toMatchObject({ status: "ended", reason: "back" });
});
