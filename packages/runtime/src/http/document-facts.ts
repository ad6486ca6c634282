/** What lists and pictures need to know of a flow document: entries, a small graph, whether two documents differ. */
import { readsOfExpression } from "@sluice/shared/expression/reads";
import { compileText } from "@sluice/shared/expression/text-template";
import { type FlowDocument, nodeName } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { Template } from "@sluice/shared/flow/template";
import type { Finding } from "@sluice/shared/lint/finding";
import type { Trigger } from "@sluice/shared/nodes/entry/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import type { FindingCounts, FlowGraph } from "@sluice/shared/protocol/flow";

export interface DocumentEntry {
  node: string;
  name: string;
  trigger: Trigger;
  summary: string;
}

export function entriesOf(document: FlowDocument): DocumentEntry[] {
  const context = flowContext(document);
  return document.nodes.flatMap((node) => {
    const definition = nodeType(node.type);
    const config = definition?.schema.safeParse(node.config);
    if (!definition || !config?.success || !definition.facts(config.data, context).entry) return [];
    const { trigger } = config.data as { trigger: Trigger };
    return [{ node: node.id, name: nodeName(node), trigger, summary: definition.summary(config.data, context) }];
  });
}

/** Declared, read or set by a node; those of the contact are apart. */
export function variablesOf(document: FlowDocument): Set<string> {
  const context = flowContext(document);
  const names = new Set((document.variables ?? []).map(({ name }) => name));
  for (const node of document.nodes) {
    const definition = nodeType(node.type);
    const config = definition?.schema.safeParse(node.config);
    if (!definition || !config?.success) continue;
    const { reads, writes } = definition.facts(config.data, context);
    for (const name of [...reads, ...writes]) names.add(name);
    // What has a fallback is no need of the flow, but may be handed in.
    for (const name of mentionedIn(node.config)) names.add(name);
  }
  return names;
}

/** In texts with `{{ }}` and in conditions, however deep they stand. */
function mentionedIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    if (key === "when") return readsOfExpression(value);
    const compiled = value.includes("{{") ? compileText(value) : null;
    return compiled?.ok ? [...compiled.text.reads] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => mentionedIn(inner, name));
}

/** Thumbnails beyond this many nodes show nothing that could be told apart. */
const MOST_NODES = 150;
/** A grid for documents without layout. */
const STEP = 200;

export function graphOf(
  document: FlowDocument,
  findings: readonly Finding[] = [],
  templates: readonly Template[] = [],
): FlowGraph {
  const context = flowContext(document, templates);
  const holds = new Set(
    findings.flatMap((finding) => (HOLDING.has(finding.code) && finding.node ? [finding.node] : [])),
  );
  const nodes = document.nodes.slice(0, MOST_NODES).map((node, index) => {
    const definition = nodeType(node.type);
    const config = definition?.schema.safeParse(node.config);
    const send = definition && config?.success ? definition.facts(config.data, context).send : null;
    const place = document.layout?.[node.id] ?? { x: index * STEP, y: 0 };
    return {
      id: node.id,
      x: place.x,
      y: place.y,
      type: node.type,
      sends: send?.class ?? ("plain" as const),
      gate:
        send?.class !== "marketing" ? ("none" as const) : holds.has(node.id) ? ("holds" as const) : ("armed" as const),
    };
  });
  const shown = new Set(nodes.map((node) => node.id));
  const edges = document.edges
    .filter((edge) => shown.has(edge.source) && shown.has(edge.target))
    .map(({ source, target }) => ({ source, target }));
  return { nodes, edges };
}

const HOLDING = new Set(["sequential-marketing", "marketing-loop"]);

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts: FindingCounts = {
    error: { certain: 0, possible: 0 },
    warning: { certain: 0, possible: 0 },
    info: { certain: 0, possible: 0 },
    hint: { certain: 0, possible: 0 },
    suppressed: 0,
  };
  for (const finding of findings) {
    if (finding.suppressed) counts.suppressed += 1;
    else counts[finding.severity][finding.certainty] += 1;
  }
  return counts;
}

/** Is it another flow for the people in it? Where cards stand on the canvas is none of their business. */
export function differs(one: FlowDocument, other: FlowDocument): boolean {
  return logicOf(one) !== logicOf(other);
}

function logicOf({ layout: _, suppressions: __, ...logic }: FlowDocument): string {
  return JSON.stringify(logic, (___, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
