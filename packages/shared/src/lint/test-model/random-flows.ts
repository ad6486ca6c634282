/** For tests: flows of every shape that the node types of today allow, sensible or not. */
import { fc } from "@fast-check/vitest";
import type { Gate } from "../../caps/policy.ts";
import { RULE_SETS } from "../../caps/rule-sets.ts";
import type { FlowDocument, FlowNode } from "../../flow/document.ts";
import { flowContext } from "../../flow/flow-context.ts";
import type { Template } from "../../flow/template.ts";
import { nodeType } from "../../nodes/registry.ts";

export interface RandomCase {
  flow: FlowDocument;
  /** Other flows, some of which it calls. */
  flows: FlowDocument[];
  gate: Gate;
  ruleSet: string;
}

const quick = (...titles: string[]) => ({
  type: "BUTTONS",
  buttons: titles.map((text) => ({ type: "QUICK_REPLY", text })),
});
const template = (name: string, category: Template["category"], ...more: Template["components"]): Template => ({
  name,
  language: "en",
  category,
  status: "APPROVED",
  components: [{ type: "BODY", text: `This is ${name}.` }, ...more],
});

const TEMPLATES: Template[] = [
  template("m_quick", "MARKETING", quick("Yes please", "No thanks")),
  template("m_plain", "MARKETING"),
  template("m_link", "MARKETING", {
    type: "BUTTONS",
    buttons: [{ type: "URL", text: "Open", url: "https://example.org" }],
  }),
  // A part without an interactive form: no twin.
  template("m_offer", "MARKETING", { type: "LIMITED_TIME_OFFER" }, quick("Take it")),
  template("m_media", "MARKETING", { type: "HEADER", format: "IMAGE" }),
  template("u_quick", "UTILITY", quick("Track it")),
  template("u_plain", "UTILITY"),
  template("a_code", "AUTHENTICATION"),
];

/** What some templates cannot be sent without. */
const FILLED: Record<string, { parameters: Record<string, string> }> = {
  m_offer: { parameters: { "offer.ends": "2026-12-31T00:00:00Z" } },
  m_media: { parameters: { "header.link": "https://example.org/picture.png" } },
};

/** Around the window's 24 hours and the twin's last 5 minutes, and sums of two that cross them. */
const durations = fc.constantFrom(
  "PT30M",
  "PT1H",
  "PT6H",
  "PT10H",
  "PT13H",
  "PT23H54M",
  "PT23H55M",
  "PT23H56M",
  "PT23H59M59S",
  "PT24H",
  "PT24H5M",
  "PT25H",
  "P3D",
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const templateConfig = fc
  .record({
    name: fc.constantFrom(...TEMPLATES.map((known) => known.name)),
    waitForAnswer: maybe(fc.boolean()),
    awaitDelivery: maybe(fc.boolean()),
    timeout: maybe(durations),
    whenHeld: maybe(fc.constantFrom("wait", "leave")),
    deadline: maybe(fc.constantFrom("PT1H", "PT10H", "PT24H", "PT30H", "P3D", "P7D")),
    prefer: maybe(fc.constantFrom("interactive", "template")),
    retries: maybe(fc.constantFrom(1, 2, 3, 5)),
  })
  .map((config) => ({ ...config, language: "en", ...(FILLED[config.name] ?? {}) }));

const kinds: fc.Arbitrary<{ type: string; config: Record<string, unknown> }> = fc.oneof(
  { weight: 6, arbitrary: templateConfig.map((config) => ({ type: "template", config })) },
  { weight: 3, arbitrary: fc.constant({ type: "text", config: { text: "Hello" } }) },
  {
    weight: 2,
    arbitrary: maybe(durations).map((timeout) => ({
      type: "buttons",
      config: {
        body: "Which?",
        buttons: [
          { id: "a", title: "First" },
          { id: "b", title: "Second" },
        ],
        timeout,
      },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        answer: fc.constantFrom("text", "number", "location"),
        tries: maybe(fc.constantFrom(1, 2, 3)),
        timeout: maybe(durations),
      })
      .map((config) => ({ type: "ask", config: { ...config, text: "What?", variable: "said" } })),
  },
  { weight: 2, arbitrary: maybe(durations).map((timeout) => ({ type: "wait-for-reply", config: { timeout } })) },
  { weight: 3, arbitrary: durations.map((duration) => ({ type: "delay", config: { duration } })) },
  {
    weight: 2,
    arbitrary: fc.constant({ type: "condition", config: { branches: [{ id: "yes", when: "contact.vip == true" }] } }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "set", config: { assignments: [{ variable: "x", value: "1" }] } }) },
  { weight: 1, arbitrary: maybe(durations).map((timeout) => ({ type: "handoff", config: { timeout } })) },
  {
    weight: 2,
    arbitrary: maybe(durations).map((timeout) => ({
      type: "list",
      config: {
        body: "Which?",
        label: "Choose",
        sections: [
          {
            rows: [
              { id: "a", title: "Primo" },
              { id: "b", title: "Secundo" },
            ],
          },
        ],
        timeout,
      },
    })),
  },
  {
    weight: 2,
    arbitrary: maybe(durations).map((timeout) => ({
      type: "form",
      config: { formId: "1", body: "F", label: "Open", timeout },
    })),
  },
  {
    weight: 1,
    arbitrary: maybe(durations).map((timeout) => ({ type: "location-request", config: { body: "Where", timeout } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ timeout: maybe(durations), waitForOrder: maybe(fc.boolean()) })
      .map((config) => ({ type: "product", config: { body: "P", ...config } })),
  },
  { weight: 1, arbitrary: fc.constant({ type: "media", config: { kind: "image", link: "https://a.example" } }) },
  {
    weight: 1,
    arbitrary: fc.constant({ type: "cta-url", config: { body: "L", displayText: "Open", url: "https://a.example" } }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "tag", config: { add: ["x"] } }) },
  {
    weight: 2,
    arbitrary: fc.constant({
      type: "split",
      config: {
        ways: [
          { id: "a", weight: 1 },
          { id: "b", weight: 3 },
          { id: "c", weight: 0 },
        ],
      },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("in", "out").map((marketing) => ({ type: "consent", config: { marketing } })),
  },
  { weight: 2, arbitrary: fc.constant({ type: "window", config: {} }) },
  {
    weight: 2,
    arbitrary: maybe(fc.constantFrom("m_quick", "m_offer", "u_quick")).map((template) => ({
      type: "marketing-allowance",
      config: { template },
    })),
  },
  { weight: 1, arbitrary: fc.nat(8).map((at) => ({ type: "go-to", config: { node: `n${at}` } })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("sub0", "sub0", "sub1", "sub2", "random", "elsewhere").map((flow) => ({
      type: "subflow",
      config: {
        flow,
        inputs: [{ variable: "x", value: "{{ x }}" }],
        outputs: [{ variable: "x", value: "{{ x }}" }],
      },
    })),
  },
  {
    weight: 1,
    arbitrary: maybe(fc.constantFrom("PT1S", "PT30S")).map((timeout) => ({
      type: "http",
      config: { method: "GET", url: "https://a.example/{{ x }}", save: [{ path: "a", variable: "x" }], timeout },
    })),
  },
  {
    weight: 2,
    arbitrary: maybe(durations).map((timeout) => ({ type: "wait-for-event", config: { name: "paid", timeout } })),
  },
  { weight: 1, arbitrary: fc.constant({ type: "event", config: { name: "paid", data: { x: "{{ x }}" } } }) },
  { weight: 1, arbitrary: fc.constant({ type: "location", config: { latitude: 1, longitude: 2 } }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      type: "contact-card",
      config: { contacts: [{ name: "Shop", phones: [{ phone: "+15550001111" }] }] },
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "end", config: {} }) },
  { weight: 1, arbitrary: fc.constant({ type: "note", config: { text: "Mind the gate" } }) },
);

const entries = fc.constantFrom(
  { kind: "campaign" },
  { kind: "api" },
  { kind: "any-message" },
  { kind: "keyword", words: ["hello"], match: "exact" },
  { kind: "button", payload: "start" },
  { kind: "referral" },
  { kind: "schedule", rrule: "FREQ=DAILY", timeZone: "UTC" },
);

export const randomCases: fc.Arbitrary<RandomCase> = fc
  .record({
    entries: fc.array(entries, { minLength: 1, maxLength: 2 }),
    nodes: fc.array(kinds, { minLength: 2, maxLength: 9 }),
    /** Where the ports lead, in order; nothing drawn for some. */
    targets: fc.array(fc.nat(13), { minLength: 8, maxLength: 60 }),
    others: fc.array(
      fc.record({
        entries: fc.oneof(
          { weight: 9, arbitrary: fc.array(entries, { minLength: 1, maxLength: 2 }) },
          { weight: 1, arbitrary: fc.constant([]) },
        ),
        nodes: fc.array(kinds, { minLength: 1, maxLength: 5 }),
        targets: fc.array(fc.nat(7), { minLength: 4, maxLength: 20 }),
      }),
      { maxLength: 3 },
    ),
    gate: fc.constantFrom<Gate>("strict", "strict", "strict", "platform", "platform", "off"),
    ruleSet: fc.constantFrom(...RULE_SETS.map((known) => known.id)),
  })
  .map(({ entries, nodes, targets, others, gate, ruleSet }) => ({
    flow: assemble("random", entries, nodes, targets),
    flows: others.map((other, index) => assemble(`sub${index}`, other.entries, other.nodes, other.targets)),
    gate,
    ruleSet,
  }));

function assemble(
  id: string,
  triggers: readonly object[],
  kinds: readonly { type: string; config: Record<string, unknown> }[],
  targets: readonly number[],
): FlowDocument {
  const starts = triggers.map((trigger, index): FlowNode => ({ id: `e${index}`, type: "entry", config: { trigger } }));
  const others = kinds.map(
    ({ type, config }, index): FlowNode => ({
      id: `n${index}`,
      type,
      config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)),
    }),
  );
  const flow: FlowDocument = {
    formatVersion: 1,
    id,
    name: id,
    templates: TEMPLATES,
    nodes: [...starts, ...others],
    edges: [],
  };
  const context = flowContext(flow);
  let drawn = 0;
  for (const node of flow.nodes) {
    const definition = nodeType(node.type);
    for (const port of definition?.ports(definition.schema.parse(node.config), context) ?? []) {
      const target = targets[drawn % targets.length] ?? 0;
      drawn += 1;
      // An entry always leads on; of the others some ports stay open.
      const position = node.type === "entry" ? target % others.length : target;
      const to = others[position];
      if (!to) continue;
      flow.edges.push({ id: `${node.id}/${port.id}`, source: node.id, sourceHandle: port.id, target: to.id });
    }
  }
  return flow;
}
