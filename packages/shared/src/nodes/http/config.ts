import { z } from "zod";
import { parseDuration, SECOND } from "../../time/duration.ts";
import { field, filledText, variableName } from "../fields.ts";
import { PATH } from "./pick.ts";

const DEFAULT_TIMEOUT = "PT10S";
const LONGEST_TIMEOUT = 30 * SECOND;

/** Made by us or by the connection; another value would contradict it. */
const OURS = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "idempotency-key",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const headerName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "the name of a header")
  .refine((name) => !OURS.has(name.toLowerCase()), "this header is set by the server itself");

export const httpSchema = z.strictObject({
  method: field(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]), { label: "Method", widget: "select" }),
  url: field(
    filledText(2_000, 1).refine((url) => /^(https?:\/\/|\s*\{\{)/i.test(url), "an address that begins with https://"),
    { label: "Address", help: "What {{ }} put in is made safe for an address.", widget: "text" },
  ),
  headers: field(
    z
      .record(headerName, filledText(2_000))
      .refine((headers) => Object.keys(headers).length <= 30, "at most 30")
      .optional(),
    { label: "Headers", widget: "pairs" },
  ),
  body: field(filledText(16_000).optional(), {
    label: "Body",
    help: "JSON as a rule: a {{ name }} stands inside quotes for a text, without them for any value.",
    widget: "multiline",
  }),
  save: field(
    z
      .array(
        z.strictObject({
          path: z.string().max(500).regex(PATH, "a path such as order.lines[0].price, or $ for all"),
          variable: variableName,
        }),
      )
      .max(50)
      .optional(),
    {
      label: "Remember",
      help: "Parts of the answer, such as order.lines[0].price; $ is all of it.",
      widget: "saves",
    },
  ),
  timeout: field(
    z
      .string()
      .refine((text) => {
        const duration = parseDuration(text) ?? 0;
        return duration > 0 && duration <= LONGEST_TIMEOUT;
      }, "a duration up to PT30S, more than zero")
      .optional(),
    {
      label: "Give up after",
      help: "10 seconds unless you set another; 30 at most.",
      widget: "duration",
      usual: DEFAULT_TIMEOUT,
    },
  ),
});
export type HttpConfig = z.infer<typeof httpSchema>;

export function httpTimeout(config: HttpConfig): number {
  return parseDuration(config.timeout ?? DEFAULT_TIMEOUT) ?? 10 * SECOND;
}
