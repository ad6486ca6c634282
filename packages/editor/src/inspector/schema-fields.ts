/** Reads a node type's zod schema as a form: which fields, in which order, drawn how. */
import type { FieldMeta, Widget } from "@sluice/shared/nodes/definition";
import { z } from "zod";

export interface SchemaField {
  key: string;
  schema: z.ZodType;
  meta: FieldMeta;
  widget: Widget;
}

/** The fields of an object schema in their order. What carries no label is named after its key. */
export function schemaFields(schema: z.ZodType): SchemaField[] {
  const object = bare(schema);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape as Record<string, z.ZodType>).map(([key, field]) => {
    const meta: FieldMeta = { label: words(key), ...metaOf(field) };
    return { key, schema: field, meta, widget: meta.widget ?? widgetOf(field) };
  });
}

/** `words("previewUrl")` -> "Preview url"; `words("GET")` -> "GET" */
export function words(key: string): string {
  if (/^[A-Z]+$/.test(key)) return key;
  const spaced = key
    .replace(/([A-Z])/g, " $1")
    .replaceAll("-", " ")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The schema without "may be missing", "may be null" and defaults. */
export function bare(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable)
    inner = inner.unwrap() as z.ZodType;
  return inner;
}

export function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/** The choices of an enum, empty for anything else. */
export function choicesOfEnum(schema: z.ZodType): string[] {
  const inner = bare(schema);
  return inner instanceof z.ZodEnum ? inner.options.map(String) : [];
}

/** Metadata may stand on the field or inside of what wraps it. */
function metaOf(schema: z.ZodType): Partial<FieldMeta> {
  let inner: z.ZodType = schema;
  for (;;) {
    const meta = inner.meta() as Partial<FieldMeta> | undefined;
    if (meta?.label) return meta;
    if (!(inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable))
      return meta ?? {};
    inner = inner.unwrap() as z.ZodType;
  }
}

function widgetOf(schema: z.ZodType): Widget {
  const inner = bare(schema);
  if (inner instanceof z.ZodBoolean) return "switch";
  if (inner instanceof z.ZodEnum) return "select";
  if (inner instanceof z.ZodNumber) return "number";
  if (inner instanceof z.ZodString) return "text";
  return "hidden";
}
