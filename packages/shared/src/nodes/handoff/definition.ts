import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { DEFAULT_TIMEOUT, durationText, field, filledText, timeoutNote, timeoutOf } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";

const schema = z.strictObject({
  team: field(z.string().max(200).optional(), { label: "Team" }),
  note: field(filledText(2_000).optional(), {
    label: "Note for them",
    help: "Shown in the inbox. May use {{ }}.",
    widget: "multiline",
  }),
  timeout: field(durationText.optional(), {
    label: "No one free after",
    help: "3 days unless you set another.",
    widget: "duration",
    usual: DEFAULT_TIMEOUT,
  }),
});
type Config = z.infer<typeof schema>;

export const handoff: NodeDefinition<Config> = {
  type: "handoff",
  title: "Hand-off",
  group: "people",
  icon: "headset",
  help: "Gives the conversation to a person. The flow goes on when it is released.",
  schema,
  initial: {},
  ports: (config) => [
    { id: "released", label: "Released", kind: "flow" },
    { id: "timeout", label: "No one free", kind: "flow", note: timeoutNote(config.timeout) },
  ],
  facts: (config) => {
    const timeout = timeoutOf(config.timeout);
    return {
      send: null,
      ways: [
        { port: "released", after: "entry", min: 0, max: timeout, interaction: false, chosenBy: "agent" },
        { port: "timeout", after: "entry", min: timeout, max: timeout, interaction: false },
      ],
      waits: true,
      writes: [],
      reads: readsOf([config.note]),
    };
  },
  summary: (config) => (config.team ? `to ${config.team}` : "to whoever is free"),
  run: (context) => {
    const { config, now } = context;
    context.handOff(config.team ?? null, config.note ? context.resolve.text(config.note) : null);
    return { wait: { for: "agent", until: now + timeoutOf(config.timeout) } };
  },
  resume: (_, wake) => {
    if (wake.kind === "released") return { go: "released" };
    return wake.kind === "timer-fired" ? { go: "timeout" } : { ignore: true };
  },
};
