import { styleText } from "node:util";
import type { FieldChange, FlowChange } from "@sluice/shared/flow/diff-flows";
import type { Json } from "@sluice/shared/flow/json";
import type { FindingChanges } from "@sluice/shared/lint/diff-findings";
import type { Finding } from "@sluice/shared/lint/finding";
import type { Linted } from "./linted.ts";
import { plainWords } from "./say-witness.ts";

const SIGNS = { added: "+", removed: "−", changed: "~" } as const;
const COLORS = { added: "green", removed: "red", changed: "yellow" } as const;

/** Both versions in words: what changed, then what lint says more or less than before. */
export function prettyDiff(
  before: Linted,
  after: Linted,
  changes: readonly FlowChange[],
  { appeared, gone, changed }: FindingChanges,
  color: boolean,
): string {
  const paint = (change: FlowChange["change"], text: string) =>
    color ? styleText(COLORS[change], text, { validateStream: false }) : text;
  const say = (change: FlowChange) => {
    const [head, ...fields] = sayChange(change, before, after);
    return [paint(change.change, `  ${SIGNS[change.change]} ${head}`), ...fields.map((line) => `      ${line}`)].join(
      "\n",
    );
  };
  const sayFinding = (change: FlowChange["change"], linted: Linted, finding: Finding, was?: Finding) => {
    const { severity, certainty, code, suppressed, witness } = finding;
    const steps = change === "removed" ? [] : (witness?.steps ?? []);
    const earlier = was ? ` (was ${sayStanding(was)})` : "";
    return [
      paint(
        change,
        `  ${SIGNS[change]} ${severity}  ${linted.words.where(finding)}  ${certainty}${suppressed ? ", suppressed" : ""}${earlier}  ${code}`,
      ),
      `      ${plainWords(finding.message)}`,
      ...steps.map((step, index) => `        ${index + 1}. ${linted.words.step(step)}`),
    ].join("\n");
  };
  const findings = [
    ...appeared.map((finding) => sayFinding("added", after, finding)),
    ...gone.map((finding) => sayFinding("removed", before, finding)),
    ...changed.map((each) => sayFinding("changed", after, each.after, each.before)),
  ];
  const counts = [
    countOf(changes.length, "change", "changes"),
    appeared.length > 0 ? `${countOf(appeared.length, "finding", "findings")} more` : "",
    gone.length > 0 ? `${countOf(gone.length, "finding", "findings")} gone` : "",
    changed.length > 0 ? `${countOf(changed.length, "finding", "findings")} said differently` : "",
  ].filter(Boolean);
  const summary = counts.length === 0 ? "Nothing differs in what they do." : `${counts.join(", ")}.`;
  return `${[`${before.name} → ${after.name}`, ...changes.map(say), ...(findings.length > 0 ? ["Findings", ...findings] : []), `  ${summary}`].join("\n\n")}\n\n`;
}

function sayChange(change: FlowChange, before: Linted, after: Linted): string[] {
  const { part, id, edge, fields } = change;
  const { words } = change.change === "removed" ? before : after;
  if (part === "node") {
    const name = words.name(id);
    return [`node  ${name}${name === id ? "" : ` (${id})`}`, ...fields.map(sayField)];
  }
  if (edge) {
    const [was, is] = [fields[0]?.before, fields[0]?.after];
    const target = [
      was === undefined ? "" : before.words.name(String(was)),
      is === undefined ? "" : after.words.name(String(is)),
    ].filter(Boolean);
    return [`way  ${words.name(edge.source)}, ${words.port(edge.source, edge.port)}: to ${target.join(" → ")}`];
  }
  return [`${part}  ${id}`, ...fields.map(sayField)];
}

function sayField({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${sayValue(after)} is new`;
  if (after === undefined) return `${path}: ${sayValue(before)} is gone`;
  return `${path}: ${sayValue(before)} → ${sayValue(after)}`;
}

function sayValue(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

function sayStanding({ severity, certainty, suppressed }: Finding): string {
  return suppressed ? "suppressed" : `${severity}, ${certainty}`;
}

function countOf(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
