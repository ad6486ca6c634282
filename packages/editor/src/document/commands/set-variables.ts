import type { FlowDocument } from "@sluice/shared/flow/document";

export type FlowVariable = NonNullable<FlowDocument["variables"]>[number];

/** Declares these variables, and no others. */
export function setVariables(flow: FlowDocument, variables: readonly FlowVariable[]): FlowDocument {
  const next: FlowDocument = { ...flow, variables: [...variables] };
  if (variables.length === 0) delete next.variables;
  return next;
}
