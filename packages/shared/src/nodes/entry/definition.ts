import { z } from "zod";
import { fold } from "../../messages/labels.ts";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const words = field(z.array(z.string().trim().min(1).max(200)).min(1).max(100), {
  label: "Words",
  help: "Case and accents do not matter.",
  widget: "words",
});

export const triggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("keyword"),
    words,
    match: field(z.enum(["exact", "prefix", "contains"]).default("exact"), { label: "The message", widget: "select" }),
  }),
  z.strictObject({ kind: z.literal("any-message") }),
  z.strictObject({
    kind: z.literal("button"),
    payload: field(z.string().min(1).max(256), {
      label: "Payload",
      help: "Of a template's quick reply that was sent from elsewhere.",
    }),
  }),
  z.strictObject({ kind: z.literal("api") }),
  z.strictObject({ kind: z.literal("campaign") }),
]);

export type Trigger = z.infer<typeof triggerSchema>;

const schema = z.strictObject({ trigger: field(triggerSchema, { label: "How people come in", widget: "trigger" }) });
type Config = z.infer<typeof schema>;

export const entry: NodeDefinition<Config> = {
  type: "entry",
  title: "Entry",
  group: "start",
  icon: "door-open",
  help: "Where a person comes in: by a word, any message, a template's button, a campaign or the API.",
  schema,
  initial: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: ({ trigger }) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false }],
    waits: false,
    writes: [],
    reads: [],
    entry: { startedBy: isStartedByContact(trigger) ? "contact" : "business", answersTo: answersTo(trigger) },
  }),
  summary: ({ trigger }) => sayTrigger(trigger),
  run: () => ({ go: "next" }),
};

/** Did the contact act to come in? Then the window is open at the start. */
export function isStartedByContact(trigger: Trigger): boolean {
  return trigger.kind !== "api" && trigger.kind !== "campaign";
}

/** Campaign and API starts name their flow and entry: they answer to nothing that could be mistaken. */
function answersTo(trigger: Trigger): string[] {
  switch (trigger.kind) {
    case "keyword":
      return trigger.words.map((word) => `${trigger.match}: ${fold(word)}`);
    case "any-message":
      return ["any message"];
    case "button":
      return [`button: ${trigger.payload}`];
    default:
      return [];
  }
}

function sayTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case "keyword":
      return `${{ exact: "Word", prefix: "Begins with", contains: "Contains" }[trigger.match]}: ${trigger.words.join(", ")}`;
    case "any-message":
      return "Any first message";
    case "button":
      return `Button ${trigger.payload}`;
    case "api":
      return "Started by the API";
    case "campaign":
      return "Started by a campaign";
  }
}
