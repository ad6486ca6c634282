import { execFile, spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { sluice } from "./test-io.ts";

const flow = (over: object = {}) => ({
  formatVersion: 1,
  id: "hello",
  name: "Hello",
  nodes: [
    { id: "in", type: "entry", title: "Word", config: { trigger: { kind: "keyword", words: ["hi"], match: "exact" } } },
    { id: "bye", type: "end", title: "Done", config: {} },
  ],
  edges: [{ id: "e", source: "in", sourceHandle: "next", target: "bye" }],
  ...over,
});
const broken = flow({ edges: [{ id: "e", source: "in", sourceHandle: "next", target: "nowhere" }] });

const files = {
  "good.flow.json": JSON.stringify(flow()),
  "bad.flow.json": JSON.stringify(broken),
  "broken.json": '{\n "formatVersion": 1,,\n}',
  "bot.json": '{"version":"6","groups":[],"edges":[],"variables":[]}',
  "huge.json": new Uint8Array(100 * 1_024 * 1_024),
  "odd.json": JSON.stringify(flow({ nodes: [{ id: "x", type: "carousel", config: {} }] }), null, 1),
  "-": JSON.stringify(flow()),
};

describe("exit codes and outputs", () => {
  const cases: [string, string[], number, RegExp, RegExp][] = [
    ["nothing found", ["lint", "good.flow.json"], 0, /No problems on any path/, /^$/],
    ["standard input", ["lint", "-"], 0, /standard input/, /^$/],
    ["findings", ["lint", "bad.flow.json"], 1, /error {2}/, /^$/],
    ["no such file", ["lint", "none.json"], 2, /^$/, /none\.json: there is no such file\.\n$/],
    ["a hundred megabytes", ["lint", "huge.json"], 2, /^$/, /huge\.json: it has 100 MB; 5 MB are allowed\.\n$/],
    ["not JSON", ["lint", "broken.json"], 2, /^$/, /broken\.json: This is not JSON.*line 2/],
    ["an unknown type", ["lint", "odd.json"], 2, /^$/, /odd\.json: At line \d+, nodes\[0\]\.type is "carousel"/],
    ["a foreign format", ["lint", "bot.json"], 2, /^$/, /looks like a Typebot bot.*was expected/],
    [
      "one of two unreadable: the other is still linted",
      ["lint", "none.json", "bad.flow.json"],
      2,
      /error {2}/,
      /none\.json/,
    ],
    ["no file", ["lint"], 2, /^$/, /no file was named/],
    ["an unknown option", ["lint", "--loud", "good.flow.json"], 2, /^$/, /--loud/],
    [
      "an unknown format",
      ["lint", "--format", "xml", "good.flow.json"],
      2,
      /^$/,
      /--format is "xml"; pretty, json, sarif, junit are known/,
    ],
    ["an unknown gate", ["lint", "--gate", "ajar", "good.flow.json"], 2, /^$/, /--gate is "ajar"/],
    ["an unknown rule set", ["lint", "--rule-set", "meta-1999", "good.flow.json"], 2, /^$/, /meta-2026-04/],
    ["an unknown command", ["polish"], 2, /^$/, /there is no command "polish"/],
    ["nothing at all", [], 2, /sluice lint/, /^$/],
    ["--help", ["--help"], 0, /sluice lint/, /^$/],
    ["lint --help", ["lint", "--help"], 0, /Exit codes: 0/, /^$/],
    ["--version", ["--version"], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
  ];
  test.each(cases)("%s", async (_, argv, code, out, err) => {
    const ran = await sluice(argv, files);
    expect(ran.err).toMatch(err);
    expect(ran.out).toMatch(out);
    expect(ran.code).toBe(code);
  });

  test("every refusal is one line", async () => {
    for (const argv of [
      ["lint", "none.json"],
      ["lint", "broken.json"],
      ["lint", "bot.json"],
      ["polish"],
      ["lint", "--loud"],
    ])
      expect((await sluice(argv, files)).err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("JSON", () => {
  test("one file is one object", async () => {
    const { out } = await sluice(["lint", "bad.flow.json", "--format", "json"], files);
    const report = JSON.parse(out);
    expect(report.file).toBe("bad.flow.json");
    const dangling = report.findings.find(({ code }: { code: string }) => code === "dangling-edge");
    expect(dangling).toMatchObject({ severity: "error", certainty: "certain", entryDependent: false, node: "in" });
  });

  test("several files are an array", async () => {
    const { out } = await sluice(["lint", "good.flow.json", "bad.flow.json", "--format=json"], files);
    expect(JSON.parse(out).map(({ file }: { file: string }) => file)).toEqual(["good.flow.json", "bad.flow.json"]);
  });
});

describe("flows that call one another", () => {
  const called = flow({
    id: "night",
    name: "Night",
    nodes: [
      { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
      { id: "sleep", type: "delay", title: "Sleep", config: { duration: "PT25H" } },
    ],
    edges: [{ id: "e", source: "in", sourceHandle: "next", target: "sleep" }],
  });
  const caller = flow({
    nodes: [
      flow().nodes[0],
      { id: "call", type: "subflow", title: "Until tomorrow", config: { flow: "night" } },
      { id: "late", type: "text", title: "Good morning", config: { text: "Good morning" } },
    ],
    edges: [
      { id: "a", source: "in", sourceHandle: "next", target: "call" },
      { id: "b", source: "call", sourceHandle: "returned", target: "late" },
    ],
  });
  const folder = {
    "flows/hello.flow.json": JSON.stringify(caller),
    "flows/night.flow.json": JSON.stringify(called),
    "flows/notes.txt": "not a flow",
  };

  test("a folder is all its flow files, and each is checked with what it calls", async () => {
    const { out, err } = await sluice(["lint", "flows", "--level", "error"], folder);
    expect(err).toBe("");
    expect(out).toMatch(/Good morning is free-form, 25 h after the last message/);
    expect(out).toMatch(/in Night, Sleep: stays 25 h/);
  });

  test("a flow that was not named is said to be unknown", async () => {
    const { out } = await sluice(["lint", "flows/hello.flow.json", "--format", "json"], folder);
    expect(JSON.parse(out).findings).toMatchObject([
      { code: "unknown-flow", node: "call" },
      { code: "free-form-after-window", node: "late", certainty: "possible" },
    ]);
  });
});

test("a report goes to the file that is named, and what could not be written is said", async () => {
  const argv = ["lint", "bad.flow.json", "--format", "json"];
  const { out } = await sluice(argv, files);
  expect(await sluice([...argv, "-o", "report.json"], files)).toMatchObject({
    code: 1,
    out: "",
    written: { "report.json": out },
  });
  const refused = await sluice([...argv, "--output", "/none/report.json"], files);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/could not be written to \/none\/report\.json: there is no such folder\.\n$/);
});

test("the real process: reads a pipe, exits with the code", async () => {
  const cli = new URL("../cli.ts", import.meta.url).pathname;
  const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--conditions=source", cli, "lint", "-", "--format", "json"],
      (error, stdout) => resolve({ code: error?.code ?? 0, out: stdout }),
    );
    child.stdin?.end(JSON.stringify(broken));
  });
  expect(JSON.parse(out).file).toBe("-");
  expect(code).toBe(1);
});

test("the real process: play ends with its input, emulate at SIGINT", async () => {
  const cli = new URL("../cli.ts", import.meta.url).pathname;
  const example = new URL("../../../../examples/black-friday.flow.json", import.meta.url).pathname;
  const ends = async (argv: string[], act: (child: ReturnType<typeof spawn>, said: string) => void) => {
    const child = spawn(process.execPath, ["--conditions=source", cli, ...argv]);
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      act(child, said);
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    return { code, said };
  };
  let typed = false;
  const played = await ends(["play", example], (child, said) => {
    if (typed || !said.includes("[1] Show me")) return;
    typed = true;
    child.stdin?.end("/tap 1\n");
  });
  expect(played.code).toBe(0);
  expect(played.said.match(/│/g)?.length).toBeGreaterThan(5);
  const emulated = await ends(["emulate", "--port", "0"], (child, said) => {
    if (said.includes("Ctrl-C ends it.") && !said.includes("Stopped.")) child.kill("SIGINT");
  });
  expect(emulated).toEqual({ code: 0, said: expect.stringContaining("Stopped.") });
});
