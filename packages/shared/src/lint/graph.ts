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
  /** Position of the edge in the document, or -1. */
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
}

const NOTHING: Facts = { send: null, ways: [], waits: false, writes: [], reads: [] };

export function lintGraph(flow: FlowDocument, templates: readonly Template[], nodeTypes: NodeTypes): LintGraph {
  const context = flowContext(flow, templates);
  const index = new Map<string, number>();
  for (let position = 0; position < flow.nodes.length; position += 1) index.set(flow.nodes[position]!.id, position);
  const leaving: (Map<string, number> | undefined)[] = new Array(flow.nodes.length);
  for (let position = 0; position < flow.edges.length; position += 1) {
    const edge = flow.edges[position]!;
    const source = index.get(edge.source);
    if (source === undefined || !index.has(edge.target)) continue;
    const known = leaving[source];
    if (known) known.set(edge.sourceHandle, position);
    else leaving[source] = new Map([[edge.sourceHandle, position]]);
  }
  const nodes: LintNode[] = [];
  const entries: number[] = [];
  for (let position = 0; position < flow.nodes.length; position += 1) {
    const node = flow.nodes[position]!;
    const prepared = prepare(node, context, nodeTypes);
    const edges = leaving[position];
    const ways = prepared.facts.ways.map((way): LintWay => {
      const edge = edges?.get(way.port);
      return edge === undefined
        ? { way, target: -1, edge: -1 }
        : { way, target: index.get(flow.edges[edge]!.target) ?? -1, edge };
    });
    if (prepared.facts.entry && index.get(node.id) === position) entries.push(position);
    const hearsInPassing =
      prepared.facts.hearsInPassing === true ||
      prepared.ports.some((port) => port.keepsWaiting === true && !edges?.has(port.id));
    nodes.push({ ...prepared, node, name: nodeName(node), ways, hearsInPassing });
  }
  return {
    flow,
    context,
    nodes,
    index,
    entries,
    edgeOf: (node, port) => {
      const edge = leaving[node]?.get(port);
      return edge === undefined ? undefined : flow.edges[edge];
    },
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
