/** For tests: flows in a few lines. They pass parse-flow like any other; one that does not fails the test with its problems. */
import type { FlowDocument } from "./document.ts";
import { readFlow } from "./read-flow.ts";
import type { Template } from "./template.ts";

/** `nodes`: id -> [type, config]. `edges`: "source port target". */
export function flowOf(
  id: string,
  nodes: Record<string, [string, Record<string, unknown>]>,
  edges: string[],
  more: Partial<FlowDocument> = {},
): FlowDocument {
  const read = readFlow({
    formatVersion: 1,
    id,
    name: id,
    nodes: Object.entries(nodes).map(([node, [type, config]]) => ({ id: node, type, title: node, config })),
    edges: edges.map((edge, index) => {
      const [source, sourceHandle, target] = edge.split(" ");
      return { id: `e${index}`, source, sourceHandle, target };
    }),
    ...more,
  });
  if (read.ok) return read.flow;
  throw new Error(read.problems.map((problem) => problem.message).join("\n"));
}

/** A template with a body and quick replies. */
export function templateOf(name: string, quickReplies: string[] = [], more: Partial<Template> = {}): Template {
  const buttons = { type: "BUTTONS", buttons: quickReplies.map((text) => ({ type: "QUICK_REPLY", text })) };
  return {
    name,
    language: "en",
    category: "MARKETING",
    status: "APPROVED",
    components: [{ type: "BODY", text: `This is ${name}` }, ...(quickReplies.length > 0 ? [buttons] : [])],
    ...more,
  };
}
