import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Finding, WitnessStep } from "@sluice/shared/lint/finding";

/** A finding's witness laid over the canvas: which edges it takes, in which order, and what it ends at. */
export interface PathView {
  tone: "bad" | "warn" | "water";
  possible: boolean;
  nodes: ReadonlySet<string>;
  /** Edge id -> the numbers of the steps that take it; a loop takes one twice. */
  edges: ReadonlyMap<string, readonly number[]>;
  /** Ports it leaves by, "node/port". */
  ports: ReadonlySet<string>;
  end: string | null;
}

const TONES = { error: "bad", warning: "warn", info: "water", hint: "water" } as const;

/** Null for a finding without a place on the canvas. */
export function witnessPath(flow: FlowDocument, finding: Finding): PathView | null {
  const all: readonly WitnessStep[] = finding.witness?.steps ?? (finding.node === null ? [] : [{ node: finding.node }]);
  // What happens in a called flow is on another canvas.
  const steps = [...all.entries()].filter(([, step]) => step.flow === undefined);
  if (steps.length === 0) return null;
  const byPort = new Map(flow.edges.map((edge) => [`${edge.source}/${edge.sourceHandle}`, edge]));
  const edges = new Map<string, number[]>();
  const ports = new Set<string>();
  for (const [index, step] of steps) {
    const edge = step.port === undefined ? undefined : byPort.get(`${step.node}/${step.port}`);
    if (!edge) continue;
    ports.add(`${step.node}/${step.port}`);
    edges.set(edge.id, [...(edges.get(edge.id) ?? []), index + 1]);
  }
  return {
    tone: TONES[finding.severity],
    possible: finding.certainty === "possible",
    nodes: new Set(steps.map(([, step]) => step.node)),
    edges,
    ports,
    end: steps.at(-1)?.[1].node ?? null,
  };
}
