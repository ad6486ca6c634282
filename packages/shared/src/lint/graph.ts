/**
 * A flow as the analysis sees it: nodes with their facts, ways with their targets, every id turned into a position. Also
 * works for documents that never passed parseFlow: what does not fit becomes a problem, and the rest is still looked at.
 */
import type { FlowDocument, FlowEdge, FlowNode } from "../flow/document.ts";
import { nodeName } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import { pathText } from "../flow/problem.ts";
import type { Template } from "../flow/template.ts";
import type { Facts, FlowContext, NodeDefinition, Port, Way } from "../nodes/definition.ts";
import { NodeMemo } from "./node-memo.ts";
import { alike, Shape } from "./shape.ts";
import { tracked } from "./tracked-context.ts";

export type NodeTypes = (type: string) => NodeDefinition | undefined;

export interface NodeProblem {
  code: string;
  path: string;
  message: string;
  severity?: "error" | "warning";
}

/** What a node says about itself, independent of where it stands. */
interface Prepared {
  definition: NodeDefinition | undefined;
  config: unknown;
  ports: readonly Port[];
  facts: Facts;
  problems: readonly NodeProblem[];
}

export interface LintWay {
  way: Way;
  /** Position of the target, or -1: leaving here ends the session. */
  target: number;
  /** Position of the edge in the document, or -1. A jump, which no edge shows, has a number behind all of them. */
  edge: number;
}

export interface LintNode extends Prepared {
  node: FlowNode;
  name: string;
  ways: readonly LintWay[];
  /**
   * While it waits for an answer, the contact can write without leaving it: an unconnected `other` or `answered` (I5), or a
   * node that takes nothing but its answer.
   */
  hearsInPassing: boolean;
}

export interface LintGraph {
  flow: FlowDocument;
  context: FlowContext;
  nodes: readonly LintNode[];
  index: ReadonlyMap<string, number>;
  /** Positions of the entries. */
  entries: readonly number[];
  /** Position of the edge that leaves by "node position/port"; the last one drawn counts, as in the engine. */
  edgeOf(node: number, port: string): FlowEdge | undefined;
  /** The same object for as long as edits change nothing but names and wording. */
  shape: Shape;
  /** The same, and also for as long as only times and labels of ways change. */
  lines: Shape;
  /** Findings that rest on one node and the lines. */
  memo: NodeMemo;
  /** Findings that rest on one node only. */
  ownMemo: NodeMemo;
}

export const NOTHING: Facts = { send: null, ways: [], waits: false, writes: [], reads: [] };

/** The graph last made for a list of edges, and what it was made of. */
interface Made {
  graph: LintGraph;
  templates: readonly Template[];
  nodeTypes: NodeTypes;
  leaving: Leaving;
  /** Nodes whose definition looked at other nodes: what they say can change with another. */
  lookers: ReadonlySet<number>;
  looked: Looked;
}

/** Set whenever somebody looks at another node. */
interface Looked {
  around: boolean;
}

/** Edges by node position and port. */
type Leaving = readonly (ReadonlyMap<string, number> | undefined)[];

/**
 * A document is never changed in place: an edit of a node leaves the list of edges as it was, and an edit of an edge the
 * list of nodes. Each graph stands under both, and whoever goes on from it takes it along.
 */
const byEdges = new WeakMap<readonly FlowEdge[], Made>();
const byNodes = new WeakMap<readonly FlowNode[], Made>();

export function lintGraph(flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): LintGraph {
  const known = byEdges.get(flow.edges) ?? byNodes.get(flow.nodes);
  const last = known && isAbout(known, flow, templates, nodeTypes) ? known : undefined;
  const next =
    (last && (last.graph.flow.edges === flow.edges ? patch(last, flow, nodeTypes) : redraw(last, flow))) ??
    make(flow, templates, nodeTypes);
  if (last) forget(last);
  byEdges.set(flow.edges, next);
  byNodes.set(flow.nodes, next);
  return next.graph;
}

/** What it keeps belongs to the next one from now on. */
function forget(last: Made): void {
  const { edges, nodes } = last.graph.flow;
  if (byEdges.get(edges) === last) byEdges.delete(edges);
  if (byNodes.get(nodes) === last) byNodes.delete(nodes);
}

/** Made with all that is no node and no edge as it is now. */
function isAbout(
  { graph, looked, ...last }: Made,
  flow: FlowDocument,
  templates: readonly Template[],
  nodeTypes: NodeTypes,
): boolean {
  return (
    flow.templates === graph.flow.templates &&
    flow.variables === graph.flow.variables &&
    nodeTypes === last.nodeTypes &&
    templates.length === last.templates.length &&
    templates.every((template, at) => template === last.templates[at]) &&
    // Rules look at other nodes through the graph; one that asked the context would have to be asked again.
    !looked.around
  );
}

/** After an edit of some nodes; null: more than that was edited. */
function patch(last: Made, flow: FlowDocument, nodeTypes: NodeTypes): Made | null {
  const { graph, leaving, looked } = last;
  const before = graph.flow.nodes;
  const { length } = flow.nodes;
  if (length !== before.length) return null;
  const changed = new Set(last.lookers);
  for (let position = 0; position < length; position += 1) {
    if (flow.nodes[position] === before[position]) continue;
    if (flow.nodes[position]!.id !== before[position]!.id) return null;
    changed.add(position);
  }
  const context = contextOf(flow, graph.context.template, graph.index, looked);
  const nodes = graph.nodes.slice();
  const lookers = new Set<number>();
  let sameShape = true;
  let sameLines = true;
  for (const position of changed) {
    const old = graph.nodes[position]!;
    const node = placed(flow, position, prepare(flow.nodes[position]!, context, nodeTypes), leaving, graph.index);
    sameLines &&= alike(linesOf(old), linesOf(node));
    sameShape &&= sameLines && alike(old.facts, node.facts) && alike(old.ports, node.ports);
    nodes[position] = node;
    if (looked.around) lookers.add(position);
    looked.around = false;
  }
  for (const position of changed) {
    graph.memo.forget(position);
    graph.ownMemo.forget(position);
  }
  const patched: LintGraph = {
    ...graph,
    flow,
    context,
    nodes,
    entries: sameLines ? graph.entries : entriesOf(nodes, graph.index),
    edgeOf: edgeOf(flow, leaving),
    ...(sameShape ? {} : { shape: new Shape() }),
    ...(sameLines ? {} : { lines: new Shape(), memo: new NodeMemo() }),
  };
  return { ...last, graph: patched, lookers };
}

/** What a node does and where it can lead, whenever that is. */
function linesOf({ definition, facts, ports, problems }: LintNode): unknown {
  return [
    definition?.type,
    { ...facts, ways: facts.ways.map(({ min, max, at, ...way }) => way) },
    ports.map(({ id, kind, keepsWaiting }) => [id, kind, keepsWaiting]),
    problems,
  ];
}

/** After an edit of edges: the same nodes, led on to from elsewhere. */
function redraw(last: Made, flow: FlowDocument): Made {
  const { graph } = last;
  const leaving = leavingOf(flow, graph.index);
  const nodes = graph.nodes.map((node, position) => placed(flow, position, node, leaving, graph.index));
  return {
    ...last,
    leaving,
    graph: {
      ...graph,
      flow,
      nodes,
      edgeOf: edgeOf(flow, leaving),
      shape: new Shape(),
      lines: new Shape(),
      memo: new NodeMemo(),
    },
  };
}

function make(flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): Made {
  const index = new Map<string, number>();
  for (let position = 0; position < flow.nodes.length; position += 1) index.set(flow.nodes[position]!.id, position);
  const leaving = leavingOf(flow, index);
  const looked: Looked = { around: false };
  const context = contextOf(flow, flowContext({ ...flow, nodes: [] }, templates).template, index, looked);
  const lookers = new Set<number>();
  const nodes = flow.nodes.map((node, position) => {
    const prepared = prepare(node, context, nodeTypes);
    if (looked.around) lookers.add(position);
    looked.around = false;
    return placed(flow, position, prepared, leaving, index);
  });
  const graph: LintGraph = {
    flow,
    context,
    nodes,
    index,
    entries: entriesOf(nodes, index),
    edgeOf: edgeOf(flow, leaving),
    shape: new Shape(),
    lines: new Shape(),
    memo: new NodeMemo(),
    ownMemo: new NodeMemo(),
  };
  return { graph, templates, nodeTypes, leaving, lookers, looked };
}

function leavingOf(flow: FlowDocument, index: ReadonlyMap<string, number>): Leaving {
  const leaving: (Map<string, number> | undefined)[] = new Array(flow.nodes.length);
  for (let position = 0; position < flow.edges.length; position += 1) {
    const edge = flow.edges[position]!;
    const source = index.get(edge.source);
    if (source === undefined || !index.has(edge.target)) continue;
    const known = leaving[source];
    if (known) known.set(edge.sourceHandle, position);
    else leaving[source] = new Map([[edge.sourceHandle, position]]);
  }
  return leaving;
}

function contextOf(
  flow: FlowDocument,
  template: FlowContext["template"],
  index: ReadonlyMap<string, number>,
  looked: Looked,
): FlowContext {
  return {
    template,
    node: (id) => {
      looked.around = true;
      const position = index.get(id);
      return position === undefined ? undefined : flow.nodes[position];
    },
  };
}

function placed(
  flow: FlowDocument,
  position: number,
  { definition, config, ports, facts, problems }: Prepared,
  leaving: Leaving,
  index: ReadonlyMap<string, number>,
): LintNode {
  const node = flow.nodes[position]!;
  const edges = leaving[position];
  const ways = facts.ways.map((way): LintWay => {
    const edge = edges?.get(way.port);
    return edge === undefined
      ? { way, target: -1, edge: -1 }
      : { way, target: index.get(flow.edges[edge]!.target) ?? -1, edge };
  });
  if (facts.jumps !== undefined) {
    const target = index.get(facts.jumps) ?? -1;
    ways.push({ way: JUMP, target, edge: target < 0 ? -1 : flow.edges.length + position });
  }
  const hearsInPassing =
    facts.hearsInPassing === true || ports.some((port) => port.keepsWaiting === true && !edges?.has(port.id));
  return { definition, config, ports, facts, problems, node, name: nodeName(node), ways, hearsInPassing };
}

/** Goes on at a node that is named. */
const JUMP: Way = { port: "", after: "entry", min: 0, max: 0, interaction: false };

function entriesOf(nodes: readonly LintNode[], index: ReadonlyMap<string, number>): number[] {
  const entries: number[] = [];
  for (let position = 0; position < nodes.length; position += 1) {
    const { facts, node } = nodes[position]!;
    if (facts.entry && index.get(node.id) === position) entries.push(position);
  }
  return entries;
}

function edgeOf(flow: FlowDocument, leaving: Leaving): LintGraph["edgeOf"] {
  return (node, port) => {
    const edge = leaving[node]?.get(port);
    return edge === undefined ? undefined : flow.edges[edge];
  };
}

interface Remembered {
  nodeTypes: NodeTypes;
  holds(context: FlowContext): boolean;
  prepared: Prepared;
}

/** A document is never changed in place: an edit makes new nodes, and the untouched ones keep what was worked out. */
const remembered = new WeakMap<FlowNode, Remembered>();

function prepare(node: FlowNode, context: FlowContext, nodeTypes: NodeTypes): Prepared {
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
