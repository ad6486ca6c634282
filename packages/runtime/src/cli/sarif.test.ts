/** The parts of SARIF 2.1.0 that we write, as its schema has them: required ones, their types, and nothing unknown. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sluice } from "./test-io.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const blackFriday = readFileSync(join(root, "examples", "black-friday.flow.json"), "utf8");
const suppressed = JSON.stringify({
  ...JSON.parse(blackFriday),
  suppressions: [
    { code: "sequential-marketing", node: "last", reason: "Agreed", by: "Ana", at: "2026-11-21T00:00:00Z" },
  ],
});

const message = z.strictObject({ text: z.string().min(1), markdown: z.string().optional() });
const position = z.int().min(1);
const region = z.strictObject({
  startLine: position,
  startColumn: position.optional(),
  endLine: position.optional(),
});
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\<>"]+$/), index: z.int().min(0) }),
    region,
    contextRegion: region.optional(),
  }),
  logicalLocations: z.array(z.strictObject({ name: z.string(), fullyQualifiedName: z.string() })).optional(),
  message: message.optional(),
});
const threadFlowLocation = z.strictObject({
  location: location.required({ message: true }),
  executionOrder: z.int().min(1),
  importance: z.enum(["important", "essential", "unimportant"]),
});
const result = z.strictObject({
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  level: z.enum(["none", "note", "warning", "error"]),
  message,
  locations: z.array(location).length(1),
  partialFingerprints: z.record(z.string(), z.string()),
  codeFlows: z
    .array(
      z.strictObject({
        message,
        threadFlows: z.array(z.strictObject({ locations: z.array(threadFlowLocation).min(1) })).min(1),
      }),
    )
    .optional(),
  suppressions: z
    .array(
      z.strictObject({
        kind: z.enum(["inSource", "external"]),
        status: z.enum(["accepted", "underReview", "rejected"]),
        justification: z.string(),
      }),
    )
    .optional(),
  properties: z.record(z.string(), z.unknown()),
});
const rule = z.strictObject({
  id: z.string(),
  name: z.string(),
  shortDescription: message.optional(),
  fullDescription: message.optional(),
  help: message.optional(),
});
const log = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string(),
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
            rules: z.array(rule),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string() }),
        columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
        invocations: z.array(
          z.strictObject({
            executionSuccessful: z.boolean(),
            toolExecutionNotifications: z.array(z.strictObject({ level: z.literal("error"), message })),
          }),
        ),
        artifacts: z.array(z.strictObject({ location: z.strictObject({ uri: z.string() }) })),
        results: z.array(result),
      }),
    )
    .length(1),
});

async function lint(files: Record<string, string>, ...more: string[]) {
  const argv = ["lint", ...Object.keys(files), ...more, "--format", "sarif"];
  const ran = await sluice(argv, files, { folder: "/work/shop" });
  const parsed = log.parse(JSON.parse(ran.out));
  return { ...ran, run: parsed.runs[0]! };
}

describe("SARIF 2.1.0", () => {
  it("says each finding at its node's line, with its rule", async () => {
    const { run, code } = await lint({ "flows/black friday.flow.json": blackFriday });
    expect(code).toBe(1);
    expect(run.results.length).toBeGreaterThan(2);
    for (const found of run.results) {
      expect(run.tool.driver.rules[found.ruleIndex]?.id).toBe(found.ruleId);
      const { artifactLocation, region, contextRegion } = found.locations[0]!.physicalLocation;
      expect(artifactLocation.uri).toBe("flows/black%20friday.flow.json");
      expect(run.artifacts[artifactLocation.index]?.location.uri).toBe(artifactLocation.uri);
      const node = found.partialFingerprints["finding/v1"]?.split("/")[2];
      const lines = blackFriday.split("\n");
      expect(lines[region.startLine - 1]).toContain(`"id": "${node}"`);
      expect(lines.slice(contextRegion!.startLine - 1, contextRegion!.endLine).join()).toContain(`"id": "${node}"`);
    }
  });

  it("carries the witness as a code flow in words, each step at its line", async () => {
    const { run } = await lint({ "a.flow.json": blackFriday });
    const found = run.results.find(({ ruleId }) => ruleId === "sequential-marketing")!;
    expect(found.level).toBe("warning");
    const steps = found.codeFlows![0]!.threadFlows[0]!.locations;
    expect(steps.map((step) => step.location.message?.text)).toEqual([
      "Campaign starts: on by Next",
      "Early access: stays 2 h, on by No answer",
      "Ordered already?: on by Otherwise",
      "Last hours −40 %",
    ]);
    expect(steps.map((step) => step.executionOrder)).toEqual([1, 2, 3, 4]);
    const lines = blackFriday.split("\n");
    const names = steps.map(({ location: at }) => lines[at.physicalLocation.region.startLine - 1]?.trim());
    expect(new Set(names).size).toBe(4);
    expect(names.at(-1)).toBe('"id": "last",');
  });

  it("marks what is suppressed, with its reason", async () => {
    const { run } = await lint({ "a.flow.json": suppressed });
    const found = run.results.find(({ ruleId }) => ruleId === "sequential-marketing")!;
    expect(found.suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "Agreed (Ana, 2026-11-21T00:00:00Z)" },
    ]);
  });

  it("takes several files, standard input and absolute paths, and says what could not be read", async () => {
    const files = {
      "./a.flow.json": blackFriday,
      "-": blackFriday,
      "/flows/ä b.json": blackFriday,
      "c.json": "{",
      "/work/shop/d.json": blackFriday,
    };
    const { run, code } = await lint(files);
    expect(code).toBe(2);
    expect(run.artifacts.map((artifact) => artifact.location.uri)).toEqual([
      "a.flow.json",
      "stdin",
      "file:///flows/%C3%A4%20b.json",
      "d.json",
    ]);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.invocations[0]?.toolExecutionNotifications[0]?.message.text).toMatch(/^c\.json: This is not JSON/);
  });

  it("is a log with no results where nothing was found", async () => {
    const flow = {
      formatVersion: 1,
      id: "f",
      name: "F",
      nodes: [
        { id: "in", type: "entry", config: { trigger: { kind: "any-message" } } },
        { id: "out", type: "end", config: {} },
      ],
      edges: [{ id: "e", source: "in", sourceHandle: "next", target: "out" }],
    };
    const { run, code } = await lint({ "a.json": JSON.stringify(flow) }, "--level", "hint");
    expect([code, run.results, run.tool.driver.rules]).toEqual([0, [], []]);
  });
});
