import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sluice } from "./test-io.ts";

const examples = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const old = readFileSync(join(examples, "black-friday.flow.json"), "utf8");

function changed(change: (flow: ReturnType<typeof JSON.parse>) => void): string {
  const flow = JSON.parse(old);
  change(flow);
  return JSON.stringify(flow);
}

const moved = changed((flow) => {
  flow.layout = {};
  flow.nodes.reverse();
});
const rewired = changed((flow) => {
  const timeout = flow.edges.find((edge: { target: string }) => edge.target === "last");
  timeout.target = "aside";
  flow.nodes.find((node: { id: string }) => node.id === "early").title = "Very early access";
});

describe("sluice diff", () => {
  it.each<[string, string, number, RegExp]>([
    ["the same file", old, 0, /Nothing differs in what they do\./],
    ["the same logic, laid out otherwise", moved, 0, /Nothing differs in what they do\./],
    [
      "another title",
      rewired,
      1,
      /~ node {2}Very early access \(early\)\n {6}title: "Early access" → "Very early access"/,
    ],
    ["a way that leads elsewhere", rewired, 1, /~ way {2}Ordered already\?, Otherwise: to Last hours −40 % → /],
    ["findings that go", rewired, 1, /− warning {2}Last hours −40 % {2}certain {2}sequential-marketing/],
    ["findings that come", rewired, 1, /\+ warning {2}Last hours −40 % {2}certain {2}unreachable-node/],
  ])("%s", async (_, now, code, out) => {
    const ran = await sluice(["diff", "old.json", "new.json"], { "old.json": old, "new.json": now });
    expect(ran.out).toMatch(out);
    expect([ran.code, ran.err]).toEqual([code, ""]);
  });

  it("tells programs", async () => {
    const { out, code } = await sluice(["diff", "old.json", "-", "--format=json"], { "old.json": old, "-": rewired });
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report).toMatchObject({ old: "old.json", new: "-", same: false });
    expect(report.changes.map(({ part, id }: { part: string; id: string }) => `${part} ${id}`)).toEqual([
      "node early",
      "edge ordered/else",
    ]);
    expect(report.findings.gone[0]).toMatchObject({ code: "sequential-marketing", node: "last" });
  });

  it.each<[string[], RegExp]>([
    [["old.json"], /the new file was not named/],
    [["old.json", "old.json", "old.json"], /"old\.json" is one too many/],
    [["old.json", "none.json"], /none\.json: there is no such file/],
    [["broken.json", "old.json"], /broken\.json: This is not JSON/],
    [["-", "-"], /standard input can be read once/],
  ])("%j is exit 2, in one line", async (files, err) => {
    const ran = await sluice(["diff", ...files], { "old.json": old, "broken.json": "{", "-": old });
    expect(ran.err).toMatch(err);
    expect(ran.err.trimEnd().split("\n")).toHaveLength(1);
    expect([ran.code, ran.out]).toEqual([2, ""]);
  });
});
