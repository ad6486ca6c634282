/**
 * A flow made ready to run, once per revision: nodes in an array, edges as positions, texts and expressions parsed at most
 * once. A compiled flow is immutable but for that cache and is shared by all sessions of the revision.
 */
import { type CompiledExpression, compileExpression } from "../expression/compile-expression.ts";
import { type CompiledText, compileText } from "../expression/text-template.ts";
import type { FlowDocument, FlowNode } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import type { Template } from "../flow/template.ts";
import type { FlowContext, NodeDefinition, Port } from "../nodes/definition.ts";

export interface CompiledNode {
  node: FlowNode;
  definition: NodeDefinition;
  /** Parsed and filled with defaults. */
  config: unknown;
  ports: readonly Port[];
  /** Port to position in `nodes`; a port without an edge is missing. */
  targets: ReadonlyMap<string, number>;
}

export interface CompiledFlow {
  document: FlowDocument;
  revision: number;
  context: FlowContext;
  nodes: readonly CompiledNode[];
  index: ReadonlyMap<string, number>;
  text(source: string): CompiledText | null;
  expression(source: string): CompiledExpression | null;
}

export type NodeTypes = (type: string) => NodeDefinition | undefined;

/**
 * The document must have passed `parseFlow`: an unknown type or a config its schema refuses throws, because such a flow
 * never becomes a revision. `templates` are the account's, and replace the file's copies (D16).
 */
export function compileFlow(
  document: FlowDocument,
  nodeTypes: NodeTypes,
  revision = 0,
  templates: readonly Template[] = [],
): CompiledFlow {
  const context = flowContext(document, templates);
  const index = new Map(document.nodes.map((node, position) => [node.id, position]));
  const targets = document.nodes.map(() => new Map<string, number>());
  for (const edge of document.edges) {
    const source = index.get(edge.source);
    const target = index.get(edge.target);
    if (source !== undefined && target !== undefined) targets[source]?.set(edge.sourceHandle, target);
  }
  const nodes = document.nodes.map((node, position): CompiledNode => {
    const definition = nodeTypes(node.type);
    if (!definition) throw new Error(`node ${node.id}: unknown type ${node.type}`);
    const config = definition.schema.parse(node.config);
    return {
      node,
      definition,
      config,
      ports: definition.ports(config, context),
      targets: targets[position] ?? new Map(),
    };
  });
  return {
    document,
    revision,
    context,
    nodes,
    index,
    text: remember(parseText),
    expression: remember(parseExpression),
  };
}

export function compiledNode(flow: CompiledFlow, id: string): CompiledNode | undefined {
  const position = flow.index.get(id);
  return position === undefined ? undefined : flow.nodes[position];
}

function parseText(source: string): CompiledText | null {
  const parsed = compileText(source);
  return parsed.ok ? parsed.text : null;
}

function parseExpression(source: string): CompiledExpression | null {
  const parsed = compileExpression(source);
  return parsed.ok ? parsed.expression : null;
}

function remember<T>(parse: (source: string) => T): (source: string) => T {
  const known = new Map<string, T>();
  return (source) => {
    const cached = known.get(source);
    if (cached !== undefined) return cached;
    const parsed = parse(source);
    known.set(source, parsed);
    return parsed;
  };
}
