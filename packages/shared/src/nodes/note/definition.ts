import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const schema = z.strictObject({
  text: field(z.string().max(10_000), { label: "Note", widget: "multiline", plain: true }),
});
type Config = z.infer<typeof schema>;

export const note: NodeDefinition<Config> = {
  type: "note",
  title: "Note",
  group: "note",
  icon: "sticky-note",
  help: "For the people who draw the flow. Nobody visits it.",
  schema,
  initial: { text: "" },
  ports: () => [],
  facts: () => ({ send: null, ways: [], waits: false, writes: [], reads: [] }),
  summary: (config) => config.text,
};
