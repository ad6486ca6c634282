import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sluice } from "./test-io.ts";

const examples = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const read = (file: string) => readFileSync(join(examples, file), "utf8");
const flowFile = (id: string, nodes: object[], edges: [string, string, string][]) =>
  JSON.stringify({
    formatVersion: 1,
    id,
    name: id,
    nodes,
    edges: edges.map(([source, sourceHandle, target], at) => ({ id: `e${at}`, source, sourceHandle, target })),
  });
const keyword = (...words: string[]) => ({ trigger: { kind: "keyword", words, match: "exact" } });
const files = {
  "size.json": flowFile(
    "size",
    [
      { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
      { id: "menu", type: "entry", config: keyword("menu") },
      { id: "which", type: "ask", config: { text: "Which size, {{ name }}?", answer: "number", variable: "size" } },
    ],
    [
      ["in", "next", "which"],
      ["menu", "next", "which"],
    ],
  ),
  "shop.json": flowFile(
    "shop",
    [
      { id: "in", type: "entry", config: keyword("hello") },
      {
        id: "call",
        type: "subflow",
        config: {
          flow: "size",
          inputs: [{ variable: "name", value: "Asha" }],
          outputs: [{ variable: "chosen", value: "{{ size + 1 }}" }],
        },
      },
      { id: "done", type: "text", config: { text: "Size {{ chosen }}" } },
      { id: "not", type: "text", config: { text: "Nobody there" } },
    ],
    [
      ["in", "next", "call"],
      ["call", "returned", "done"],
      ["call", "failed", "not"],
    ],
  ),
  "asks.json": JSON.stringify({
    formatVersion: 1,
    flow: "shop",
    start: "2026-11-23T10:00:00Z",
    contact: { phone: "+5511900000001" },
    steps: [
      { user: { text: "hello" } },
      { expect: { sent: "text", text: "Which size, Asha?" } },
      { user: { text: "40" } },
      { expect: { sent: "text", text: "Size 41" } },
      { user: { text: "menu" } },
      { expect: { sent: "text", text: "Which size" } },
    ],
  }),
  "flow.json": read("black-friday.flow.json"),
  "good.json": read("black-friday.conversation.json"),
  "other.json": read("black-friday.conversation.json").replace('"rule": "D3"', '"rule": "D99"'),
  "empty.json": "",
  "broken.json": '{\n "formatVersion": 1,,\n}',
  "odd.json": '{"formatVersion": 1, "flow": "x", "start": "s", "contact": {"phone": "1"}, "steps": [\n{"jump": 1}]}',
  "elsewhere.json": read("black-friday.conversation.json").replace('"flow": "black-friday', '"flow": "other'),
};

describe("sluice simulate", () => {
  it.each<[string[], number, RegExp, RegExp]>([
    [["flow.json", "good.json"], 0, /^Black Friday 2026: as expected, 14 steps\.\n$/, /^$/],
    [["flow.json", "good.json", "--trace"], 0, /^2026-11-27T09:00:00Z .*session-started.*\n\nBlack/s, /^$/],
    [
      ["flow.json", "other.json"],
      1,
      /other\.json:\d+ {2}step 9: expected .*"rule":"D99".*not as expected, \d+ differences? in 14 steps\.\n$/s,
      /^$/,
    ],
    [["flow.json", "elsewhere.json"], 0, /as expected/, /written for the flow "other.*"; this is "black-friday"/],
    [["shop.json", "size.json", "asks.json"], 0, /^shop: as expected, 6 steps/, /^$/],
    [["size.json", "shop.json", "asks.json"], 0, /^shop: as expected, 6 steps/, /^$/],
    [["shop.json", "asks.json"], 1, /Nobody there/, /^$/],
    [["shop.json", "shop.json", "asks.json"], 2, /^$/, /shop\.json: its id "shop" is that of shop\.json as well/],
    [["shop.json", "none.json", "asks.json"], 2, /^$/, /none\.json: there is no such file/],
    [[], 2, /^$/, /the flow was not named/],
    [["-", "-"], 2, /^$/, /standard input can be read once/],
    [["flow.json"], 2, /^$/, /the conversation was not named/],
    [["flow.json", "none.json"], 2, /^$/, /none\.json: there is no such file/],
    [["flow.json", "empty.json"], 2, /^$/, /empty\.json: this is not JSON: the file is empty/],
    [["flow.json", "broken.json"], 2, /^$/, /broken\.json: this is not JSON.*line 2/],
    [["flow.json", "flow.json"], 2, /^$/, /flow\.json: at line 1, flow: /],
    [["flow.json", "odd.json"], 2, /^$/, /odd\.json: at line 2, steps\[0\]: one step was expected: start, user/],
    [["good.json", "good.json"], 2, /^$/, /good\.json: .*expected|good\.json: .*Unrecognized/s],
  ])("%j", async (argv, code, out, err) => {
    const ran = await sluice(["simulate", ...argv], files);
    expect(ran.err).toMatch(err);
    expect(ran.out).toMatch(out);
    expect(ran.code).toBe(code);
  });

  it("names the line at which it differs", async () => {
    const { out } = await sluice(["simulate", "flow.json", "other.json"], files);
    const line = Number(/other\.json:(\d+)/.exec(out)?.[1]);
    const lines = files["other.json"].split("\n");
    const wrong = lines.findIndex((each) => each.includes('"rule": "D99"')) + 1;
    expect(line).toBeLessThanOrEqual(wrong);
    expect(lines.slice(line - 1, wrong).join("")).toContain('"expect"');
  });
});
