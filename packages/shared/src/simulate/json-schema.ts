import { z } from "zod";
import type { Json } from "../flow/json.ts";

/** Any plain JSON value. */
export const jsonSchema: z.ZodType<Json> = z.json() as unknown as z.ZodType<Json>;
