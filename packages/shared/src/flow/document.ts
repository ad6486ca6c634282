/**
 * The flow document: what the editor edits, what travels as JSON, what a revision freezes (docs: flow.schema.json).
 * Logic (`nodes`, `edges`) and `layout` are apart, so that a diff shows logic. A node's `config` is checked by its type's
 * own schema, in parse-flow.ts.
 */
import { z } from "zod";
import { parseDuration } from "../time/duration.ts";
import { templateSchema } from "./template.ts";
import { VARIABLE_NAME, VARIABLE_NAME_EXPECTED } from "./variable-name.ts";

export const FORMAT_VERSION = 1;

/**
 * What one document may hold. Twice what the analysis is measured with (10,000 nodes and 15,000 edges), and far more than
 * can be drawn: whoever has more wants sub-flows.
 */
export const MOST = { nodes: 20_000, edges: 50_000, variables: 1_000, templates: 1_000, suppressions: 10_000 } as const;

const id = z.string().min(1).max(128);

export const nodeSchema = z.strictObject({
  id,
  type: z.string().min(1).max(64),
  title: z.string().max(200).optional(),
  config: z.record(z.string(), z.unknown()),
});

export const edgeSchema = z.strictObject({
  id,
  source: id,
  sourceHandle: z.string().min(1).max(300),
  target: id,
});

export const variableSchema = z.strictObject({
  name: z.string().regex(VARIABLE_NAME, VARIABLE_NAME_EXPECTED),
  type: z.enum(["text", "number", "boolean", "date", "list", "object"]),
});

const suppressionSchema = z.strictObject({
  code: z.string().min(1),
  node: id,
  reason: z.string().min(1).max(1_000),
  by: z.string().min(1).max(200),
  at: z.string(),
});

const duration = z
  .string()
  .regex(/^P/, "a duration such as P7D or PT2H")
  .refine((text) => (parseDuration(text) ?? 0) > 0, "a duration such as P7D or PT2H, more than zero");
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 21:00");

/** May only tighten what the channel says (caps.md §2). */
export const flowSettingsSchema = z.strictObject({
  marketingFrequency: z.strictObject({ max: z.int().min(1).max(100), per: duration }).optional(),
  quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }).optional(),
});

export const flowSchema = z
  .strictObject({
    $schema: z.string().optional(),
    formatVersion: z.literal(FORMAT_VERSION),
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "letters, digits, dot, dash and underscore"),
    name: z.string().min(1).max(200),
    description: z.string().max(10_000).optional(),
    language: z.string().min(2).max(20).optional(),
    settings: flowSettingsSchema.optional(),
    variables: z.array(variableSchema).max(MOST.variables).optional(),
    templates: z.array(templateSchema).max(MOST.templates).optional(),
    nodes: z.array(nodeSchema).max(MOST.nodes),
    edges: z.array(edgeSchema).max(MOST.edges),
    layout: z
      .record(
        z.string(),
        z.strictObject({ x: z.number(), y: z.number(), width: z.number().optional(), height: z.number().optional() }),
      )
      .optional(),
    suppressions: z.array(suppressionSchema).max(MOST.suppressions).optional(),
  })
  .meta({ id: "Flow" });

export type FlowDocument = z.infer<typeof flowSchema>;
export type FlowNode = z.infer<typeof nodeSchema>;
export type FlowEdge = z.infer<typeof edgeSchema>;
export type FlowSettings = z.infer<typeof flowSettingsSchema>;

/** What people call the node: its title, else its id. */
export function nodeName(node: FlowNode): string {
  return node.title?.trim() || node.id;
}
