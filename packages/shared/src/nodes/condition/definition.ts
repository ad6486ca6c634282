import { z } from "zod";
import { readsOfExpression } from "../../expression/reads.ts";
import type { NodeDefinition } from "../definition.ts";
import { expressionText, field } from "../fields.ts";
import { sameIds } from "../same-ids.ts";

const schema = z.strictObject({
  branches: field(
    z
      .array(
        z.strictObject({ id: z.string().min(1).max(64), title: z.string().max(200).optional(), when: expressionText }),
      )
      .min(1)
      .max(50),
    {
      label: "Branches",
      help: "The first whose expression holds is taken, else Otherwise.",
      widget: "branches",
    },
  ),
});
type Config = z.infer<typeof schema>;

export const condition: NodeDefinition<Config> = {
  type: "condition",
  title: "Condition",
  group: "decide",
  icon: "split",
  help: "Goes different ways by what is known: variables and the contact's fields.",
  schema,
  initial: { branches: [{ id: "yes", title: "Yes", when: "contact.customer == true" }] },
  ports: (config) => [
    ...config.branches.map((branch) => ({
      id: `branch:${branch.id}`,
      label: branch.title || branch.id,
      kind: "flow" as const,
    })),
    { id: "else", label: "Otherwise", kind: "flow" },
  ],
  facts: (config) => ({
    send: null,
    ways: [...config.branches.map((branch) => `branch:${branch.id}`), "else"].map((port) => ({
      port,
      after: "entry",
      min: 0,
      max: 0,
      interaction: false,
      chosenBy: "condition",
    })),
    waits: false,
    writes: [],
    reads: [...new Set(config.branches.flatMap((branch) => readsOfExpression(branch.when)))],
  }),
  summary: (config) => config.branches.map((branch) => branch.when).join("\n"),
  check: (config) => sameIds("branches", config.branches, (index) => `branches[${index}].id`),
  run: ({ config, resolve }) => {
    const branch = config.branches.find((candidate) => resolve.truth(candidate.when));
    return { go: branch ? `branch:${branch.id}` : "else" };
  },
};
