import { nodeType } from "@sluice/shared/nodes/registry";
import { useMemo } from "react";
import { useEditor } from "../canvas/editor-context.ts";

/** Fields every contact has. */
const OF_CONTACT = ["contact.name", "contact.phone"];

/** Names a text may use: declared in the flow, written by its nodes, and fields of the contact. */
export function useKnownVariables(): string[] {
  const { document, context } = useEditor();
  return useMemo(() => {
    const names = new Set((document.variables ?? []).map((variable) => variable.name));
    for (const node of document.nodes) {
      const definition = nodeType(node.type);
      const parsed = definition?.schema.safeParse(node.config);
      if (definition && parsed?.success)
        for (const name of definition.facts(parsed.data, context).writes) names.add(name);
    }
    return [...names, ...OF_CONTACT.filter((name) => !names.has(name))];
  }, [document.variables, document.nodes, context]);
}
