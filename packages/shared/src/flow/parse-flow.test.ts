import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { readFlow } from "./read-flow.ts";
import { MOST_BYTES } from "./read-json.ts";

type Flow = Record<string, unknown>;

const flow = (more: Flow = {}): Flow => ({ formatVersion: 1, id: "sale", name: "Sale", nodes: [], edges: [], ...more });
const node = (type: string, config: Flow, more: Flow = {}): Flow =>
  flow({ nodes: [{ id: "n1", type, config, ...more }] });
const text = (value: unknown) => JSON.stringify(value, null, 2);

/** Nested so deep that a reader that calls itself would fall over. */
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

describe("a refusal names the place", () => {
  test.each<[string, string | unknown, { code: string; path?: string; line?: number }, RegExp]>([
    ["empty", "", { code: "not-json", line: 1 }, /file is empty/],
    ["blank", " \n\n ", { code: "not-json" }, /file is empty/],
    ["broken", '{\n  "id": "x",\n  "nodes": [,]\n}', { code: "not-json", line: 3 }, /line 3, column 13/],
    ["cut off", text(flow()).slice(0, -4), { code: "not-json" }, /not JSON/],
    ["not JSON at all", "<html>", { code: "not-json", line: 1 }, /line 1, column 1/],
    ["a list", "[]", { code: "not-a-flow" }, /object was expected/],
    ["a number", 3, { code: "not-a-flow" }, /object was expected/],
    ["null", null, { code: "not-a-flow" }, /object was expected/],
    ["nothing", undefined, { code: "not-a-flow" }, /object was expected/],
    [
      "another program's file",
      text({ version: "6", groups: [] }),
      { code: "not-a-flow", path: "formatVersion" },
      /formatVersion is missing/,
    ],
    [
      "a version of the future",
      text(flow({ formatVersion: 2 })),
      { code: "unknown-version", line: 2 },
      /formatVersion is 2; version 1 is understood/,
    ],
    [
      "a version that is a text",
      text(flow({ formatVersion: "1" })),
      { code: "unknown-version" },
      /formatVersion is "1"/,
    ],
    ["too big", `"${"x".repeat(MOST_BYTES)}"`, { code: "too-big" }, /5\.0 MB; 5 MB are allowed/],
    ["too big, in letters of three bytes", `"${"あ".repeat(MOST_BYTES / 2)}"`, { code: "too-big" }, /7\.5 MB/],
    ["deep", deep(66), { code: "too-deep" }, /deeper than 64 levels/],
    [
      "very deep",
      `{"formatVersion":1,"nodes":${"[".repeat(500_000)}${"]".repeat(500_000)}}`,
      { code: "too-deep", path: "nodes[0][0][0][0][0]" },
      /deeper than 64/,
    ],
    [
      "a hostile key",
      '{\n "formatVersion": 1,\n "nodes": [{\n  "__proto__": {}\n }]\n}',
      { code: "forbidden-key", path: "nodes[0].__proto__", line: 4 },
      /"__proto__" is not allowed/,
    ],
    [
      "an unknown key",
      text(flow({ colour: "red" })),
      { code: "invalid-document", path: "" },
      /Unrecognized key: "colour"/,
    ],
    [
      "an unknown key of a node",
      text(node("text", { text: "Hi" }, { colour: "red" })),
      { code: "invalid-document", path: "nodes[0]", line: 6 },
      /Unrecognized key: "colour"/,
    ],
    [
      "an unknown key of a config",
      text(node("text", { text: "Hi", colour: "red" })),
      { code: "invalid-config", path: "nodes[0].config", line: 9 },
      /Text "n1"\): Unrecognized key: "colour"/,
    ],
    [
      "an unknown type",
      text(node("carousel", {})),
      { code: "unknown-type", path: "nodes[0].type", line: 8 },
      /nodes\[0\]\.type is "carousel"; \d+ types are known/,
    ],
    ["no nodes", text({ ...flow(), nodes: undefined }), { code: "invalid-document", path: "nodes" }, /nodes: /],
    [
      "an id with a slash",
      text(flow({ id: "a/b" })),
      { code: "invalid-document", path: "id", line: 3 },
      /letters, digits, dot, dash/,
    ],
    [
      "a limit that is no duration",
      text(flow({ settings: { marketingFrequency: { max: 1, per: "Pigs" } } })),
      { code: "invalid-document", path: "settings.marketingFrequency.per", line: 10 },
      /a duration such as P7D/,
    ],
    [
      "a time that is none",
      text(flow({ settings: { quietHours: { from: "25:00", to: "09:00" } } })),
      { code: "invalid-document", path: "settings.quietHours.from" },
      /a time of day/,
    ],
    [
      "a duration of nothing",
      text(node("delay", { duration: "PT0S" })),
      { code: "invalid-config", path: "nodes[0].config.duration" },
      /more than zero/,
    ],
    [
      "two ends of a wait",
      text(node("delay", { duration: "PT1H", untilTime: "09:00" })),
      { code: "invalid-config" },
      /exactly one of/,
    ],
    [
      "a text with an open expression",
      text(node("text", { text: "Hi {{ name" })),
      { code: "invalid-config", path: "nodes[0].config.text", line: 10 },
      /is not closed.*at character 4/,
    ],
    [
      "a parameter with a broken expression",
      text(node("template", { name: "t", language: "en", parameters: ["ok", "{{ a + }}"] })),
      { code: "invalid-config", path: "nodes[0].config.parameters[1]" },
      /at character 1/,
    ],
    [
      "a named parameter with one",
      text(node("template", { name: "t", language: "en", parameters: { "1": "{{ a + }}" } })),
      { code: "invalid-config", path: "nodes[0].config.parameters.1" },
      /a value should follow/,
    ],
    [
      "a rule that does not parse",
      text(node("ask", { text: "?", answer: "number", variable: "n", rule: "answer >" })),
      { code: "invalid-config", path: "nodes[0].config.rule" },
      /at character/,
    ],
    [
      "a condition that does not parse",
      text(node("condition", { branches: [{ id: "a", when: "size ==" }] })),
      { code: "invalid-config", path: "nodes[0].config.branches[0].when" },
      /at character/,
    ],
    [
      "a value that does not parse",
      text(node("set", { assignments: [{ variable: "a", value: "{{" }] })),
      { code: "invalid-config", path: "nodes[0].config.assignments[0].value" },
      /not closed/,
    ],
  ])("%s", (_, input, place, says) => {
    const result = readFlow(input);
    if (result.ok) throw new Error("it was accepted");
    expect(result.problems[0]).toMatchObject(place);
    expect(result.problems[0]?.message).toMatch(says);
  });

  test("at most 50 problems, and all of a node at once", () => {
    const nodes = Array.from({ length: 200 }, (_, index) => ({
      id: `n${index}`,
      type: "text",
      config: { text: "", more: 1 },
    }));
    const result = readFlow(flow({ nodes }));
    expect(result.ok ? 0 : result.problems.length).toBe(50);
    expect(result.ok ? [] : result.problems.slice(0, 2).map((problem) => problem.node)).toEqual(["n0", "n0"]);
  });
});

describe("accepted", () => {
  test.each<[string, unknown]>([
    ["the smallest flow", flow()],
    ["a mark in front of the text", `\uFEFF${text(flow())}`],
    ["a name in any script", flow({ name: "काला शुक्रवार" })],
    [
      "a template with parts we do not know",
      flow({
        templates: [
          { name: "t", language: "en", category: "MARKETING", components: [{ type: "CAROUSEL", cards: [] }] },
        ],
      }),
    ],
    [
      "an edge to nowhere: lint says so, with the rest of the graph",
      flow({ edges: [{ id: "e1", source: "a", sourceHandle: "next", target: "b" }] }),
    ],
  ])("%s", (_, input) => {
    expect(readFlow(input)).toMatchObject({ ok: true });
  });

  test("what comes out shares nothing with what went in that could be changed later", () => {
    const given = node("text", { text: "Hi" });
    const result = readFlow(given);
    if (!result.ok) throw new Error("refused");
    expect(result.flow).toEqual(given);
    expect(Object.getPrototypeOf(result.flow.nodes[0]?.config)).toBe(Object.prototype);
  });
});

property.prop([fc.oneof(fc.string(), fc.json(), fc.jsonValue())])(
  "never throws, and says something of every refusal",
  (input) => {
    const result = readFlow(input);
    if (!result.ok) for (const problem of result.problems) expect(problem.message.length).toBeGreaterThan(10);
  },
);

property.prop([fc.jsonValue(), fc.nat({ max: 8 })])(
  "never throws on a flow with something wrong in one place",
  (value, place) => {
    const base = node("text", { text: "Hi" });
    const key = Object.keys(base)[place % 5] ?? "nodes";
    expect(typeof readFlow({ ...base, [key]: value }).ok).toBe("boolean");
    expect(typeof readFlow(flow({ nodes: [{ id: "n1", type: "template", config: value }] })).ok).toBe("boolean");
  },
);
