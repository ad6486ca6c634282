import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const schema = z.strictObject({
  reason: field(z.string().max(200).optional(), {
    label: "Reason",
    help: "Shown in the contact's timeline and in reports.",
  }),
});
type Config = z.infer<typeof schema>;

export const end: NodeDefinition<Config> = {
  type: "end",
  title: "End",
  group: "decide",
  icon: "circle-stop",
  help: "Ends the session.",
  schema,
  initial: {},
  ports: () => [],
  facts: () => ({ send: null, ways: [], waits: false, ends: true, writes: [], reads: [] }),
  summary: (config) => config.reason ?? "",
  run: ({ config }) => ({ end: config.reason?.trim() || "finished" }),
};
