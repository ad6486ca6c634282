/** What a node says about itself, wherever it stands: its parsed config, ports, facts and problems. */
import type { FlowNode } from "../flow/document.ts";
import { pathText } from "../flow/problem.ts";
import type { Facts, FlowContext, NodeDefinition, Port } from "../nodes/definition.ts";
import { tracked } from "./tracked-context.ts";

export type NodeTypes = (type: string) => NodeDefinition | undefined;

export interface NodeProblem {
  code: string;
  path: string;
  message: string;
  severity?: "error" | "warning";
}

export interface Prepared {
  definition: NodeDefinition | undefined;
  config: unknown;
  ports: readonly Port[];
  facts: Facts;
  problems: readonly NodeProblem[];
}

export const NOTHING: Facts = { send: null, ways: [], waits: false, writes: [], reads: [] };

interface Remembered {
  nodeTypes: NodeTypes;
  holds(context: FlowContext): boolean;
  prepared: Prepared;
}

/** A document is never changed in place: an edit makes new nodes, and the untouched ones keep what was worked out. */
const remembered = new WeakMap<FlowNode, Remembered>();

/** The same object for as long as the node is, and what it looked up in the context. */
export function prepare(node: FlowNode, context: FlowContext, nodeTypes: NodeTypes): Prepared {
  const known = remembered.get(node);
  if (known && known.nodeTypes === nodeTypes && known.holds(context)) return known.prepared;
  const watch = tracked(context);
  const prepared = prepareAnew(node, watch.context, nodeTypes);
  remembered.set(node, { nodeTypes, holds: watch.holds, prepared });
  return prepared;
}

function prepareAnew(node: FlowNode, context: FlowContext, nodeTypes: NodeTypes): Prepared {
  const definition = nodeTypes(node.type);
  if (!definition) {
    const message = `"${node.type}" is not a node type we know.`;
    return broken(undefined, node, [{ code: "unknown-reference", path: "type", message }]);
  }
  const parsed = definition.schema.safeParse(node.config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const path = pathText(issue.path);
      return { code: "invalid-config", path, message: path ? `${path}: ${issue.message}` : issue.message };
    });
    return broken(definition, node, problems);
  }
  const config = parsed.data;
  return {
    definition,
    config,
    ports: definition.ports(config, context),
    facts: definition.facts(config, context),
    problems: definition.check?.(config, context) ?? [],
  };
}

function broken(definition: NodeDefinition | undefined, node: FlowNode, problems: NodeProblem[]): Prepared {
  return { definition, config: node.config, ports: [], facts: NOTHING, problems };
}
