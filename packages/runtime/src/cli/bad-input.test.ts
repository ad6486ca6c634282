/** S8, S6 at the command line: files that nobody should write are refused with a sentence, soon, with exit code 2. */
import { describe, expect, test } from "vitest";
import { sluice } from "./test-io.ts";

const flow = (inside: string) => `{"formatVersion":1,"id":"a","name":"a","nodes":[],"edges":[]${inside}}`;
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const nodes = (count: number) =>
  `{"formatVersion":1,"id":"a","name":"a","edges":[],"nodes":[${Array.from({ length: count }, (_, at) => `{"id":"n${at}","type":"end","config":{}}`).join()}]}`;

const FILES: [string, string | Uint8Array, RegExp][] = [
  ["100 MB", new Uint8Array(100_000_000).fill(0x20), /it has 95\.4 MB; 5 MB are allowed/],
  ["a million lists inside one another", nested(1_000_000), /nested deeper than 64 levels/],
  ["the same inside a flow", flow(`,"x":${nested(1_000_000)}`), /at line 1, the document is nested deeper/i],
  ["100,000 nodes", nodes(100_000), /MB are allowed|more than 500000 values|20000 are allowed/],
  ["30,000 nodes", nodes(30_000), /has 30000 nodes; 20000 are allowed/],
  [
    "__proto__",
    flow(',"settings":{"__proto__":{"polluted":1}}'),
    /"__proto__" is not allowed \(at settings\.__proto__\)/,
  ],
  ["bytes that are no text", new Uint8Array(1_000_000).fill(0xff), /not UTF-8 text/],
  ["zeros", new Uint8Array(5_000_000), /not JSON: a value was expected \(line 1, column 1\)/],
];

describe.each(["lint", "play", "simulate", "diff"])("sluice %s", (command) => {
  test.each(FILES)("%s", async (_, file, says) => {
    const others = command === "simulate" || command === "diff" ? ["good"] : [];
    const begun = process.cpuUsage();
    const { code, out, err } = await sluice([command, "bad", ...others], { bad: file, good: flow("") });
    const { user, system } = process.cpuUsage(begun);
    expect(err).toMatch(says);
    expect(err.length).toBeLessThan(2_000);
    expect([code, out]).toEqual([2, ""]);
    // Of all threads, those that collect garbage too: the bound of 200 ms with slack.
    expect((user + system) / 1_000).toBeLessThan(600);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("a conversation for sluice simulate", () => {
  test.each<[string, string, RegExp]>([
    ["deep", nested(1_000_000), /the conversation is nested deeper than 64 levels/],
    ["with __proto__", '{"flow":"a","steps":[{"start":{"variables":{"__proto__":{}}}}]}', /"__proto__" is not allowed/],
    ["of a million nothings", `[${"{},".repeat(1_000_000)}{}]`, /more than 500000 values/],
    ["broken", '{"flow":', /not JSON: a value was expected/],
  ])("%s", async (_, conversation, says) => {
    const { code, err } = await sluice(["simulate", "good", "bad"], { good: flow(""), bad: conversation });
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});
