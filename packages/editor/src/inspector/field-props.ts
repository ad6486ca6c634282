import type { FieldMeta } from "@sluice/shared/nodes/definition";
import type { z } from "zod";

/** What every field of a generated form gets. `undefined` takes the key out of the config. */
export interface FieldProps {
  schema: z.ZodType;
  meta: FieldMeta;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Problems of this field and below it: path from here ("[0].title", or "" for itself) -> sentence. */
  errors: ReadonlyMap<string, string>;
}
