import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { FlowContext } from "@sluice/shared/nodes/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { useMemo } from "react";
import { useEditor } from "../canvas/editor-context.ts";

/** Fields every contact has. */
const OF_CONTACT = ["contact.name", "contact.phone"];

/** Names a text may use: declared in the flow, written by its nodes, and fields of the contact. */
export function useKnownVariables(): string[] {
  const { document, context } = useEditor();
  return useMemo(() => {
    const names = writtenVariables(document, context);
    return [...names, ...OF_CONTACT.filter((name) => !names.includes(name))];
  }, [document, context]);
}

/** Variables a flow declares, then those its nodes write. */
export function writtenVariables(flow: FlowDocument, context: FlowContext = flowContext(flow)): string[] {
  const written = facts(flow, context).flatMap(({ writes }) => writes);
  return [...new Set([...(flow.variables ?? []).map(({ name }) => name), ...written])];
}

/** Variables a flow declares, then those its nodes read and none of them writes: what it can be handed. */
export function expectedVariables(flow: FlowDocument): string[] {
  const context = flowContext(flow);
  const written = new Set(writtenVariables(flow, context));
  const read = facts(flow, context)
    .flatMap(({ reads }) => reads)
    .filter((name) => !name.includes(".") && name !== "contact" && !written.has(name));
  return [...new Set([...(flow.variables ?? []).map(({ name }) => name), ...read])];
}

function facts(flow: FlowDocument, context: FlowContext) {
  return flow.nodes.flatMap((node) => {
    const definition = nodeType(node.type);
    const parsed = definition?.schema.safeParse(node.config);
    return definition && parsed?.success ? [definition.facts(parsed.data, context)] : [];
  });
}
