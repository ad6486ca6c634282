import type { FlowDocument } from "@sluice/shared/flow/document";

export type Suppression = NonNullable<FlowDocument["suppressions"]>[number];

/** Says of a rule's findings on a node that they are meant (L7). One that stands there already is replaced. */
export function suppress(flow: FlowDocument, suppression: Suppression): FlowDocument {
  return { ...flow, suppressions: [...without(flow, suppression), suppression] };
}

/** Takes that back; the findings stand again. */
export function unsuppress(flow: FlowDocument, of: Pick<Suppression, "code" | "node">): FlowDocument {
  const left = without(flow, of);
  if (left.length === (flow.suppressions?.length ?? 0)) return flow;
  const next: FlowDocument = { ...flow, suppressions: left };
  if (left.length === 0) delete next.suppressions;
  return next;
}

function without(flow: FlowDocument, { code, node }: Pick<Suppression, "code" | "node">): Suppression[] {
  return (flow.suppressions ?? []).filter((other) => other.code !== code || other.node !== node);
}
