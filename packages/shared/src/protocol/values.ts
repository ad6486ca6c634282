/** Small values that many requests and answers share. */
import { z } from "zod";
import type { FlowDocument } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import type { Template } from "../flow/template.ts";
import { formatInstant, parseInstant } from "../time/instant.ts";

/** ISO 8601 in UTC on the wire ("2026-11-23T10:00:00Z"), milliseconds in the program. */
export const instant = z.codec(
  z.string().meta({ format: "date-time", examples: ["2026-11-23T10:00:00Z"] }),
  z.number(),
  {
    decode: (text, context) => {
      const value = parseInstant(text);
      if (value !== null) return value;
      context.issues.push({ code: "custom", input: text, message: "an instant such as 2026-11-23T10:00:00Z" });
      return z.NEVER;
    },
    encode: (value) => formatInstant(value),
  },
);

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A flow document. Its shape is checked by flow/read-flow.ts; `flow.schema.json` describes it. */
export const flowDocument = z.custom<FlowDocument>(isObject, "a flow document").meta({ component: "Flow" });

/** A template as Graph's message_templates returns it. */
export const templateDocument = z.custom<Template>(isObject, "a template").meta({ component: "Template" });

export const json: z.ZodType<Json> = z.json();

/** One page of a list. `next` goes into `?cursor=` for the following one; null is the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const cursor = z.string().max(500).optional();
const limit = z.coerce.number<number>().int().min(1).max(200).default(50);

export const pageQuery = z.strictObject({ cursor, limit });

/** How a person is shown in lists. */
export const person = z.object({
  id: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
});

export type Person = z.infer<typeof person>;
