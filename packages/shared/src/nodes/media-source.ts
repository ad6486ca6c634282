/** Where a picture, video or file comes from: a link WhatsApp fetches, or the id of something uploaded before. */
import { field, filledText } from "./fields.ts";

export const mediaFields = {
  link: field(filledText(2_000, 1).optional(), {
    label: "Link",
    help: "WhatsApp fetches it from there. May use {{ }}.",
    placeholder: "https://",
  }),
  mediaId: field(filledText(200, 1).optional(), {
    label: "or the id of an upload",
    widget: "media-file",
  }),
  filename: field(filledText(240).optional(), { label: "File name", help: "For documents, as the phone shows it." }),
};

interface Source {
  link?: string | undefined;
  mediaId?: string | undefined;
}

export const oneSource = {
  holds: ({ link, mediaId }: Source) => (link === undefined) !== (mediaId === undefined),
  message: "exactly one of link and mediaId",
};

export function mediaSource(
  { link, mediaId }: Source,
  resolve: (text: string) => string,
): { link?: string; mediaId?: string } {
  return mediaId === undefined ? { link: resolve(link ?? "") } : { mediaId: resolve(mediaId) };
}
