/** Findings for people: the place, the sentence, and the path in words. */
import { styleText } from "node:util";
import { type FlowDocument, type FlowNode, nodeName } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import { type Finding, SEVERITIES, type Severity, type WitnessStep } from "@sluice/shared/lint/finding";
import type { FlowContext } from "@sluice/shared/nodes/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { parseDuration, sayDuration } from "@sluice/shared/time/duration";

type Style = Parameters<typeof styleText>[0];

export interface PrettyOptions {
  /** Is this severity shown? */
  shows(severity: Severity): boolean;
  level: Severity;
  pathsChecked: number;
  color: boolean;
}

const COLORS: Record<Severity, Style> = { error: "red", warning: "yellow", info: "cyan", hint: "gray" };

export function pretty(
  file: string,
  flow: FlowDocument,
  findings: readonly Finding[],
  { shows, level, pathsChecked, color }: PrettyOptions,
): string {
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const context = flowContext(flow);
  const name = (id: string) => {
    const node = nodes.get(id);
    return node ? nodeName(node) : id;
  };
  const standing = findings.filter((finding) => !finding.suppressed);
  const shown = standing.filter((finding) => shows(finding.severity));
  const suppressed = findings.length - standing.length;
  const blocks = shown.map((finding) => {
    const where = finding.node === null ? "the flow" : name(finding.node);
    const assumes = finding.assumes ? `, ${finding.assumes}` : "";
    const steps = finding.witness?.steps ?? [];
    return [
      `  ${paint(COLORS[finding.severity], finding.severity)}  ${paint("bold", where)}  ${finding.certainty}${assumes}  ${paint("gray", finding.code)}`,
      `    ${finding.message.replaceAll("**", "")}`,
      ...steps.map((step, index) => `      ${index + 1}. ${sayStep(step, nodes.get(step.node), name, context)}`),
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
  return `${[`${paint("bold", flow.name)}  ${file === "-" ? "standard input" : file}`, ...blocks, `  ${[summary, ...notes].join(" ")}`].join("\n\n")}\n\n`;
}

/** "Early access: no answer for 2 h, on by No answer" */
function sayStep(
  step: WitnessStep,
  node: FlowNode | undefined,
  name: (id: string) => string,
  context: FlowContext,
): string {
  const waits = step.waits === undefined ? null : parseDuration(step.waits);
  const label = step.port === undefined ? null : portLabel(step.port, node, context);
  const parts = [
    waits === null || waits === 0 ? "" : `stays ${sayDuration(waits)}`,
    step.spoke ? "the person writes unasked" : "",
    step.released ? "held until the person speaks" : "",
    step.outcome === label ? "" : (step.outcome ?? ""),
    label === null ? "" : `on by ${label}`,
  ].filter(Boolean);
  return parts.length === 0 ? name(step.node) : `${name(step.node)}: ${parts.join(", ")}`;
}

function portLabel(port: string, node: FlowNode | undefined, context: FlowContext): string {
  const definition = node && nodeType(node.type);
  const config = definition?.schema.safeParse(node?.config);
  if (!definition || !config?.success) return port;
  return definition.ports(config.data, context).find((candidate) => candidate.id === port)?.label ?? port;
}

function countOf(findings: readonly Finding[], severity: Severity): string {
  const count = findings.filter((finding) => finding.severity === severity).length;
  if (count === 0) return "";
  return `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`;
}
