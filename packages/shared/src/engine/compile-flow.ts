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

/**
 * What a step needs stands first and together: in a flow of 10,000 nodes every object that a step touches is a wait for
 * memory, and those waits were half of a turn.
 */
export interface CompiledNode {
  id: string;
  definition: NodeDefinition;
  /** Parsed and filled with defaults. */
  config: unknown;
  /** Behind `next`, by which nearly every step leaves. */
  next: CompiledNode | null;
  /** Behind the other ports: a chain, because there are few and the first is mostly the one. */
  ways: WayOut | null;
  /** Texts of its config that were resolved, up to a few: finding one here costs less than a look-up among all of the flow's. */
  texts: KnownText | null;
  /** In `nodes`. */
  position: number;
  node: FlowNode;
  ports: readonly Port[];
}

interface KnownText {
  source: string;
  text: CompiledText | null;
  other: KnownText | null;
}

interface WayOut {
  port: string;
  target: CompiledNode;
  other: WayOut | null;
}

export interface CompiledFlow {
  document: FlowDocument;
  revision: number;
  context: FlowContext;
  nodes: readonly CompiledNode[];
  index: ReadonlyMap<string, CompiledNode>;
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
  const alike = new Map<string, Made>();
  const nodes = document.nodes.map((node, position) => compileNode(node, position, nodeTypes, context, alike));
  const index = new Map(nodes.map((node) => [node.id, node]));
  connect(document, index);
  return {
    document,
    revision,
    context,
    nodes,
    index,
    entryForCalls: once(() => findEntryForCalls(nodes, context)),
    text: remember(textParser()),
    expression: remember(parseExpression),
  };
}

type Made = Pick<CompiledNode, "definition" | "config" | "ports">;

/** Nodes that are alike but for their place share what is made of their config: in large flows that is most of them. */
function compileNode(
  node: FlowNode,
  position: number,
  nodeTypes: NodeTypes,
  context: FlowContext,
  alike: Map<string, Made>,
): CompiledNode {
  const key = JSON.stringify([node.type, node.config]);
  const made = alike.get(key) ?? make(node, nodeTypes, context);
  alike.set(key, made);
  const { definition, config, ports } = made;
  return { id: node.id, definition, config, next: null, ways: null, texts: null, position, node, ports };
}

function make(node: FlowNode, nodeTypes: NodeTypes, context: FlowContext): Made {
  const definition = nodeTypes(node.type);
  if (!definition) throw new Error(`node ${node.id}: unknown type ${node.type}`);
  const config = definition.schema.parse(node.config);
  return { definition, config, ports: definition.ports(config, context) };
}

/** Of several edges at one port the last one counts. */
function connect(document: FlowDocument, index: ReadonlyMap<string, CompiledNode>): void {
  for (const edge of document.edges) {
    const source = index.get(edge.source);
    const target = index.get(edge.target);
    if (!source || !target) continue;
    // The definition's own string, where there is one: comparing it with what a node leaves by is comparing a reference.
    const port = source.ports.find(({ id }) => id === edge.sourceHandle)?.id ?? edge.sourceHandle;
    const known = wayOut(source, port);
    if (port === "next") source.next = target;
    else if (known) known.target = target;
    else source.ways = { port, target, other: source.ways };
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
  return flow.index.get(id);
}

/** The node behind a port; null where no edge leads on. */
export function behind(node: CompiledNode, port: string): CompiledNode | null {
  return port === "next" ? node.next : (wayOut(node, port)?.target ?? null);
}

function wayOut(node: CompiledNode, port: string): WayOut | null {
  let way = node.ways;
  while (way !== null && way.port !== port) way = way.other;
  return way;
}

/** A node's text as compiled: null where it stands as it is written. */
export function textOf(flow: CompiledFlow, node: CompiledNode, source: string): CompiledText | null {
  let known = node.texts;
  let looked = 0;
  for (; known !== null && looked < MOST_TEXTS; looked += 1) {
    if (known.source === source) return known.text;
    known = known.other;
  }
  const text = flow.text(source);
  if (looked < MOST_TEXTS) node.texts = { source, text, other: node.texts };
  return text;
}

const MOST_TEXTS = 8;

/** Texts of one flow say the same few expressions: each is kept once. */
function textParser(): (source: string) => CompiledText | null {
  const expressions = new Map<string, CompiledExpression>();
  const shared = (expression: CompiledExpression): CompiledExpression => {
    const known = expressions.get(expression.source) ?? expression;
    expressions.set(known.source, known);
    return known;
  };
  return (source) => {
    if (!source.includes("{{")) return null;
    const parsed = compileText(source);
    if (!parsed.ok) return null;
    const parts = parsed.text.parts.map((part) => (typeof part === "string" ? part : shared(part)));
    return { ...parsed.text, parts };
  };
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
