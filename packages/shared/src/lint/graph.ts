/**
 * A flow as the analysis sees it: nodes with their facts, ways with their targets, every id turned into a position. Also
 * works for documents that never passed parseFlow: what does not fit becomes a problem, and the rest is still looked at.
 *
 * A document is never changed in place: an edit makes new objects for what it changes, and all others are the ones that were
 * there. So the graph of the document before is taken along, and only what changed is made anew (graph-edit.ts).
 */
import type { FlowDocument, FlowEdge, FlowNode } from "../flow/document.ts";
import { nodeName } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import type { Template } from "../flow/template.ts";
import type { FlowContext, Way } from "../nodes/definition.ts";
import { type Leaving, leavingOf } from "./leaving.ts";
import { NodeMemo } from "./node-memo.ts";
import { type NodeTypes, type Prepared, prepare } from "./prepare-node.ts";
import { alike, Shape } from "./shape.ts";

export interface LintWay {
  way: Way;
  /** Position of the target, or -1: leaving here ends the session. */
  target: number;
  /** Null: none is drawn, or it is a jump, which no edge shows. */
  edge: FlowEdge | null;
}

export interface LintNode extends Prepared {
  node: FlowNode;
  name: string;
  /** Everything drawn from here, whether it is followed or not. */
  edges: readonly FlowEdge[];
  ways: readonly LintWay[];
  /**
   * While it waits for an answer, the contact can write without leaving it: an unconnected `other` or `answered` (I5), or a
   * node that takes nothing but its answer.
   */
  hearsInPassing: boolean;
  /** The contact can take back an opt-out here. */
  consentsIn: boolean;
}

export interface LintGraph {
  flow: FlowDocument;
  context: FlowContext;
  /** The same object for as long as the node, its templates and what leaves it are the same. */
  nodes: readonly LintNode[];
  index: ReadonlyMap<string, number>;
  /** Positions of the entries. */
  entries: readonly number[];
  leaving: Leaving;
  /** The edge that leaves by this port and leads to a node; the last one drawn counts, as in the engine. */
  edgeOf(node: number, port: string): FlowEdge | undefined;
  /** The same object for as long as edits change nothing but names and wording. */
  shape: Shape;
  /** The same, and also for as long as only times and labels of ways change. */
  lines: Shape;
  /** Findings that rest on one node and the lines. */
  memo: NodeMemo;
  /** Findings that rest on one node only. */
  ownMemo: NodeMemo;
  /** What goes from each graph to the next one, whatever was edited: results that know themselves what they rest on. */
  kept: Shape;
}

/** A graph and what it was made of, for the next edit. */
export interface Made {
  graph: LintGraph;
  templates: readonly Template[];
  nodeTypes: NodeTypes;
  /** What each node said about itself. */
  prepared: readonly Prepared[];
  /** Nodes whose definition looked at other nodes: what they say can change with another. */
  lookers: ReadonlySet<number>;
  looked: Looked;
}

/** Set whenever somebody looks at another node. */
export interface Looked {
  around: boolean;
}

export function makeGraph(flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): Made {
  const index = new Map<string, number>();
  for (let position = 0; position < flow.nodes.length; position += 1) index.set(flow.nodes[position]!.id, position);
  const leaving = leavingOf(flow.edges, index, flow.nodes.length);
  const looked: Looked = { around: false };
  const context = contextOf(flow, flowContext({ ...flow, nodes: [] }, templates).template, index, looked);
  const lookers = new Set<number>();
  const prepared = flow.nodes.map((node, position) => {
    const says = prepare(node, context, nodeTypes);
    if (looked.around) lookers.add(position);
    looked.around = false;
    return says;
  });
  const nodes = flow.nodes.map((node, position) => placed(node, prepared[position]!, leaving.byNode[position]!, index));
  const graph: LintGraph = {
    flow,
    context,
    nodes,
    index,
    entries: entriesOf(nodes, index),
    leaving,
    edgeOf: edgeOf(leaving, index),
    shape: new Shape(),
    lines: new Shape(),
    memo: new NodeMemo(),
    ownMemo: new NodeMemo(),
    kept: new Shape(),
  };
  return { graph, templates, nodeTypes, prepared, lookers, looked };
}

export function contextOf(
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

/** The node with its ways. What `before` says alike, the same place in the document before, is taken from there. */
export function placed(
  node: FlowNode,
  prepared: Prepared,
  edges: readonly FlowEdge[],
  index: ReadonlyMap<string, number>,
  before?: LintNode,
): LintNode {
  const { definition, config, problems } = prepared;
  const facts = before && alike(before.facts, prepared.facts) ? before.facts : prepared.facts;
  const ports = before && alike(before.ports, prepared.ports) ? before.ports : prepared.ports;
  const ways: LintWay[] = facts.ways.map((way) => {
    const edge = lastFrom(edges, way.port, index);
    return { way, target: edge ? index.get(edge.target)! : -1, edge };
  });
  if (facts.jumps !== undefined) ways.push({ way: JUMP, target: index.get(facts.jumps) ?? -1, edge: null });
  const hearsInPassing =
    facts.hearsInPassing === true ||
    ports.some((port) => port.keepsWaiting === true && lastFrom(edges, port.id, index) === null);
  return {
    definition,
    config,
    ports,
    facts,
    problems,
    node,
    name: nodeName(node),
    edges,
    ways: before && sameWays(before.ways, ways) ? before.ways : ways,
    hearsInPassing,
    consentsIn: facts.ways.some((way) => way.consent === "in"),
  };
}

function sameWays(before: readonly LintWay[], ways: readonly LintWay[]): boolean {
  return (
    before.length === ways.length &&
    before.every(
      ({ way, target, edge }, at) => way === ways[at]!.way && target === ways[at]!.target && edge === ways[at]!.edge,
    )
  );
}

function lastFrom(edges: readonly FlowEdge[], port: string, index: ReadonlyMap<string, number>): FlowEdge | null {
  for (let at = edges.length - 1; at >= 0; at -= 1) {
    const edge = edges[at]!;
    if (edge.sourceHandle === port && index.has(edge.target)) return edge;
  }
  return null;
}

/** Goes on at a node that is named. */
const JUMP: Way = { port: "", after: "entry", min: 0, max: 0, interaction: false };

export function entriesOf(nodes: readonly LintNode[], index: ReadonlyMap<string, number>): number[] {
  const entries: number[] = [];
  for (let position = 0; position < nodes.length; position += 1) {
    const { facts, node } = nodes[position]!;
    if (facts.entry && index.get(node.id) === position) entries.push(position);
  }
  return entries;
}

export function edgeOf(leaving: Leaving, index: ReadonlyMap<string, number>): LintGraph["edgeOf"] {
  return (node, port) => lastFrom(leaving.byNode[node] ?? [], port, index) ?? undefined;
}
