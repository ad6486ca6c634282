/**
 * S8, S6: flow files as nobody should write them. Each is refused within 200 ms of work with a sentence that says what and
 * where, or, where it is a flow after all, read and linted to the end. Mutations seen to fail: texts parsed before they are
 * measured; lengths of lists left to the schema; each path looked up from the top; sets of variables kept at each node.
 */
import { afterEach, describe, expect, test } from "vitest";
import { readFlow } from "../flow/read-flow.ts";
import { leastWork } from "../test-busy.ts";
import { lintFlow } from "./lint-flow.ts";

type Part = Record<string, unknown>;

const MOST_WORK = 200;
const ENTRY = { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } };
const flow = (more: Part = {}): Part => ({ formatVersion: 1, id: "sale", name: "Sale", nodes: [], edges: [], ...more });
const text = (index: number): Part => ({ id: `n${index}`, type: "text", config: { text: "Hi" } });
const edge = (index: number, source: string, target: string, port = "next"): Part => ({
  id: `e${index}`,
  source,
  sourceHandle: port,
  target,
});
const many = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const nodes = (inside: string) => `{"formatVersion":1,"id":"a","name":"a","nodes":[${inside}],"edges":[]}`;
const config = (inside: string) => nodes(`{"id":"a","type":"text","config":{"text":"x",${inside}}}`);
const nested = (open: string, close: string, levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
/** A key at each of the depths where something of ours looks into a document. */
const keyAt = (key: string): [string, string][] => [
  ["the document", `{"formatVersion":1,"${key}":1}`],
  ["a node", nodes(`{"id":"a","type":"text","${key}":{}}`)],
  ["a config", config(`"${key}":{"x":1}`)],
  ["deep in a config", config(`"${"a".repeat(10)}":${'{"b":'.repeat(30)}{"${key}":{"x":1}}${"}".repeat(30)}`)],
  ["a list", config(`"a":[[[{"${key}":1}]]]`)],
  ["the layout", `{"formatVersion":1,"id":"a","name":"a","nodes":[],"edges":[],"layout":{"${key}":{"x":1,"y":1}}}`],
  ["an edge", `{"formatVersion":1,"id":"a","name":"a","nodes":[],"edges":[{"${key}":1}]}`],
  ["the settings", `{"formatVersion":1,"id":"a","name":"a","nodes":[],"edges":[],"settings":{"${key}":1}}`],
];

const prototype = Object.getOwnPropertyNames(Object.prototype);
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
  expect(({} as Part)["x"]).toBeUndefined();
});

describe("S8: refused within 200 ms of work, with what and where", () => {
  const cases: [string, () => unknown, string, RegExp][] = [
    ["100,000 nodes", () => flow({ nodes: many(100_000, text) }), "too-many", /has 100000 nodes; 20000 are allowed/],
    [
      "100,000 nodes in a file",
      () => nodes(many(100_000, (at) => `{"id":"${at}","type":"x","config":{}}`).join()),
      "too-many-values",
      /At line 1, the document has more than 500000 values, the last at nodes\[\d+\]\.$/,
    ],
    [
      "40,000 nodes in a file",
      () => nodes(many(40_000, (at) => `\n{"id":"${at}","type":"x","config":{}}`).join()),
      "too-many",
      /At line 1, the document has 40000 nodes; 20000 are allowed/,
    ],
    [
      "a million edges",
      () => flow({ edges: many(1_000_000, (at) => edge(at, "a", "b")) }),
      "too-many",
      /has 1000000 edges; 50000 are allowed/,
    ],
    [
      "a million edges in a file",
      () => JSON.stringify(flow({ edges: many(1_000_000, (at) => edge(at, "a", "b")) })),
      "too-big",
      /more than 20 MB; 5 MB are allowed/,
    ],
    [
      "a million edges that are nothing",
      () => JSON.stringify(flow()).replace('"edges":[]', `"edges":[${"{},".repeat(1_000_000)}{}]`),
      "too-many-values",
      /the last at edges\[\d+\]/,
    ],
    ["a text of 100 MB", () => "x".repeat(100_000_000), "too-big", /more than 20 MB/],
    ["a text of 100 MB in three bytes each", () => "あ".repeat(33_000_000), "too-big", /more than 20 MB/],
    ["a name of 100 MB", () => flow({ name: "x".repeat(100_000_000) }), "invalid-document", /^name: Too big/],
    [
      "a message of 4.9 MB",
      () => nodes(`{"id":"a","type":"text","config":{"text":"${"x".repeat(4_900_000)}"}}`),
      "invalid-config",
      /nodes\[0\]\.config\.text/,
    ],
    [
      "an expression of 4.9 MB",
      () => nodes(`{"id":"a","type":"text","config":{"text":"{{ ${"(".repeat(4_900_000)}"}}`),
      "invalid-config",
      /nodes\[0\]\.config\.text/,
    ],
    [
      "a name with 4.9 MB of dots",
      () => `{"formatVersion":1,"${".".repeat(4_900_000)}":1}`,
      "invalid-document",
      /Unrecognized key|expected/,
    ],
    [
      "lists, a million deep",
      () => nested("[", "]", 1_000_000),
      "too-deep",
      /At line 1, the document is nested deeper than 64 levels/,
    ],
    ["objects, a million deep, never closed", () => '{"a":'.repeat(1_000_000), "too-deep", /nested deeper than 64/],
    ["a million deep in a config", () => config(`"y":${nested("[", "]", 1_000_000)}`), "too-deep", /nested deeper/],
    [
      "100,000 members",
      () => config(many(100_000, (at) => `"k${at}":${at}`).join()),
      "too-many-members",
      /nodes\[0\]\.config has more than 20000 members/,
    ],
    [
      "20,000 members nobody knows",
      () => config(many(19_000, (at) => `"k${at}":${at}`).join()),
      "invalid-config",
      /Unrecognized keys/,
    ],
    ["backslashes without end", () => `{"a":"${"\\".repeat(5_000_000)}`, "not-json", /line 1, column 5\d{6}/],
    ["five million empty lines", () => `${"\n".repeat(5_000_000)}x`, "not-json", /line 5000001, column 1/],
    ["nothing but space", () => " ".repeat(5_000_000), "not-json", /the file is empty/],
    ["numbers without end", () => `[${"1".repeat(5_000_000)}`, "not-json", /or "\]" was expected/],
    [
      "20,000 mistakes",
      () => flow({ nodes: many(20_000, (at) => ({ id: `n${at}`, type: "x", config: {} })) }),
      "unknown-type",
      /nodes\[0\]\.type is "x"/,
    ],
    [
      "50 mistakes at the end of 4 MB",
      () =>
        JSON.stringify(
          flow({
            nodes: many(20_000, (at) => ({
              ...text(at),
              title: "x".repeat(120),
              type: at < 19_950 ? "end" : "x",
              config: {},
            })),
          }),
          null,
          1,
        ),
      "unknown-type",
      /At line \d{6}, nodes\[19950\]\.type/,
    ],
    [
      "a number out of range",
      () => JSON.stringify(flow({ layout: { a: { x: 1, y: 2 } } })).replace('"y":2', '"y":1e999'),
      "number-out-of-range",
      /layout\.a\.y/,
    ],
    ["NaN", () => flow({ layout: { a: { x: Number.NaN, y: 0 } } }), "number-out-of-range", /layout\.a\.x/],
    [
      "a limit of 10⁹⁹ days",
      () => flow({ settings: { marketingFrequency: { max: 1, per: `P${"9".repeat(99)}D` } } }),
      "invalid-document",
      /settings\.marketingFrequency\.per/,
    ],
    [
      "a wait of a million years",
      () => nodes('{"id":"a","type":"delay","config":{"duration":"P1000000Y"}}'),
      "invalid-config",
      /nodes\[0\]\.config\.duration/,
    ],
    [
      "a day that is none",
      () =>
        nodes(
          '{"id":"a","type":"entry","config":{"trigger":{"kind":"schedule","rule":"DTSTART;TZID=UTC:20270231T100000\\nRRULE:FREQ=DAILY","audience":{"tag":"a"}}}}',
        ),
      "invalid-config",
      /nodes\[0\]\.config\.trigger/,
    ],
  ];
  test.each(cases)("%s", (_, make, code, says) => {
    const input = make();
    const work = leastWork(() => {
      const read = readFlow(input);
      if (read.ok) throw new Error("it was accepted");
      const [problem] = read.problems;
      expect(problem?.code).toBe(code);
      expect(problem?.message).toMatch(says);
      expect(JSON.stringify(read.problems).length).toBeLessThan(50_000);
    });
    expect(work).toBeLessThan(MOST_WORK);
  });
});

describe("S6: names that JavaScript has for itself", () => {
  test.each(keyAt("__proto__"))("__proto__ in %s is refused", (_, input) => {
    const read = readFlow(input);
    expect(read.ok ? null : read.problems[0]).toMatchObject({
      code: "forbidden-key",
      path: expect.stringMatching(/__proto__$/),
    });
  });

  test.each(
    ["constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"].flatMap((name) =>
      keyAt(name).map(([where, input]) => [name, where, input] as const),
    ),
  )("%s in %s is a name like others", (name, where, input) => {
    const read = readFlow(input);
    expect(read.ok).toBe(where === "the layout");
    if (!read.ok) expect(read.problems[0]?.message).toMatch(new RegExp(`Unrecognized key|expected|${name}`));
  });

  test.each(["__proto__", "constructor", "toString", "valueOf"])("a flow of nodes called %s is linted", (id) => {
    const read = readFlow(
      flow({
        nodes: [ENTRY, { id, type: "set", config: { assignments: [{ variable: "x", value: "1" }] } }],
        edges: [edge(1, "in", id), edge(2, id, id)],
      }),
    );
    if (!read.ok) throw new Error(read.problems[0]?.message);
    expect(lintFlow(read.flow).findings.map(({ code, node }) => [code, node])).toContainEqual(["endless-turn", id]);
  });

  test.each(["set", "ask"])("%s does not take __proto__ for a variable", (type) => {
    const own = {
      set: { assignments: [{ variable: "__proto__", value: "x" }] },
      ask: { text: "?", answer: "text", variable: "__proto__" },
    }[type];
    const read = readFlow(flow({ nodes: [{ id: "a", type, config: own }] }));
    expect(read.ok ? null : read.problems[0]).toMatchObject({ code: "invalid-config" });
  });
});

describe("large and strange, but flows: lint comes to its end", () => {
  const N = 10_000;
  const cases: [string, () => Part, string][] = [
    [
      "all with one id",
      () => flow({ nodes: many(N, () => text(0)), edges: many(N, () => edge(0, "n0", "n0")) }),
      "duplicate-id",
    ],
    [
      "edges to nowhere",
      () => flow({ nodes: [ENTRY], edges: many(50_000, (at) => edge(at, `x${at}`, `y${at}`)) }),
      "dangling-edge",
    ],
    [
      "one ring",
      () =>
        flow({
          nodes: [ENTRY, ...many(N, text)],
          edges: [edge(0, "in", "n0"), ...many(N, (at) => edge(at + 1, `n${at}`, `n${(at + 1) % N}`))],
        }),
      "endless-turn",
    ],
    [
      "a flow that calls itself everywhere",
      () =>
        flow({
          nodes: [ENTRY, ...many(N, (at) => ({ id: `n${at}`, type: "subflow", config: { flow: "sale" } }))],
          edges: [edge(0, "in", "n0"), ...many(N - 1, (at) => edge(at + 1, `n${at}`, `n${at + 1}`, "done"))],
        }),
      "",
    ],
    [
      "a variable of its own at each node",
      () =>
        flow({
          nodes: [
            ENTRY,
            ...many(N, (at) => ({
              id: `n${at}`,
              type: "set",
              config: { assignments: [{ variable: `v${at}`, value: `{{ v${at + 1} }}` }] },
            })),
          ],
          edges: [edge(0, "in", "n0"), ...many(N - 1, (at) => edge(at + 1, `n${at}`, `n${at + 1}`))],
        }),
      "unset-variable",
    ],
  ];
  test.each(cases)("%s", (_, make, code) => {
    const read = readFlow(make());
    if (!read.ok) throw new Error(read.problems[0]?.message);
    const codes = new Set(lintFlow(read.flow).findings.map((finding) => finding.code));
    expect(codes).not.toContain("lint-crashed");
    if (code !== "") expect(codes).toContain(code);
  });
});
