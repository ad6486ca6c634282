/**
 * Findings as SARIF 2.1.0 (OASIS), for code scanning: one result a finding, its path as a code flow whose steps are in
 * words and stand at their nodes' lines.
 */
import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding, Severity } from "@sluice/shared/lint/finding";
import { lintRules } from "@sluice/shared/lint/rules";
import type { Linted } from "./linted.ts";
import { plainWords } from "./say-witness.ts";
import { VERSION } from "./version.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

const LEVELS: Record<Severity, "error" | "warning" | "note"> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** `unread`: a sentence for each file that could not be read. `folder`: where the command runs; addresses are relative to it. */
export function sarif(files: readonly Linted[], unread: readonly string[], folder: string): object {
  const codes = new Set(files.flatMap((linted) => linted.findings.map((finding) => finding.code)));
  const known = lintRules.filter((rule) => codes.has(rule.code));
  // What is no rule of its own: lint-crashed.
  const others = [...codes].filter((code) => !known.some((rule) => rule.code === code));
  const rules = [
    ...known.map(({ code, title, why, whatToDo }) => ({
      id: code,
      name: pascalCase(code),
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: `${why}\n\n${whatToDo}`, markdown: `${why}\n\n**What to do.** ${whatToDo}` },
    })),
    ...others.map((code) => ({ id: code, name: pascalCase(code) })),
  ];
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Sluice", semanticVersion: VERSION, rules } },
        automationDetails: { id: "sluice-lint/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: unread.length === 0,
            toolExecutionNotifications: unread.map((text) => ({ level: "error", message: { text } })),
          },
        ],
        artifacts: files.map((linted) => ({ location: { uri: uriOf(linted.file, folder) } })),
        results: files.flatMap((linted, artifact) =>
          linted.findings.map((finding) =>
            resultOf(finding, { linted, artifact, uri: uriOf(linted.file, folder) }, ruleIndex.get(finding.code) ?? -1),
          ),
        ),
      },
    ],
  };
}

interface Source {
  linted: Linted;
  /** Its place among the artifacts. */
  artifact: number;
  uri: string;
}

function resultOf(finding: Finding, source: Source, ruleIndex: number): object {
  const { code, severity, certainty, entryDependent, node, port, assumes, witness, fixes, suppressed } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plainWords(finding.message) },
    locations: [locationOf(node, source)],
    partialFingerprints: { "finding/v1": [code, source.linted.flow.id, node ?? "", port ?? ""].join("/") },
    ...(witness ? { codeFlows: [codeFlowOf(finding, source)] } : {}),
    ...(suppressed
      ? {
          suppressions: [
            {
              kind: "inSource",
              status: "accepted",
              justification: `${suppressed.reason} (${suppressed.by}, ${suppressed.at})`,
            },
          ],
        }
      : {}),
    properties: {
      severity,
      certainty,
      entryDependent,
      ...(assumes ? { assumes } : {}),
      fixes: fixes.map(({ title }) => title),
    },
  };
}

function codeFlowOf({ witness }: Finding, source: Source): object {
  const steps = witness?.steps ?? [];
  // In a called flow one stands, in this file, at the node that called.
  const ownNodes: string[] = [];
  for (const { node, flow } of steps) ownNodes.push(flow === undefined ? node : (ownNodes.at(-1) ?? node));
  const locations = steps.map((step, index) => ({
    location: {
      ...locationOf(ownNodes[index] ?? step.node, source),
      message: { text: source.linted.words.step(step) },
    },
    executionOrder: index + 1,
    importance: index === steps.length - 1 ? "essential" : "important",
  }));
  return { message: { text: `A path that shows it, from ${witness?.start}` }, threadFlows: [{ locations }] };
}

function locationOf(node: string | null, { linted, artifact, uri }: Source): object {
  const place = node === null ? undefined : linted.places.get(node);
  return {
    physicalLocation: {
      artifactLocation: { uri, index: artifact },
      region: place ? { startLine: place.line, startColumn: place.column } : { startLine: 1 },
      ...(place ? { contextRegion: { startLine: place.startLine, endLine: place.endLine } } : {}),
    },
    ...(node === null
      ? {}
      : { logicalLocations: [{ name: linted.words.name(node), fullyQualifiedName: `${linted.flow.id}/${node}` }] }),
  };
}

/** Relative to the folder the command runs in, as code scanning wants it. */
function uriOf(file: string, folder: string): string {
  if (file === "-") return "stdin";
  const inside = isAbsolute(file) ? relative(folder, file) : file;
  if (isAbsolute(inside) || (isAbsolute(file) && inside.startsWith(".."))) return pathToFileURL(file).href;
  return inside
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

function pascalCase(code: string): string {
  return code.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}
