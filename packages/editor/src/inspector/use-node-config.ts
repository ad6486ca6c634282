import type { FlowDocument, FlowNode } from "@sluice/shared/flow/document";
import { createContext, useContext } from "react";
import { portsOf } from "../canvas/edit-actions.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { setConfig } from "../document/commands/set-config.ts";

/** The node whose form this is, and what is wrong with its config by the path of the place. */
export const FormContext = createContext<{ node: FlowNode; errors: ReadonlyMap<string, string> } | null>(null);

interface ChangeOptions {
  /** Joins changes of one field into one step. */
  coalesce?: string;
  /** What changes with it, in the same step. */
  also?: (flow: FlowDocument) => FlowDocument;
}

/** The config of the form's node, and how to change some of its keys: `undefined` takes a key out. */
export function useNodeConfig() {
  const form = useContext(FormContext);
  const { store } = useEditor();
  if (!form) throw new Error("useNodeConfig is called outside of a node's form");
  const { node, errors } = form;
  const change = (name: string, keys: Record<string, unknown>, { coalesce, also }: ChangeOptions = {}) => {
    store.getState().apply(
      name,
      (flow) => {
        const before = flow.nodes.find((candidate) => candidate.id === node.id);
        if (!before) return flow;
        const config = Object.fromEntries(
          Object.entries({ ...before.config, ...keys }).filter(([, value]) => value !== undefined),
        );
        return setConfig(also ? also(flow) : flow, node.id, config, portsOf);
      },
      coalesce && `${node.id} ${coalesce}`,
    );
  };
  return { node, config: node.config, errors, change };
}
