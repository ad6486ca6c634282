/** Before a start: how many would be held now, and why. And a trial run of the draft on one's own phone. */
import { z } from "zod";
import { costSum } from "./cost.ts";
import { endpoint } from "./endpoint.ts";
import { startAnswer } from "./start.ts";
import { instant, json, person } from "./values.ts";

const group = z
  .object({
    outcome: z.enum(["sent", "held", "refused", "running", "none"]),
    /** The rule that holds or refuses. */
    rule: z.string().nullable(),
    count: z.int(),
    /** How many, and why: "12 people have not answered an earlier offer. …" */
    sentence: z.string(),
    /** Held: the earliest that the first of them would be let go without an answer. */
    from: instant.nullable(),
    /** At most 20 of them. */
    people: z.array(person),
  })
  .meta({ id: "ForecastGroup" });

const forecastAnswer = z
  .object({
    now: instant,
    checked: z.int(),
    /** There are more people than were looked at. */
    more: z.boolean(),
    /**
     * "start": what the first turn would do, by the kernel itself. "gate": the first turn sends no offer, so this is what
     * the gate would say to one now.
     */
    basis: z.enum(["start", "gate"]),
    /** Held and refused ones first. */
    groups: z.array(group),
    /** Of what would go out now, if all of it is delivered (E3). */
    cost: costSum,
  })
  .meta({ id: "Forecast" });

export type ForecastAnswer = z.infer<typeof forecastAnswer>;

export const forecastFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/forecast",
  summary:
    "How many of these people would be held now if the published flow were started for them, and why; nothing is sent",
  tag: "flows",
  body: z
    .strictObject({
      contactIds: z.array(z.string().min(1).max(200)).min(1).max(10_000).optional(),
      /** Everybody who has this tag. */
      tag: z.string().min(1).max(100).optional(),
      all: z.literal(true).optional(),
      entry: z.string().min(1).max(128).optional(),
    })
    .refine(({ contactIds, tag, all }) => [contactIds, tag, all].filter((given) => given !== undefined).length === 1, {
      message: 'one of "contactIds", "tag" and "all"',
      path: ["contactIds"],
    }),
  answer: forecastAnswer,
  refusals: [404, 409, 422],
});

export const tryFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/try",
  summary: "Run the draft for one number, as a test: it passes the same gate and stays out of the figures",
  tag: "flows",
  body: z.strictObject({
    phone: z
      .string()
      .max(40)
      .meta({ description: "E.164 with +", examples: ["+5511900000001"] }),
    /** Node id; default the `api` entry, else `campaign`, else the first. */
    entry: z.string().min(1).max(128).optional(),
    variables: z.record(z.string().min(1).max(64), json).default({}),
  }),
  answer: startAnswer,
  refusals: [404, 409, 422],
});
