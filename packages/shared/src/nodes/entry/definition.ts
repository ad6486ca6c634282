import { z } from "zod";
import { fold } from "../../messages/labels.ts";
import { isTimeZone } from "../../time/instant.ts";
import { LONGEST_RULE, parseRecurrence } from "../../time/parse-recurrence.ts";
import { sayRecurrence } from "../../time/say-recurrence.ts";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const words = field(z.array(z.string().trim().min(1).max(200)).min(1).max(100), {
  label: "Words",
  help: "In as many languages as you like. Case and accents do not matter.",
  widget: "words",
});

const recurrence = field(
  z
    .string()
    .min(1)
    .max(LONGEST_RULE)
    .superRefine((text, context) => {
      const parsed = parseRecurrence(text);
      if (!parsed.ok) context.addIssue({ code: "custom", message: `expected: ${parsed.problem}` });
    }),
  { label: "When", help: "A recurrence rule (RFC 5545).", widget: "recurrence" },
);

export const triggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("keyword"),
    words,
    match: field(z.enum(["exact", "prefix", "contains"]).default("exact"), { label: "The message", widget: "select" }),
    interrupts: field(z.boolean().optional(), {
      label: "At any time",
      help: "A menu word: taken before whatever waits for an answer. This flow begins anew; others go on waiting.",
      widget: "switch",
    }),
  }),
  z.strictObject({ kind: z.literal("any-message") }),
  z.strictObject({
    kind: z.literal("button"),
    payload: field(z.string().min(1).max(256), {
      label: "Payload",
      help: "Of a template's quick reply that was sent from elsewhere.",
    }),
  }),
  z.strictObject({
    kind: z.literal("referral"),
    sourceId: field(z.string().trim().min(1).max(200).optional(), {
      label: "Only this ad or post",
      help: "Meta's id of it. Without one, whoever comes from any.",
    }),
  }),
  z.strictObject({ kind: z.literal("api") }),
  z.strictObject({ kind: z.literal("campaign") }),
  z.strictObject({
    kind: z.literal("schedule"),
    rrule: recurrence,
    timeZone: field(z.string().max(64).refine(isTimeZone, "a time zone such as Europe/Berlin"), {
      label: "Time zone",
      widget: "time-zone",
    }),
    tag: field(z.string().trim().min(1).max(100).optional(), {
      label: "For contacts with the tag",
      help: "Without one it starts for every contact there is.",
    }),
  }),
]);

export type Trigger = z.infer<typeof triggerSchema>;

const schema = z.strictObject({ trigger: field(triggerSchema, { label: "How people come in", widget: "trigger" }) });
type Config = z.infer<typeof schema>;

export const entry: NodeDefinition<Config> = {
  type: "entry",
  title: "Entry",
  group: "start",
  icon: "door-open",
  help: "Where a person comes in: by a word, any message, an ad, a template's button, a campaign, the API or a schedule.",
  schema,
  initial: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: ({ trigger }) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false }],
    waits: false,
    writes: [],
    reads: [],
    entry: {
      startedBy: isStartedByContact(trigger) ? "contact" : "business",
      answersTo: answersTo(trigger),
      ...(trigger.kind === "api" ? { forCalls: true } : {}),
    },
  }),
  summary: ({ trigger }) => sayTrigger(trigger),
  run: () => ({ go: "next" }),
};

/** Did the contact act to come in? Then the window is open at the start. */
function isStartedByContact(trigger: Trigger): boolean {
  return trigger.kind !== "api" && trigger.kind !== "campaign" && trigger.kind !== "schedule";
}

/** Campaign, API and schedule starts name their flow and entry: they answer to nothing that could be mistaken. */
function answersTo(trigger: Trigger): string[] {
  switch (trigger.kind) {
    case "keyword":
      return trigger.words.map((word) => `${trigger.match}: ${fold(word)}`);
    case "any-message":
      return ["any message"];
    case "button":
      return [`button: ${trigger.payload}`];
    case "referral":
      return [trigger.sourceId === undefined ? "any ad" : `ad: ${trigger.sourceId}`];
    default:
      return [];
  }
}

function sayTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case "keyword":
      return `${{ exact: "Word", prefix: "Begins with", contains: "Contains" }[trigger.match]}: ${trigger.words.join(", ")}${trigger.interrupts ? ", at any time" : ""}`;
    case "any-message":
      return "Any first message";
    case "button":
      return `Button ${trigger.payload}`;
    case "referral":
      return trigger.sourceId === undefined ? "From any ad or post" : `From the ad ${trigger.sourceId}`;
    case "api":
      return "Started by the API";
    case "campaign":
      return "Started by a campaign";
    case "schedule": {
      const parsed = parseRecurrence(trigger.rrule);
      const when = parsed.ok ? sayRecurrence(parsed.recurrence) : trigger.rrule;
      return `${trigger.tag === undefined ? "Every contact" : `Tagged ${trigger.tag}`}, ${when}`;
    }
  }
}
