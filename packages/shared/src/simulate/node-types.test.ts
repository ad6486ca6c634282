/** Flows of the node types that one contact alone shows best in the whole: kernel, virtual time and phone together. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf } from "../flow/test-flow.ts";
import { conversationSchema } from "./conversation-document.ts";
import { playConversation } from "./play-conversation.ts";

type Nodes = Parameters<typeof flowOf>[1];

const hello: Nodes[string] = ["entry", { trigger: { kind: "keyword", words: ["hello", "olá", "こんにちは"] } }];
const offer = {
  name: "offer",
  language: "en",
  category: "MARKETING" as const,
  status: "APPROVED",
  components: [
    { type: "BODY", text: "30 % off" },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
  ],
};

function mismatches(nodes: Nodes, edges: string[], steps: unknown[], more: Partial<FlowDocument> = {}): unknown[] {
  const conversation = conversationSchema.parse({
    formatVersion: 1,
    flow: "f",
    start: "2026-11-23T10:00:00Z",
    contact: { phone: "+5511900000001", name: "Asha" },
    steps,
  });
  const { mismatches: found } = playConversation(flowOf("f", nodes, edges, more), conversation);
  return found;
}

describe("node types, played", () => {
  test("a form, a place, an order and a list, in one session", () => {
    const nodes: Nodes = {
      in: hello,
      form: ["form", { formId: "1", body: "Your size?", label: "Open", variable: "answers" }],
      place: ["location-request", { body: "Where to?", variable: "place" }],
      shop: ["product", { body: "All we have", variable: "order" }],
      when: [
        "list",
        { body: "When?", label: "Choose", sections: [{ rows: [{ id: "am", title: "Morning" }] }], variable: "slot" },
      ],
      card: ["contact-card", { contacts: [{ name: "Our shop" }] }],
      map: ["location", { latitude: 1, longitude: 2, name: "{{ slot }}" }],
    };
    const edges = [
      "in next form",
      "form answered place",
      "place answered shop",
      "shop next when",
      "when row:am card",
      "card next map",
    ];
    expect(
      mismatches(nodes, edges, [
        { user: { text: "OLA" } },
        { expect: { sent: "interactive", text: "Your size?" } },
        { user: { text: "what is this?" } },
        { expect: { inbox: true, at: "form" } },
        { user: { form: { size: "L", flow_token: "unused" } } },
        { expect: { sent: "interactive", text: "Where to?", variables: { answers: { size: "L" } } } },
        { user: { location: { latitude: -23.5, longitude: -46.6 } } },
        { expect: { sent: "interactive", text: "All we have" } },
        { user: { order: ["tea"] } },
        { expect: { sent: "interactive", text: "When?", buttons: ["Morning"] } },
        { user: { tap: "Morning" } },
        { expect: { sent: "contacts", text: "Our shop" } },
        { expect: { sent: "location", text: "Morning" } },
        { expect: { ended: "finished" } },
      ]),
    ).toEqual([]);
  });

  test("a row that is tapped after its node was left by timeout leads on (I4)", () => {
    const nodes: Nodes = {
      in: hello,
      when: [
        "list",
        { body: "When?", label: "Choose", sections: [{ rows: [{ id: "am", title: "Morning" }] }], timeout: "PT1H" },
      ],
      rest: ["delay", { duration: "P1D" }],
      good: ["text", { text: "Good" }],
    };
    expect(
      mismatches(
        nodes,
        ["in next when", "when timeout rest", "when row:am good"],
        [
          { user: { text: "hello" } },
          { expect: { sent: "interactive" } },
          { wait: "PT2H" },
          { expect: { at: "rest" } },
          { user: { tap: "Morning" } },
          { expect: { sent: "text", text: "Good" } },
        ],
      ),
    ).toEqual([]);
  });

  test("E-37 the ledger is asked at that moment: window, then gate", () => {
    const nodes: Nodes = {
      in: hello,
      window: ["window", {}],
      open: ["text", { text: "Open" }],
      wait: ["delay", { duration: "P2D" }],
      again: ["window", {}],
      allowed: ["marketing-allowance", { template: "offer" }],
      offer: ["template", { name: "offer", language: "en", timeout: "PT1H" }],
      after: ["marketing-allowance", {}],
      late: ["end", { reason: "one is enough" }],
    };
    const edges = [
      "in next window",
      "window open open",
      "open next wait",
      "wait next again",
      "again closed allowed",
      "allowed free offer",
      "offer timeout after",
      "after held late",
    ];
    expect(
      mismatches(
        nodes,
        edges,
        [
          { user: { text: "hello" } },
          { expect: { sent: "text", text: "Open" } },
          { wait: "P2D" },
          { expect: { sent: "template", name: "offer" } },
          { status: "delivered" },
          { wait: "PT1H" },
          { expect: { ended: "one is enough" } },
        ],
        { templates: [offer] },
      ),
    ).toEqual([]);
  });

  test("E-36 D1 consent that a flow keeps decides what it sends next", () => {
    const nodes: Nodes = {
      in: hello,
      out: ["consent", { marketing: "out" }],
      first: ["template", { name: "offer", language: "en" }],
      sorry: ["text", { text: "None, then." }],
      back: ["consent", { marketing: "in" }],
      second: ["template", { name: "offer", language: "en" }],
    };
    const edges = ["in next out", "out next first", "first opted-out sorry", "sorry next back", "back next second"];
    expect(
      mismatches(
        nodes,
        edges,
        [
          { user: { text: "hello" } },
          { expect: { refused: "opted-out", rule: "D1" } },
          { expect: { sent: "text", text: "None, then." } },
          { expect: { sent: "interactive", rule: "D3" } },
        ],
        { templates: [offer] },
      ),
    ).toEqual([]);
  });

  test("tags stay with the contact, and conditions see them", () => {
    const nodes: Nodes = {
      in: hello,
      tag: ["tag", { add: ["vip"] }],
      ask: ["condition", { branches: [{ id: "vip", when: '"vip" in contact.tags' }] }],
      yes: ["end", { reason: "vip" }],
    };
    expect(
      mismatches(
        nodes,
        ["in next tag", "tag next ask", "ask branch:vip yes"],
        [{ user: { text: "hello" } }, { expect: { ended: "vip" } }],
      ),
    ).toEqual([]);
  });

  test("I1 who comes by an ad comes in by its entry, and a certain ad goes before any", () => {
    const nodes: Nodes = {
      any: ["entry", { trigger: { kind: "referral" } }],
      one: ["entry", { trigger: { kind: "referral", sourceId: "a1" } }],
      word: hello,
      "end-any": ["end", { reason: "any ad" }],
      "end-one": ["end", { reason: "this ad" }],
      "end-word": ["end", { reason: "word" }],
    };
    const edges = ["any next end-any", "one next end-one", "word next end-word"];
    expect(
      mismatches(nodes, edges, [
        { user: { text: "hi", ad: "a1" } },
        { expect: { ended: "this ad" } },
        { user: { text: "hi", ad: "a2" } },
        { expect: { ended: "any ad" } },
        { user: { text: "hello", ad: "a1" } },
        { expect: { ended: "word" } },
        { user: { text: "hi" } },
        { expect: { inbox: true } },
      ]),
    ).toEqual([]);
  });
});
