import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { eventName, field, filledText } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";

const schema = z.strictObject({
  name: field(eventName, { label: "Event", help: "Such as order.paid.", widget: "text" }),
  data: field(
    z
      .record(z.string().min(1).max(100), filledText(10_000))
      .refine((data) => Object.keys(data).length <= 50, "at most 50")
      .optional(),
    { label: "With", help: "Values may use {{ }}.", widget: "pairs" },
  ),
});
type Config = z.infer<typeof schema>;

export const event: NodeDefinition<Config> = {
  type: "event",
  title: "Tell an event",
  group: "data",
  icon: "radio",
  help: "Tells the person's other flows that something happened; those that wait for it go on. It stands in the timeline.",
  schema,
  initial: { name: "something.happened" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: (config) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false }],
    waits: false,
    writes: [],
    reads: readsOf(Object.values(config.data ?? {})),
  }),
  summary: (config) => config.name,
  run: (context) => {
    const { name, data = {} } = context.config;
    const told = Object.entries(data).map(([key, value]) => [key, context.resolve.stored(value)] as const);
    context.raiseEvent(name, Object.fromEntries(told));
    return { go: "next" };
  },
};
