/**
 * The flow document as JSON Schema, for other programs and for editors that complete JSON (published as
 * docs/flow.schema.json, served at /flow.schema.json and as a component of the OpenAPI document). It says the shape; that
 * edges lead somewhere, that durations can be read and that texts keep WhatsApp's limits is told by parse-flow.ts and lint.
 */
import { z } from "zod";
import type { NodeDefinition } from "../nodes/definition.ts";
import { flowSchema, nodeSchema } from "./document.ts";

type JsonSchema = Record<string, unknown>;

/** Without references, so that it can stand inside another document. */
export function flowJsonSchema(nodeTypes: readonly NodeDefinition[]): JsonSchema {
  const { $schema, ...flow } = describe(flowSchema);
  const properties = flow["properties"] as Record<string, JsonSchema>;
  return {
    $schema,
    title: "Sluice flow",
    description: "A flow: nodes, the edges between their ports, the templates it uses, and where its cards stand.",
    ...flow,
    properties: { ...properties, nodes: { ...properties["nodes"], items: { oneOf: nodeTypes.map(describeNode) } } },
  };
}

/** A node of one type: `type` is the constant that tells the alternatives apart. */
function describeNode(definition: NodeDefinition): JsonSchema {
  const { $schema: _node, ...node } = describe(nodeSchema);
  const { $schema: _config, ...config } = describe(definition.schema);
  return {
    title: definition.title,
    description: definition.help,
    ...node,
    properties: { ...(node["properties"] as JsonSchema), type: { type: "string", const: definition.type }, config },
  };
}

/**
 * What is accepted, so a field with a default may be missing. Of a field's metadata only label and help are meant for
 * readers; its `maxLength` is a counter beside the field, not a bound of the document, hence the empty registry.
 */
function describe(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    metadata: z.registry(),
    override({ zodSchema, jsonSchema }) {
      const meta = z.globalRegistry.get(zodSchema);
      if (typeof meta?.["label"] === "string") jsonSchema.title = meta["label"];
      if (typeof meta?.["help"] === "string") jsonSchema.description = meta["help"];
    },
  }) as JsonSchema;
}
