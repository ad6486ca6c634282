/** What a reasonable author meets (L6), what comes beside the findings, and documents that are broken. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { HOUR } from "../time/duration.ts";
import { lintFlow, policyOf } from "./lint-flow.ts";
import type { LintRule } from "./rule.ts";
import { replayWitness } from "./test-model/replay-witness.ts";

const blackFriday = JSON.parse(
  readFileSync(
    join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "examples", "black-friday.flow.json"),
    "utf8",
  ),
) as FlowDocument;

const OFFER = {
  name: "offer",
  language: "en",
  category: "MARKETING" as const,
  status: "APPROVED",
  components: [
    { type: "BODY", text: "Look at this." },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
  ],
};
const BILL = { ...OFFER, name: "bill", category: "UTILITY" as const };

/** `["a next b", …]`; nodes by id: [type, config]. */
function flowOf(nodes: Record<string, [string, Record<string, unknown>]>, edges: string[]): FlowDocument {
  return {
    formatVersion: 1,
    id: "test",
    name: "Test",
    templates: [OFFER, BILL],
    nodes: Object.entries(nodes).map(([id, [type, config]]) => ({ id, type, config })),
    edges: edges.map((edge, index) => {
      const [source = "", sourceHandle = "", target = ""] = edge.split(" ");
      return { id: `e${index}`, source, sourceHandle, target };
    }),
  };
}

const word: [string, Record<string, unknown>] = [
  "entry",
  { trigger: { kind: "keyword", words: ["hi"], match: "exact" } },
];
const campaign: [string, Record<string, unknown>] = ["entry", { trigger: { kind: "campaign" } }];
const text: [string, Record<string, unknown>] = ["text", { text: "Hello" }];
const offer: [string, Record<string, unknown>] = ["template", { name: "offer", language: "en", timeout: "PT2H" }];
const bill: [string, Record<string, unknown>] = ["template", { name: "bill", language: "en", waitForAnswer: false }];
const wait = (duration: string): [string, Record<string, unknown>] => ["delay", { duration }];
const ways = (node: string) => [`${node} capped end`, `${node} expired end`];
const end: [string, Record<string, unknown>] = ["end", {}];

const caps = new Set(["sequential-marketing", "marketing-loop", "free-form-after-window"]);
const about = (flow: FlowDocument) =>
  lintFlow(flow)
    .findings.filter(({ code }) => caps.has(code))
    .map(({ code, node, certainty }) => `${certainty} ${code} at ${node}`);

describe("L6: no false alarm", () => {
  test.each<[string, FlowDocument, string[]]>([
    [
      "25 h, then a template",
      flowOf({ start: word, late: wait("PT25H"), bill }, ["start next late", "late next bill"]),
      [],
    ],
    [
      "two waits of 13 h, then free-form",
      flowOf({ start: word, a: wait("PT13H"), b: wait("PT13H"), text }, ["start next a", "a next b", "b next text"]),
      ["certain free-form-after-window at text"],
    ],
    [
      "a split before the template",
      flowOf(
        {
          start: campaign,
          vip: ["condition", { branches: [{ id: "yes", when: "contact.vip" }] }],
          a: offer,
          b: offer,
          end,
        },
        ["start next vip", "vip branch:yes a", "vip else b", ...ways("a"), ...ways("b")],
      ),
      [],
    ],
    [
      "a gated template that was answered opens the window",
      flowOf({ start: campaign, a: offer, b: offer, text, end }, [
        "start next a",
        "a timeout b",
        "b button:0 text",
        ...ways("a"),
        ...ways("b"),
      ]),
      ["certain sequential-marketing at b"],
    ],
    [
      "an answer between, whatever the branches",
      flowOf(
        {
          start: campaign,
          a: offer,
          ask: ["buttons", { body: "?", buttons: [{ id: "y", title: "Y" }] }],
          b: offer,
          end,
        },
        ["start next a", "a button:0 ask", "ask button:y b", ...ways("a"), ...ways("b")],
      ),
      [],
    ],
    [
      "a wait that is shorter than what is left of the window",
      flowOf({ start: word, a: wait("PT12H"), text, b: wait("PT11H"), again: text }, [
        "start next a",
        "a next text",
        "text next b",
        "b next again",
      ]),
      [],
    ],
  ])("%s", (_, flow, expected) => {
    expect(about(flow)).toEqual(expected);
  });
});

describe("Black Friday", () => {
  const report = lintFlow(blackFriday);

  test("every witness is one the engine plays (L2)", () => {
    const witnesses = report.findings.flatMap(({ witness }) => (witness ? [witness] : []));
    expect(witnesses).toHaveLength(2);
    for (const witness of witnesses) {
      expect(replayWitness(blackFriday, witness, { policy: policyOf(blackFriday, {}) }).shows).not.toBeNull();
    }
  });

  test("the path to Last hours, with its waits and what it assumes", () => {
    const found = report.findings.find(({ code }) => code === "sequential-marketing");
    expect(found).toMatchObject({
      message: "**Last hours −40 %** can follow **Early access** with no answer in between. The gate would hold it.",
      assumes: "if Ordered already? goes Otherwise",
      witness: {
        steps: [
          { node: "start", port: "next" },
          { node: "early", port: "timeout", waits: "PT2H" },
          { node: "ordered", port: "else", outcome: "Otherwise" },
          { node: "last" },
        ],
      },
    });
  });

  test("the window along edges, and what arrives", () => {
    expect(report.edges).toMatchObject({ e1: "dry", e2: "wet", e3: "dry" });
    expect(report.arrivals["last"]).toEqual({
      streak: [1, 1],
      sinceInbound: [null, null],
      sinceEntry: [2 * HOUR, 2 * HOUR],
    });
    expect(report.pathsChecked).toBeGreaterThan(10);
  });

  test("L7: a suppressed finding stays, with its reason", () => {
    const suppression = {
      code: "sequential-marketing",
      node: "last",
      reason: "agreed",
      by: "Tomás",
      at: "2026-11-21T00:00:00Z",
    };
    const found = lintFlow({ ...blackFriday, suppressions: [suppression] }).findings.filter(
      ({ suppressed }) => suppressed,
    );
    expect(found).toMatchObject([{ code: "sequential-marketing", suppressed: { reason: "agreed", by: "Tomás" } }]);
  });

  test.each([
    ["gate off", { gate: "off" as const }],
    ["what the platform publishes today", { gate: "platform" as const }],
  ])("nothing is held with %s", (_, options) => {
    expect(lintFlow(blackFriday, options).findings.map(({ code }) => code)).not.toContain("sequential-marketing");
  });
});

describe("broken things", () => {
  test("a rule that crashes is a finding that names it, and the others go on", () => {
    const crashing: LintRule = {
      code: "crashing",
      title: "",
      why: "",
      whatToDo: "",
      find: () => {
        throw new Error("no such thing");
      },
    };
    const quiet: LintRule = { ...crashing, code: "quiet", find: () => [] };
    expect(lintFlow(blackFriday, { rules: [crashing, quiet] }).findings).toMatchObject([
      { code: "lint-crashed", message: expect.stringContaining("crashing") },
    ]);
  });

  test.each<[string, unknown]>([
    ["nothing in it", { nodes: [], edges: [] }],
    [
      "types and configs nobody knows",
      {
        nodes: [
          { id: "a", type: "x", config: {} },
          { id: "b", type: "text", config: {} },
        ],
        edges: [],
      },
    ],
    ["edges from and to nowhere", { nodes: [], edges: [{ id: "e", source: "a", sourceHandle: "b", target: "c" }] }],
    [
      "an edge to itself, twice, and a template that is not there",
      {
        nodes: [{ id: "__proto__", type: "template", config: { name: "no", language: "en" } }],
        edges: Array.from({ length: 2 }, () => ({
          id: "e",
          source: "__proto__",
          sourceHandle: "failed",
          target: "__proto__",
        })),
      },
    ],
  ])("a document with %s", (_, parts) => {
    const flow = { formatVersion: 1, id: "broken", name: "Broken", ...(parts as object) } as FlowDocument;
    expect(lintFlow(flow).findings.filter(({ code }) => code === "lint-crashed")).toEqual([]);
  });
});
