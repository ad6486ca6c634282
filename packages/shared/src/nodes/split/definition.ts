import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";
import { sameIds } from "../same-ids.ts";

const schema = z.strictObject({
  ways: field(
    z
      .array(
        z.strictObject({
          id: z.string().min(1).max(64),
          title: z.string().max(200).optional(),
          weight: z.number().min(0).max(1_000_000),
        }),
      )
      .min(1)
      .max(50)
      .refine((ways) => ways.some((way) => way.weight > 0), "one way at least has a weight above 0"),
    { label: "Ways", help: "Shares, of any size: 1 and 1 is half and half. 0 is never taken.", widget: "ways" },
  ),
});
type Config = z.infer<typeof schema>;

const totalOf = (config: Config) => config.ways.reduce((sum, way) => sum + way.weight, 0);

export const split: NodeDefinition<Config> = {
  type: "split",
  title: "Split",
  group: "decide",
  icon: "shuffle",
  help: "Sends people different ways by chance, in the shares you set: for tests of one offer against another.",
  schema,
  initial: {
    ways: [
      { id: "a", title: "A", weight: 50 },
      { id: "b", title: "B", weight: 50 },
    ],
  },
  ports: (config) =>
    config.ways.map((way) => ({
      id: `way:${way.id}`,
      label: way.title || way.id,
      kind: "flow",
      note: `${Math.round((1_000 * way.weight) / (totalOf(config) || 1)) / 10} %`,
    })),
  facts: (config) => ({
    send: null,
    ways: config.ways
      .filter((way) => way.weight > 0)
      .map((way) => ({
        port: `way:${way.id}`,
        after: "entry",
        min: 0,
        max: 0,
        interaction: false,
        chosenBy: "chance",
      })),
    waits: false,
    writes: [],
    reads: [],
  }),
  summary: () => "",
  check: (config) => sameIds("ways", config.ways, (index) => `ways[${index}].id`),
  run: (context) => {
    let left = context.chance() * totalOf(context.config);
    let last = "";
    for (const { id, weight } of context.config.ways) {
      if (weight === 0) continue;
      last = `way:${id}`;
      left -= weight;
      if (left < 0) break;
    }
    return { go: last };
  },
};
