/** The flows that a document calls by its nodes; whoever checks it looks them up and hands them in (LintOptions). */
import type { FlowDocument } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import type { NodeDefinition } from "../nodes/definition.ts";
import { nodeType } from "../nodes/registry.ts";

/** Their ids, each once. */
export function callsIn(flow: FlowDocument): string[] {
  const context = flowContext({ ...flow, nodes: [] });
  const ids = flow.nodes.flatMap(({ type, config }) => {
    const definition = nodeType(type);
    const parsed = definition && mayCall(definition) ? definition.schema.safeParse(config) : null;
    const called = parsed?.success ? definition?.facts(parsed.data, context).calls?.flow : undefined;
    return called === undefined ? [] : [called];
  });
  return [...new Set(ids)];
}

/**
 * All flows that a document calls, and that those call. `find` gives what a call would begin, or null; it is asked once for
 * each id.
 */
export async function flowsCalledBy(
  flow: FlowDocument,
  find: (id: string) => Promise<FlowDocument | null>,
): Promise<FlowDocument[]> {
  const seen = new Set([flow.id]);
  const found: FlowDocument[] = [];
  const open = [flow];
  for (let next = 0; next < open.length; next += 1) {
    for (const id of callsIn(open[next]!)) {
      if (seen.has(id)) continue;
      seen.add(id);
      const called = await find(id);
      if (!called) continue;
      found.push(called);
      open.push(called);
    }
  }
  return found;
}

/** A type either calls with every config or with none. */
function mayCall(definition: NodeDefinition): boolean {
  const context = { template: () => undefined, node: () => undefined };
  return definition.facts(definition.initial, context).calls !== undefined;
}
