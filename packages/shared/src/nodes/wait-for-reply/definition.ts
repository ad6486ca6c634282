import { z } from "zod";
import { textOf } from "../../messages/incoming.ts";
import type { NodeDefinition } from "../definition.ts";
import { DEFAULT_TIMEOUT, field, timeoutField, timeoutNote, timeoutOf, variableField } from "../fields.ts";

const schema = z.strictObject({
  variable: variableField,
  timeout: field(timeoutField, {
    label: "No message after",
    help: "3 days unless you set another.",
    widget: "duration",
    usual: DEFAULT_TIMEOUT,
  }),
});
type Config = z.infer<typeof schema>;

export const waitForReply: NodeDefinition<Config> = {
  type: "wait-for-reply",
  title: "Wait for a message",
  group: "wait",
  icon: "message-circle",
  help: "Waits until the person writes or taps anything. Whatever arrives opens the window and the gate.",
  schema,
  initial: {},
  ports: (config) => [
    { id: "reply", label: "Any message", kind: "answer" },
    { id: "timeout", label: "No message", kind: "flow", note: timeoutNote(config.timeout) },
  ],
  facts: (config) => {
    const timeout = timeoutOf(config.timeout);
    return {
      send: null,
      ways: [
        { port: "reply", after: "entry", min: 0, max: timeout, interaction: true },
        { port: "timeout", after: "entry", min: timeout, max: timeout, interaction: false, writes: false },
      ],
      waits: true,
      writes: config.variable ? [config.variable] : [],
      reads: [],
    };
  },
  summary: (config) => `text or tap, up to ${timeoutNote(config.timeout)}`,
  run: ({ config, now }) => ({ wait: { for: "answer", until: now + timeoutOf(config.timeout) } }),
  resume: (context, wake) => {
    if (wake.kind === "timer-fired") return { go: "timeout" };
    if (wake.kind !== "reply-received") return { ignore: true };
    if (context.config.variable) context.setVariable(context.config.variable, textOf(wake.message.content));
    return { go: "reply" };
  },
};
