import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";

const target = z
  .string()
  .regex(
    /^(contact\.)?(?!__proto__$)[\p{L}_][\p{L}\p{M}\p{N}_]{0,63}$/u,
    "a variable (size) or a field of the contact (contact.city)",
  );

const schema = z.strictObject({
  assignments: field(
    z
      .array(z.strictObject({ variable: target, value: filledText(10_000) }))
      .min(1)
      .max(50),
    {
      label: "Remember",
      help: "A variable of this session, or a field of the contact (contact.city). Values may use {{ }}.",
      widget: "assignments",
    },
  ),
});
type Config = z.infer<typeof schema>;

export const set: NodeDefinition<Config> = {
  type: "set",
  title: "Remember",
  group: "data",
  icon: "variable",
  help: "Writes variables of the session or fields of the contact.",
  schema,
  initial: { assignments: [{ variable: "seen", value: "yes" }] },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: (config) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false }],
    waits: false,
    writes: config.assignments.map((assignment) => assignment.variable),
    reads: readsOf(config.assignments.map((assignment) => assignment.value)),
  }),
  summary: (config) =>
    config.assignments.map((assignment) => `${assignment.variable} = ${assignment.value}`).join("\n"),
  run: (context) => {
    for (const { variable, value } of context.config.assignments) {
      const resolved = context.resolve.stored(value);
      if (variable.startsWith("contact.")) context.setField(variable.slice("contact.".length), resolved);
      else context.setVariable(variable, resolved);
    }
    return { go: "next" };
  },
};
