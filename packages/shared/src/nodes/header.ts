/** The header of buttons, links and forms: a line of text, or a picture, video or file. */
import { z } from "zod";
import { LIMITS } from "../messages/limits.ts";
import type { HeaderMedia } from "../messages/outgoing.ts";
import { field, filledText } from "./fields.ts";
import { mediaFields, mediaSource, oneSource } from "./media-source.ts";

const headerSchema = z.union([
  filledText(1_000),
  z
    .strictObject({ kind: z.enum(["image", "video", "document"]), ...mediaFields })
    .refine(oneSource.holds, oneSource.message),
]);

export type HeaderConfig = z.infer<typeof headerSchema>;

export const headerField = field(headerSchema.optional(), {
  label: "Header",
  help: "A line of text, or a picture, video or file above the message.",
  widget: "header",
  maxLength: LIMITS.interactive.header,
});

export function headerContent(
  header: HeaderConfig | undefined,
  resolve: (text: string) => string,
): { header?: string; headerMedia?: HeaderMedia } {
  if (header === undefined || header === "") return {};
  if (typeof header === "string") return { header: resolve(header) };
  const { kind, filename, ...source } = header;
  return {
    headerMedia: { media: kind, ...mediaSource(source, resolve), ...(filename ? { filename: resolve(filename) } : {}) },
  };
}
