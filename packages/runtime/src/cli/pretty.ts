/** Findings for people: the place, the sentence, and the path in words. */
import { styleText } from "node:util";
import { type Finding, SEVERITIES, type Severity } from "@sluice/shared/lint/finding";
import type { Linted } from "./linted.ts";
import { excerpt } from "./node-places.ts";
import { plainWords } from "./say-witness.ts";

type Style = Parameters<typeof styleText>[0];

export interface PrettyOptions {
  /** Is this severity shown? */
  shows(severity: Severity): boolean;
  level: Severity;
  color: boolean;
}

const COLORS: Record<Severity, Style> = { error: "red", warning: "yellow", info: "cyan", hint: "gray" };

export function pretty(linted: Linted, { shows, level, color }: PrettyOptions): string {
  const { name: file, flow, text, findings, pathsChecked, places, words } = linted;
  const paint = (style: Style, said: string) => (color ? styleText(style, said, { validateStream: false }) : said);
  const lines = text.split("\n");
  const standing = findings.filter((finding) => !finding.suppressed);
  const shown = standing.filter((finding) => shows(finding.severity));
  const suppressed = findings.length - standing.length;
  const blocks = shown.map((finding) => {
    const assumes = finding.assumes ? `, ${finding.assumes}` : "";
    const steps = finding.witness?.steps ?? [];
    const place = finding.node === null ? undefined : places.get(finding.node);
    return [
      `  ${paint(COLORS[finding.severity], finding.severity)}  ${paint("bold", words.where(finding))}  ${finding.certainty}${assumes}  ${paint("gray", finding.code)}`,
      ...(place
        ? [
            `    ${paint("gray", `${file}:${place.line}:${place.column}`)}`,
            `    ${paint("gray", excerpt(lines, place))}`,
          ]
        : []),
      `    ${plainWords(finding.message)}`,
      ...steps.map((step, index) => `      ${index + 1}. ${words.step(step)}`),
      ...finding.fixes.map((fix) => `    ${paint("gray", "fix:")} ${fix.title}`),
    ].join("\n");
  });
  const paths = `${pathsChecked} ${pathsChecked === 1 ? "path" : "paths"} checked.`;
  const summary =
    standing.length === 0
      ? `No problems on any path. ${paths}`
      : `${SEVERITIES.map((severity) => countOf(standing, severity))
          .filter(Boolean)
          .join(", ")}. ${paths}`;
  const below = standing.length - shown.length;
  const notes = [
    below > 0 ? `${below} below ${level} not shown.` : "",
    suppressed > 0 ? `${suppressed} suppressed.` : "",
  ].filter(Boolean);
  return `${[`${paint("bold", flow.name)}  ${file}`, ...blocks, `  ${[summary, ...notes].join(" ")}`].join("\n\n")}\n\n`;
}

function countOf(findings: readonly Finding[], severity: Severity): string {
  const count = findings.filter((finding) => finding.severity === severity).length;
  if (count === 0) return "";
  return `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`;
}
