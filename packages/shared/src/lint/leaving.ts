/** The edges of a flow by the node they leave, kept from edit to edit: only nodes whose edges changed get another list. */
import type { FlowEdge } from "../flow/document.ts";

export interface Leaving {
  edges: readonly FlowEdge[];
  /** Positions of the nodes at both ends of each edge, or -1: there is no such node. */
  sources: Int32Array;
  targets: Int32Array;
  /** By node, in the order of the document. */
  byNode: readonly (readonly FlowEdge[])[];
  /** Ids that more than one edge has. */
  repeated: readonly string[];
}

type Index = ReadonlyMap<string, number>;

const NONE: readonly FlowEdge[] = [];
/** More new edges than this are not looked for one by one. */
const FEW = 4;

export function leavingOf(edges: readonly FlowEdge[], index: Index, nodes: number): Leaving {
  const sources = new Int32Array(edges.length);
  const targets = new Int32Array(edges.length);
  const byNode: (readonly FlowEdge[])[] = new Array(nodes).fill(NONE);
  for (let at = 0; at < edges.length; at += 1) {
    const edge = edges[at]!;
    const source = index.get(edge.source) ?? -1;
    sources[at] = source;
    targets[at] = index.get(edge.target) ?? -1;
    if (source < 0) continue;
    const list = byNode[source]!;
    if (list === NONE) byNode[source] = [edge];
    else (list as FlowEdge[]).push(edge);
  }
  return { edges, sources, targets, byNode, repeated: repeatedIn(edges) };
}

/** After an edit of edges between the same nodes; `touched` gets the positions of nodes whose list is another one now. */
export function leavingAfter(last: Leaving, edges: readonly FlowEdge[], index: Index, touched: Set<number>): Leaving {
  const before = last.edges;
  const most = Math.min(before.length, edges.length);
  let start = 0;
  while (start < most && before[start] === edges[start]) start += 1;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === edges[edges.length - 1 - same]) same += 1;
  const [oldEnd, newEnd] = [before.length - same, edges.length - same];
  const sources = spliced(last.sources, start, oldEnd, newEnd, edges.length);
  const targets = spliced(last.targets, start, oldEnd, newEnd, edges.length);
  const own = new Set<number>();
  const added: FlowEdge[] = [];
  // Between the first and the last change there may be many that stand where they stood.
  const isStill = (at: number) => at < oldEnd && at < newEnd && before[at] === edges[at];
  for (let at = start; at < oldEnd; at += 1) if (!isStill(at)) own.add(last.sources[at]!);
  for (let at = start; at < newEnd; at += 1) {
    if (isStill(at)) {
      sources[at] = last.sources[at]!;
      targets[at] = last.targets[at]!;
      continue;
    }
    sources[at] = index.get(edges[at]!.source) ?? -1;
    targets[at] = index.get(edges[at]!.target) ?? -1;
    own.add(sources[at]!);
    added.push(edges[at]!);
  }
  own.delete(-1);
  const byNode = last.byNode.slice();
  for (const node of own) {
    byNode[node] = NONE;
    touched.add(node);
  }
  for (let at = 0; at < sources.length; at += 1) {
    const source = sources[at]!;
    if (source < 0 || !own.has(source)) continue;
    const list = byNode[source]!;
    if (list === NONE) byNode[source] = [edges[at]!];
    else (list as FlowEdge[]).push(edges[at]!);
  }
  const stayUnique = last.repeated.length === 0 && added.length <= FEW && added.every((edge) => isAlone(edge, edges));
  return { edges, sources, targets, byNode, repeated: stayUnique ? last.repeated : repeatedIn(edges) };
}

function spliced(list: Int32Array, start: number, oldEnd: number, newEnd: number, length: number): Int32Array {
  const result = new Int32Array(length);
  result.set(list.subarray(0, start));
  result.set(list.subarray(oldEnd), newEnd);
  return result;
}

function isAlone(edge: FlowEdge, edges: readonly FlowEdge[]): boolean {
  for (let at = 0; at < edges.length; at += 1) if (edges[at]!.id === edge.id && edges[at] !== edge) return false;
  return true;
}

function repeatedIn(edges: readonly FlowEdge[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (let at = 0; at < edges.length; at += 1) {
    const { id } = edges[at]!;
    if (seen.has(id)) again.add(id);
    else seen.add(id);
  }
  return [...again];
}
