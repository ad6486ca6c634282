/** Each quick fix on a small flow: what it changes, and that the finding is gone. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../flow/document.ts";
import type { Template } from "../../flow/template.ts";
import { lintFlow } from "../lint-flow.ts";
import { applyFix, fixesFor } from "./apply-fix.ts";

const offer = (name: string): Template => ({
  name,
  language: "en",
  category: "MARKETING",
  status: "APPROVED",
  components: [
    { type: "BODY", text: "Look." },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
  ],
});
const marketing = (id: string) => ({ id, type: "template", config: { name: id, language: "en", timeout: "PT2H" } });
const text = (id: string) => ({ id, type: "text", config: { text: "Hello" } });
const end = { id: "end", type: "end", config: {} };

/** "start/next > early" */
function flow(nodes: FlowDocument["nodes"], edges: string[], layout?: FlowDocument["layout"]): FlowDocument {
  return {
    formatVersion: 1,
    id: "f",
    name: "F",
    templates: [offer("early"), offer("last")],
    nodes: [{ id: "start", type: "entry", config: { trigger: { kind: "campaign" } } }, ...nodes],
    edges: edges.map((words, index) => {
      const [source = "", sourceHandle = "", target = ""] = words.split(/\/| > /);
      return { id: `old-${index}`, source, sourceHandle, target };
    }),
    ...(layout ? { layout } : {}),
  };
}
const drawn = ({ edges }: FlowDocument) =>
  edges.map((edge) => `${edge.source}/${edge.sourceHandle} > ${edge.target}`).toSorted();

const twice = flow(
  [marketing("early"), marketing("last"), end],
  ["start/next > early", "early/timeout > last", "last/expired > end"],
  { start: { x: 0, y: 0 }, early: { x: 400, y: 0 }, last: { x: 1_200, y: 0 } },
);
const late = flow(
  [{ id: "day", type: "delay", config: { duration: "PT25H" } }, text("late")],
  ["start/next > day", "day/next > late"],
);

interface Case {
  fix: string;
  code: string;
  node: string | null;
  given: FlowDocument;
  added?: string[];
  gone?: string[];
}

const cases: Case[] = [
  {
    fix: "wait-for-a-message",
    code: "sequential-marketing",
    node: "last",
    given: twice,
    added: ["early/timeout > wait-for-reply-1", "wait-for-reply-1/reply > last"],
    gone: ["early/timeout > last"],
  },
  {
    fix: "wait-for-a-message",
    code: "marketing-loop",
    node: "early",
    given: flow([marketing("early")], ["start/next > early", "early/timeout > early"]),
    added: ["early/timeout > wait-for-reply-1", "wait-for-reply-1/reply > early"],
    gone: ["early/timeout > early"],
  },
  {
    fix: "lead-capped-and-expired-on",
    code: "sequential-marketing",
    node: "last",
    given: twice,
    // It has an end for expired: the other joins it.
    added: ["last/capped > end"],
  },
  {
    fix: "lead-capped-and-expired-on",
    code: "missing-capped-way-out",
    node: "early",
    given: twice,
    added: ["early/capped > end-1", "early/expired > end-1"],
  },
  {
    fix: "lead-window-closed-on",
    code: "free-form-after-window",
    node: "late",
    given: late,
    added: ["late/window-closed > end-1"],
  },
  {
    fix: "remove-edge",
    code: "dangling-edge",
    node: "a",
    given: flow([text("a"), text("b")], ["start/next > a", "a/next > b", "a/next > nowhere"]),
    gone: ["a/next > nowhere"],
  },
  {
    fix: "remove-edge",
    code: "dangling-edge",
    node: "a",
    given: flow([text("a"), text("b"), end], ["start/next > a", "a/next > b", "b/next > end", "a/next > end"]),
    gone: ["a/next > b"],
  },
  {
    fix: "remove-edge",
    code: "dangling-edge",
    node: null,
    given: flow([text("a")], ["start/next > a", "nowhere/next > a"]),
    gone: ["nowhere/next > a"],
  },
  {
    fix: "remove-edge",
    code: "missing-port",
    node: "a",
    given: flow([text("a"), text("b")], ["start/next > a", "a/button:9 > b", "a/next > b"]),
    gone: ["a/button:9 > b"],
  },
  {
    fix: "end-here",
    code: "dead-end",
    node: "day",
    given: flow([{ id: "day", type: "delay", config: { duration: "PT1H" } }], ["start/next > day"]),
    added: ["day/next > end-1"],
  },
  {
    fix: "remove-node",
    code: "unreachable-node",
    node: "b",
    given: flow([text("a"), text("b")], ["start/next > a", "b/next > a"], { b: { x: 0, y: 0 } }),
    gone: ["b/next > a"],
  },
];

function findingOf(given: FlowDocument, code: string, node: string | null) {
  const found = lintFlow(given).findings.find((finding) => finding.code === code && finding.node === node);
  if (!found) throw new Error(`no ${code} at ${node}`);
  return found;
}

describe("quick fixes", () => {
  test.each(cases)("L5: $fix for $code at $node", ({ fix, code, node, given, added = [], gone = [] }) => {
    const finding = findingOf(given, code, node);
    expect(finding.fixes.map(({ id }) => id)).toContain(fix);
    expect(fixesFor(given, finding)).toEqual(finding.fixes);
    const fixed = applyFix(given, finding, fix);
    if (!fixed) throw new Error("no fix");
    const [before, after] = [drawn(given), drawn(fixed)];
    expect(after.filter((edge) => !before.includes(edge))).toEqual(added);
    expect(before.filter((edge) => !after.includes(edge))).toEqual(gone);
    const left = lintFlow(fixed).findings.filter((other) => other.code === code && other.node === node);
    expect(left.every(({ severity }) => severity === "info")).toBe(true);
  });

  test("L5: what single waits do not clear, one wait on every way does", () => {
    // Found by the property test: gate platform, rules of 2024-11, and a path that the analysis cannot show after some waits.
    const plain = { name: "plain", language: "en" };
    const drawnSo = flow(
      [
        {
          id: "again",
          type: "template",
          config: { ...plain, waitForAnswer: false, prefer: "template", deadline: "PT24H", retries: 3 },
        },
        { id: "a", type: "template", config: plain },
        { id: "b", type: "template", config: plain },
      ],
      ["start/next > b", "again/delivered > again", "again/failed > a", "a/delivered > b", "b/delivered > again"],
    );
    const given: FlowDocument = {
      ...drawnSo,
      templates: [{ ...offer("plain"), components: [{ type: "BODY", text: "Look." }] }],
      nodes: drawnSo.nodes.map((node) =>
        node.id === "start"
          ? { ...node, config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } }
          : node,
      ),
    };
    const options = { gate: "platform" as const, ruleSet: "meta-2024-11" };
    const finding = lintFlow(given, options).findings.find(
      ({ code, node }) => code === "marketing-loop" && node === "again",
    );
    if (!finding) throw new Error("no loop");
    const fixed = applyFix(given, finding, "wait-for-a-message", options);
    if (!fixed) throw new Error("no fix");
    expect(drawn(fixed).filter((edge) => edge.endsWith("> again"))).toEqual(["wait-for-reply-1/reply > again"]);
  });

  test("new nodes stand on free ground, on the grid", () => {
    const fixed = applyFix(twice, findingOf(twice, "sequential-marketing", "last"), "wait-for-a-message");
    expect(fixed?.layout?.["wait-for-reply-1"]).toEqual({ x: 800, y: 0 });
    const led = applyFix(twice, findingOf(twice, "missing-capped-way-out", "early"), "lead-capped-and-expired-on");
    expect(led?.layout?.["end-1"]).toEqual({ x: 760, y: 184 });
    const crowded = { ...twice, layout: { ...twice.layout, end: { x: 700, y: 250 } } };
    const below = applyFix(
      crowded,
      findingOf(crowded, "missing-capped-way-out", "early"),
      "lead-capped-and-expired-on",
    );
    expect(below?.layout?.["end-1"]).toEqual({ x: 760, y: 568 });
  });

  test("a removed node takes its place and its suppressions along", () => {
    const given = flow([text("a"), text("b")], ["start/next > a"], { a: { x: 0, y: 0 }, b: { x: 0, y: 0 } });
    const suppression = { code: "dead-end", node: "b", reason: "later", by: "Ines", at: "2026-11-01" };
    const fixed = applyFix(
      { ...given, suppressions: [suppression] },
      findingOf(given, "unreachable-node", "b"),
      "remove-node",
    );
    expect(fixed?.layout).toEqual({ a: { x: 0, y: 0 } });
    expect(fixed?.suppressions).toEqual([]);
  });

  const refused: { name: string; given: FlowDocument; code: string; node: string; fix: string }[] = [
    {
      name: "a fix for something else",
      given: twice,
      code: "sequential-marketing",
      node: "last",
      fix: "remove-node",
    },
    { name: "a fix nobody knows", given: late, code: "free-form-after-window", node: "late", fix: "shorten-the-wait" },
  ];
  test.each(refused)("refuses $name", ({ given, code, node, fix }) => {
    expect(applyFix(given, findingOf(given, code, node), fix)).toBeNull();
  });

  test("what is handled on purpose, and what is not unique, is offered none", () => {
    const handled = flow(late.nodes.slice(1).concat(end), [
      "start/next > day",
      "day/next > late",
      "late/window-closed > end",
    ]);
    expect(findingOf(handled, "free-form-after-window", "late")).toMatchObject({ severity: "info", fixes: [] });
    const doubled = flow([text("a"), text("b"), text("b")], ["start/next > a"]);
    expect(findingOf(doubled, "unreachable-node", "b").fixes).toEqual([]);
  });
});
