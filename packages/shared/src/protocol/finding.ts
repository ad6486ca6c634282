/** What lint says, on the wire. The shape is that of lint/finding.ts. */
import { z } from "zod";
import { type Finding, SEVERITIES } from "../lint/finding.ts";

const step = z.object({
  node: z.string(),
  flow: z.string().optional().meta({ description: "The called flow that the node is in" }),
  port: z.string().optional(),
  waits: z.string().optional().meta({ description: "ISO 8601 duration" }),
  spoke: z.boolean().optional(),
  released: z.boolean().optional(),
  spokeAfter: z.string().optional().meta({ description: "ISO 8601 duration" }),
  outcome: z.string().optional(),
});

const severity = z.enum(SEVERITIES);

const shape = z
  .object({
    code: z.string(),
    severity,
    certainty: z.enum(["certain", "possible"]),
    entryDependent: z.boolean(),
    node: z.string().nullable(),
    inside: z
      .object({ flow: z.string(), node: z.string() })
      .optional()
      .meta({ description: "It shows at this node of a called flow; `node` is where it is called" }),
    port: z.string().optional(),
    message: z.string(),
    assumes: z.string().optional(),
    witness: z.object({ start: z.string(), steps: z.array(step) }).optional(),
    fixes: z.array(z.object({ id: z.string(), title: z.string() })),
    suppressed: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
  })
  .meta({ id: "Finding" });

/** Optional members are absent, never undefined: the shape comes from JSON. */
export const finding = shape as unknown as z.ZodType<Finding, Finding>;
