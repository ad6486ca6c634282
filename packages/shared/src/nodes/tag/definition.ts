import { z } from "zod";
import type { Json } from "../../flow/json.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";

/** More than this on one contact is a mistake: the oldest stay, new ones are not put on. */
const MOST_TAGS = 200;
const LONGEST_TAG = 100;

const tags = z.array(filledText(LONGEST_TAG, 1)).max(50).optional();

const schema = z
  .strictObject({
    add: field(tags, {
      label: "Put on",
      help: "Tags of the contact, kept from flow to flow. May use {{ }}.",
      widget: "words",
    }),
    remove: field(tags, { label: "Take off", widget: "words" }),
  })
  .refine((config) => (config.add?.length ?? 0) + (config.remove?.length ?? 0) > 0, "at least one tag");
type Config = z.infer<typeof schema>;

export const tag: NodeDefinition<Config> = {
  type: "tag",
  title: "Tag",
  group: "data",
  icon: "tag",
  help: "Puts tags on the contact or takes them off. Conditions ask for them with contact.tags, schedules by their name.",
  schema,
  initial: { add: ["customer"] },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: (config) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false }],
    waits: false,
    writes: ["contact.tags"],
    reads: readsOf([...(config.add ?? []), ...(config.remove ?? [])]),
  }),
  summary: ({ add = [], remove = [] }) =>
    [...add.map((name) => `+ ${name}`), ...remove.map((name) => `− ${name}`)].join(", "),
  run: (context) => {
    const { add = [], remove = [] } = context.config;
    const resolved = (names: readonly string[]) =>
      names.flatMap((name) => context.resolve.text(name).trim().slice(0, LONGEST_TAG) || []);
    const before = tagsOf(context.resolve.value("contact.tags"));
    const after = changed(before, resolved(add), resolved(remove));
    if (after.length > MOST_TAGS) context.note("too-many-tags", String(after.length));
    const kept = after.slice(0, MOST_TAGS);
    if (kept.length !== before.length || kept.some((name, index) => name !== before[index]))
      context.setField("tags", kept);
    return { go: "next" };
  },
};

/** The tags of a contact, whatever its field holds: a list of texts, or one text. */
export function tagsOf(field: Json | undefined): string[] {
  if (typeof field === "string") return field === "" ? [] : [field];
  return Array.isArray(field) ? field.filter((name) => typeof name === "string") : [];
}

function changed(before: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
  return [...new Set([...before, ...add])].filter((name) => !remove.includes(name));
}
