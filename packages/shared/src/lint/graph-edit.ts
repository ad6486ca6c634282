/** The graph of a document that was edited, made from the graph of the document before. */
import type { FlowDocument, FlowEdge, FlowNode } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import type { Template } from "../flow/template.ts";
import { contextOf, edgeOf, entriesOf, type LintGraph, type LintNode, type Made, makeGraph, placed } from "./graph.ts";
import { type Leaving, leavingAfter } from "./leaving.ts";
import { type NodeTypes, type Prepared, prepare } from "./prepare-node.ts";
import { alike, Shape } from "./shape.ts";

/** An edit of a node leaves the list of edges as it was, and an edit of an edge the list of nodes: a graph stands under both. */
const byEdges = new WeakMap<readonly FlowEdge[], Made>();
const byNodes = new WeakMap<readonly FlowNode[], Made>();
/** Adding a node together with an edge changes both lists; the first node is still the one it was. */
const byFirst = new WeakMap<FlowNode, Made>();

export function lintGraph(flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): LintGraph {
  const [first] = flow.nodes;
  const last = byEdges.get(flow.edges) ?? byNodes.get(flow.nodes) ?? (first && byFirst.get(first));
  const made = (last && edited(last, flow, templates, nodeTypes)) ?? makeGraph(flow, templates, nodeTypes);
  if (last) forget(last);
  byEdges.set(flow.edges, made);
  byNodes.set(flow.nodes, made);
  if (first) byFirst.set(first, made);
  return made.graph;
}

/** What it keeps belongs to the next one from now on. */
function forget(last: Made): void {
  const { edges, nodes } = last.graph.flow;
  if (byEdges.get(edges) === last) byEdges.delete(edges);
  if (byNodes.get(nodes) === last) byNodes.delete(nodes);
  const [first] = nodes;
  if (first && byFirst.get(first) === last) byFirst.delete(first);
}

/** Null: more was edited than is worth following. */
function edited(last: Made, flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): Made | null {
  const { graph, looked } = last;
  // Rules look at other nodes through the graph; one that asked the context would have to be asked again.
  if (nodeTypes !== last.nodeTypes || looked.around || flow.variables !== graph.flow.variables) return null;
  const changed = changedNodes(graph.flow.nodes, flow.nodes);
  if (!changed) return null;
  const index = grown(graph.index, graph.flow.nodes.length, flow.nodes);
  if (!index) return null;
  const leaving = leavingNow(graph.leaving, flow, index, graph.nodes.length, changed);
  const sameTemplates = flow.templates === graph.flow.templates && alikeLists(templates, last.templates);
  const template = sameTemplates ? graph.context.template : flowContext({ ...flow, nodes: [] }, templates).template;
  const context = contextOf(flow, template, index, looked);
  const { prepared, lookers } = sayAgain(last, flow, context, nodeTypes, changed, !sameTemplates);
  for (const position of [...changed]) addThoseBefore(position, graph, prepared, leaving, changed);
  const nodes = graph.nodes.slice();
  let sameEntries = nodes.length === flow.nodes.length;
  let sameShape = true;
  let sameLines = nodes.length === flow.nodes.length && graph.flow.edges === flow.edges;
  for (const position of changed) {
    const before = graph.nodes[position];
    const node = placed(flow.nodes[position]!, prepared[position]!, leaving.byNode[position]!, index, before);
    sameLines &&= before !== undefined && sameLinesAt(before, node);
    sameShape &&= before !== undefined && before.facts === node.facts && before.ports === node.ports;
    sameEntries &&= before?.facts.entry === undefined && node.facts.entry === undefined;
    nodes[position] = node;
    graph.memo.forget(position);
    graph.ownMemo.forget(position);
  }
  const next: LintGraph = {
    ...graph,
    flow,
    context,
    nodes,
    index,
    entries: sameLines || sameEntries ? graph.entries : entriesOf(nodes, index),
    leaving,
    edgeOf: edgeOf(leaving, index),
    ...(sameShape && sameLines ? {} : { shape: new Shape() }),
    ...(sameLines ? {} : { lines: new Shape() }),
  };
  return { graph: next, templates, nodeTypes, prepared, lookers, looked };
}

/** Positions of other nodes than before and of new ones at the end; null where they stand in another order. */
function changedNodes(before: readonly FlowNode[], after: readonly FlowNode[]): Set<number> | null {
  if (after.length < before.length) return null;
  const changed = new Set<number>();
  for (let position = 0; position < after.length; position += 1) {
    if (after[position] === before[position]) continue;
    if (position < before.length && after[position]!.id !== before[position]!.id) return null;
    changed.add(position);
  }
  return changed;
}

/** With the new nodes at the end; null when one of them has an id that is taken. */
function grown(
  index: ReadonlyMap<string, number>,
  from: number,
  nodes: readonly FlowNode[],
): ReadonlyMap<string, number> | null {
  if (from === nodes.length) return index;
  const more = new Map(index);
  for (let position = from; position < nodes.length; position += 1) {
    const { id } = nodes[position]!;
    if (more.has(id)) return null;
    more.set(id, position);
  }
  return more;
}

function leavingNow(
  before: Leaving,
  flow: FlowDocument,
  index: ReadonlyMap<string, number>,
  nodes: number,
  changed: Set<number>,
): Leaving {
  if (flow.nodes.length === nodes) {
    return flow.edges === before.edges ? before : leavingAfter(before, flow.edges, index, changed);
  }
  const byNode = [...before.byNode, ...new Array<readonly FlowEdge[]>(flow.nodes.length - nodes).fill([])];
  // Edges that led nowhere may lead to the new nodes, or begin at them.
  const { edges } = before;
  const [sources, targets] = [before.sources.slice(), before.targets.slice()];
  for (let at = 0; at < edges.length; at += 1) {
    const edge = edges[at]!;
    if (targets[at] === -1) targets[at] = index.get(edge.target) ?? -1;
    else if (sources[at] !== -1) continue;
    if (sources[at] === -1) {
      const source = index.get(edge.source) ?? -1;
      sources[at] = source;
      if (source >= 0) byNode[source] = [...byNode[source]!, edge];
    }
    if (sources[at]! >= 0) changed.add(sources[at]!);
  }
  const wider = { ...before, byNode, sources, targets };
  return flow.edges === edges ? wider : leavingAfter(wider, flow.edges, index, changed);
}

/** What the changed nodes, and with other templates all that looked one up, say about themselves now. */
function sayAgain(
  last: Made,
  flow: FlowDocument,
  context: ReturnType<typeof contextOf>,
  nodeTypes: NodeTypes,
  changed: Set<number>,
  everywhere: boolean,
): { prepared: Prepared[]; lookers: Set<number> } {
  const prepared = last.prepared.slice();
  const lookers = new Set(last.lookers);
  const { looked } = last;
  const say = (position: number) => {
    const before = prepared[position];
    prepared[position] = prepare(flow.nodes[position]!, context, nodeTypes);
    if (looked.around) lookers.add(position);
    else lookers.delete(position);
    looked.around = false;
    if (prepared[position] !== before) changed.add(position);
  };
  if (everywhere) for (let position = 0; position < flow.nodes.length; position += 1) say(position);
  else {
    for (const position of [...changed]) say(position);
    for (const position of last.lookers) if (!changed.has(position)) say(position);
  }
  return { prepared, lookers };
}

/** Whoever leads to a node that nobody visits, or did, says so by its name. */
function addThoseBefore(
  position: number,
  graph: LintGraph,
  prepared: readonly Prepared[],
  { sources, targets }: Leaving,
  changed: Set<number>,
): void {
  const before = graph.nodes[position];
  if (before === undefined || (isVisited(before) && isVisited(prepared[position]!))) return;
  for (let at = 0; at < targets.length; at += 1) {
    if (targets[at] === position && sources[at]! >= 0) changed.add(sources[at]!);
  }
}

function isVisited({ definition }: Prepared): boolean {
  return !definition || definition.run !== undefined;
}

/** The same node does the same and leads to the same, whenever that is. */
function sameLinesAt(before: LintNode, node: LintNode): boolean {
  if (before.hearsInPassing !== node.hearsInPassing || before.edges !== node.edges) return false;
  if (before.definition !== node.definition || !alike(before.problems, node.problems)) return false;
  if (before.facts === node.facts && before.ports === node.ports && before.ways === node.ways) return true;
  return (
    before.ways.length === node.ways.length &&
    before.ways.every(({ target }, at) => target === node.ways[at]!.target) &&
    alike(linesOf(before), linesOf(node))
  );
}

function linesOf({ facts, ports }: LintNode): unknown {
  return [
    { ...facts, ways: facts.ways.map(({ min, max, at, ...way }) => way) },
    ports.map(({ id, kind, keepsWaiting }) => [id, kind, keepsWaiting]),
  ];
}

function alikeLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, at) => part === b[at]);
}
