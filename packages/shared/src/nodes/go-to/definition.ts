import { z } from "zod";
import { nodeName } from "../../flow/document.ts";
import type { FlowContext, NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const schema = z.strictObject({
  node: field(z.string().min(1).max(128), {
    label: "Node",
    help: "The node to go on at, as if an edge led there.",
    widget: "node",
  }),
});
type Config = z.infer<typeof schema>;

export const goTo: NodeDefinition<Config> = {
  type: "go-to",
  title: "Go to",
  group: "decide",
  icon: "corner-up-left",
  help: "Goes on at another node of this flow, where an edge across the canvas would be hard to follow.",
  schema,
  initial: { node: "start" },
  ports: () => [],
  facts: (config) => ({ send: null, ways: [], waits: false, jumps: config.node, writes: [], reads: [] }),
  summary: (config, flow) => `to ${nameOf(config, flow)}`,
  check: (config, flow) =>
    flow.node(config.node)
      ? []
      : [{ code: "unknown-reference", path: "node", message: `There is no node "${config.node}" in this flow.` }],
  run: ({ config }) => ({ jump: config.node }),
};

function nameOf(config: Config, flow: FlowContext): string {
  const node = flow.node(config.node);
  return node ? nodeName(node) : config.node;
}
