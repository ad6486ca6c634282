/**
 * A flow made ready to run, once per revision: each node holds its type, its parsed config and the nodes behind its ports,
 * so that a step follows a reference and looks nothing up; texts and expressions are parsed at most once. A compiled flow
 * is immutable but for that cache and is shared by all sessions of the revision.
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
  /** Behind `next`, by which nearly every step leaves. */
  next: CompiledNode | null;
  /** Ports that lead on, `next` too. Few, so that going through them beats any look-up. */
  ways: readonly { port: string; target: CompiledNode }[];
}

export interface CompiledFlow {
  document: FlowDocument;
  revision: number;
  context: FlowContext;
  nodes: readonly CompiledNode[];
  index: ReadonlyMap<string, number>;
  /** Where a call from another flow comes in: the entry for calls, else the first one. */
  entryForCalls(): CompiledNode | null;
  /** Null for a text without `{{ }}`, or one that does not parse: it stands as it is written. */
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
  const nodes = document.nodes.map((node) => compileNode(node, nodeTypes, context));
  connect(document, nodes, index);
  return {
    document,
    revision,
    context,
    nodes,
    index,
    entryForCalls: once(() => findEntryForCalls(nodes, context)),
    text: remember(parseText),
    expression: remember(parseExpression),
  };
}

type Building = CompiledNode & { ways: { port: string; target: CompiledNode }[] };

function compileNode(node: FlowNode, nodeTypes: NodeTypes, context: FlowContext): Building {
  const definition = nodeTypes(node.type);
  if (!definition) throw new Error(`node ${node.id}: unknown type ${node.type}`);
  const config = definition.schema.parse(node.config);
  return { node, definition, config, ports: definition.ports(config, context), next: null, ways: [] };
}

/** Of several edges at one port the last one counts. */
function connect(document: FlowDocument, nodes: readonly Building[], index: ReadonlyMap<string, number>): void {
  for (const edge of document.edges) {
    const source = nodes[index.get(edge.source) ?? -1];
    const target = nodes[index.get(edge.target) ?? -1];
    if (!source || !target) continue;
    // The definition's own string, where there is one: comparing it with what a node leaves by is comparing a reference.
    const port = source.ports.find(({ id }) => id === edge.sourceHandle)?.id ?? edge.sourceHandle;
    const known = source.ways.find((way) => way.port === port);
    if (known) known.target = target;
    else source.ways.push({ port, target });
    if (port === "next") source.next = target;
  }
}

function findEntryForCalls(nodes: readonly CompiledNode[], context: FlowContext): CompiledNode | null {
  let first: CompiledNode | null = null;
  for (const node of nodes) {
    const { entry } = node.definition.facts(node.config, context);
    if (entry?.forCalls) return node;
    if (entry) first ??= node;
  }
  return first;
}

export function compiledNode(flow: CompiledFlow, id: string): CompiledNode | undefined {
  const position = flow.index.get(id);
  return position === undefined ? undefined : flow.nodes[position];
}

/** The node behind a port; null where no edge leads on. */
export function behind(node: CompiledNode, port: string): CompiledNode | null {
  if (port === "next") return node.next;
  for (const way of node.ways) if (way.port === port) return way.target;
  return null;
}

function parseText(source: string): CompiledText | null {
  if (!source.includes("{{")) return null;
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

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
