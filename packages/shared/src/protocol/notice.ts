/** What WhatsApp did that people should know, shown until somebody puts it away (L8). */
import { z } from "zod";
import { instant } from "./values.ts";

export const notice = z
  .object({
    id: z.string(),
    at: instant,
    /** "template-status", "template-category", "account-restricted", … */
    code: z.string(),
    /** Names stand between double asterisks. */
    sentence: z.string(),
  })
  .meta({ id: "Notice" });

export type NoticeView = z.infer<typeof notice>;
