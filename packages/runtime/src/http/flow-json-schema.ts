/** The JSON Schema of flow documents, made from the schemas that check them; node configs by their own type's schema. */
import { flowSchema } from "@sluice/shared/flow/document";
import { nodeTypes } from "@sluice/shared/nodes/registry";
import { z } from "zod";

type JsonSchema = Record<string, unknown>;

let made: string | null = null;

export function flowJsonSchema(): string {
  made ??= `${JSON.stringify(flowSchemaObject(), null, 2)}\n`;
  return made;
}

export function flowSchemaObject(): JsonSchema {
  const schema = inlined(z.toJSONSchema(flowSchema, { io: "input", unrepresentable: "any", reused: "inline" }));
  const properties = schema["properties"] as Record<string, JsonSchema>;
  const nodes = properties["nodes"] ?? {};
  properties["nodes"] = { ...nodes, items: { oneOf: nodeTypes.map((definition) => nodeSchema(nodes, definition)) } };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "/flow.schema.json",
    title: "Sluice flow",
    ...schema,
  };
}

function nodeSchema(nodes: JsonSchema, definition: (typeof nodeTypes)[number]): JsonSchema {
  const any = nodes["items"] as JsonSchema;
  const { $schema: _, ...config } = z.toJSONSchema(definition.schema, { io: "input", unrepresentable: "any" });
  return {
    ...any,
    title: definition.title,
    description: definition.help,
    properties: { ...(any["properties"] as JsonSchema), type: { const: definition.type }, config },
  };
}

/** zod keeps schemas that have a name apart; a document that is read on its own is easier to read whole. */
function inlined(schema: JsonSchema): JsonSchema {
  const { $defs = {}, $ref, $schema: _, ...own } = schema as JsonSchema & { $defs?: Record<string, JsonSchema> };
  const named = typeof $ref === "string" ? ($defs[$ref.replace("#/$defs/", "")] ?? {}) : own;
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const reference = (value as JsonSchema)["$ref"];
    if (typeof reference === "string" && $defs[reference.replace("#/$defs/", "")])
      return resolve(withoutId($defs[reference.replace("#/$defs/", "")] ?? {}));
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolve(child)]));
  };
  return resolve(withoutId(named)) as JsonSchema;
}

function withoutId({ id: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
