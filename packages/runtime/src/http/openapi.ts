/** The OpenAPI 3.1 document, made from the endpoints that check requests: it cannot say anything else than the server does. */
import { endpoints } from "@sluice/shared/protocol/api";
import type { Endpoint } from "@sluice/shared/protocol/endpoint";
import { problemDocument } from "@sluice/shared/protocol/problem";
import { z } from "zod";
import { flowSchemaObject } from "./flow-json-schema.ts";

type JsonSchema = Record<string, unknown>;

let made: JsonSchema | null = null;

export function openApi(): JsonSchema {
  made ??= makeDocument();
  return made;
}

function makeDocument(): JsonSchema {
  const components: JsonSchema = {
    Flow: { ...flowSchemaObject(), $schema: undefined, $id: undefined },
    Template: {
      type: "object",
      description: "As Graph's message_templates returns it.",
      required: ["name", "language"],
    },
    OutgoingContent: kinds("What is shown to the contact.", [
      "text",
      "buttons",
      "list",
      "cta-url",
      "media",
      "location",
      "contacts",
      "location-request",
      "form",
      "product",
      "products",
      "catalog",
      "template",
    ]),
    IncomingContent: kinds("What the contact sent.", [
      "text",
      "tap",
      "form",
      "media",
      "location",
      "contacts",
      "order",
      "reaction",
      "edit",
      "revoke",
      "system",
      "unsupported",
    ]),
  };
  const paths: Record<string, JsonSchema> = {};
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {};
    paths[endpoint.path] = path;
    path[endpoint.method.toLowerCase()] = operation(endpoint, components);
  }
  schemaOf(problemDocument, components);
  return {
    openapi: "3.1.0",
    info: {
      title: "Sluice",
      version: "0.1.0",
      description:
        "Instants are ISO 8601 in UTC, durations ISO 8601. Errors are RFC 9457 problem documents. Unknown fields are refused. Lists come in pages: `next` goes into `cursor`.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths,
    components: { schemas: components },
  };
}

function kinds(description: string, names: string[]): JsonSchema {
  return { type: "object", description, required: ["kind"], properties: { kind: { enum: names } } };
}

function operation(endpoint: Endpoint, components: JsonSchema): JsonSchema {
  const { summary, tag, query, body, bodyOptional, answer, status = 200, refusals = [], idempotent } = endpoint;
  const responses: Record<string, JsonSchema> = {
    [String(status)]: { description: "Done", content: json(schemaOf(answer, components)) },
  };
  for (const code of [400, ...refusals, 500])
    responses[String(code)] = {
      description: REFUSALS[code] ?? "Refused",
      content: {
        "application/problem+json": { schema: problemSchema(endpoint.problems?.[code as 409 | 422], components) },
      },
    };
  return {
    operationId: operationId(endpoint),
    summary,
    tags: [tag],
    parameters: [
      ...[...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...(query ? queryParameters(schemaOf(query, components)) : []),
      ...(idempotent
        ? [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } }]
        : []),
    ],
    ...(body ? { requestBody: { required: !bodyOptional, content: json(schemaOf(body, components)) } } : {}),
    responses,
  };
}

function problemSchema(own: z.ZodType | undefined, components: JsonSchema): JsonSchema {
  const every = { $ref: "#/components/schemas/Problem" };
  return own ? { anyOf: [schemaOf(own, components), every] } : every;
}

const REFUSALS: Record<number, string> = {
  400: "Not understood",
  404: "Not found",
  409: "Does not fit what is now",
  413: "More than 5 MB",
  422: "Refused, with places",
  500: "Our fault",
};

function json(schema: JsonSchema): JsonSchema {
  return { "application/json": { schema } };
}

function queryParameters(schema: JsonSchema): JsonSchema[] {
  const required = new Set((schema["required"] as string[] | undefined) ?? []);
  return Object.entries((schema["properties"] as Record<string, JsonSchema> | undefined) ?? {}).map(([name, of]) => ({
    name,
    in: "query",
    required: required.has(name),
    schema: of,
  }));
}

/** "POST /api/flows/{id}/start" -> "postFlowsIdStart". */
function operationId({ method, path }: Endpoint): string {
  const words = path.replace("/api/", "").split(/[^A-Za-z0-9]+/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** What travels: the input side of codecs. Named parts go to the components. */
function schemaOf(schema: z.ZodType, components: JsonSchema): JsonSchema {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const component = z.globalRegistry.get(zodSchema as unknown as z.ZodType)?.["component"];
      if (typeof component !== "string") return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      jsonSchema.$ref = `#/components/schemas/${component}`;
    },
  }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
  for (const [name, part] of Object.entries($defs)) components[name] ??= moved(part);
  return moved(own);
}

/** References into `$defs` become references to components; `id` is zod's name for the component, not the schema's. */
function moved(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "id" && typeof value === "string" ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
