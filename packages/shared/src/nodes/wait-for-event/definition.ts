import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { DEFAULT_TIMEOUT, eventName, field, timeoutField, timeoutNote, timeoutOf, variableName } from "../fields.ts";

const schema = z.strictObject({
  name: field(eventName, { label: "Event", help: "Told through the API, or by another flow.", widget: "text" }),
  variable: field(variableName.optional(), {
    label: "Remember what came with it as",
    help: "A variable of this session. Use its parts later as {{ name.part }}.",
    widget: "variable",
  }),
  timeout: field(timeoutField, {
    label: "Not happened after",
    help: "3 days unless you set another.",
    widget: "duration",
    usual: DEFAULT_TIMEOUT,
  }),
});
type Config = z.infer<typeof schema>;

export const waitForEvent: NodeDefinition<Config> = {
  type: "wait-for-event",
  title: "Wait for an event",
  group: "wait",
  icon: "bell-ring",
  help: "Waits until a program or another flow tells that something happened. What happened before is not heard.",
  schema,
  initial: { name: "something.happened" },
  ports: (config) => [
    { id: "event", label: "Happened", kind: "flow" },
    { id: "timeout", label: "Not happened", kind: "flow", note: timeoutNote(config.timeout) },
  ],
  facts: (config) => {
    const timeout = timeoutOf(config.timeout);
    return {
      send: null,
      ways: [
        { port: "event", after: "entry", min: 0, max: timeout, interaction: false },
        { port: "timeout", after: "entry", min: timeout, max: timeout, interaction: false, writes: false },
      ],
      waits: true,
      writes: config.variable ? [config.variable] : [],
      reads: [],
    };
  },
  summary: (config) => `${config.name}, up to ${timeoutNote(config.timeout)}`,
  run: ({ config, now }) => ({ wait: { for: "event", event: config.name, until: now + timeoutOf(config.timeout) } }),
  resume: (context, wake) => {
    if (wake.kind === "timer-fired") return { go: "timeout" };
    if (wake.kind !== "event-raised") return { ignore: true };
    if (context.config.variable) context.setVariable(context.config.variable, wake.data);
    return { go: "event" };
  },
};
