/** Files to send: kept here, uploaded to WhatsApp when they are first sent, by id from then on. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { instant, pageOf } from "./values.ts";

const mediaFile = z
  .object({
    id: z.string().meta({ description: "For `mediaId` of a node, or header.mediaId of a template" }),
    name: z.string(),
    kind: z.enum(["image", "video", "audio", "document", "sticker"]),
    mimeType: z.string(),
    bytes: z.int(),
    addedAt: instant,
    addedBy: z.string(),
  })
  .meta({ id: "MediaFile" });

export type MediaFile = z.infer<typeof mediaFile>;

export const listMedia = endpoint({
  method: "GET",
  path: "/api/media",
  summary: "Files to send, newest first",
  tag: "media",
  answer: pageOf(mediaFile),
});

export const addMedia = endpoint({
  method: "POST",
  path: "/api/media",
  summary: "Keep a file to send, at most 16 MB; the same bytes are kept once",
  tag: "media",
  body: z.strictObject({
    name: z.string().trim().min(1).max(240),
    mimeType: z.string().min(3).max(200),
    data: z.base64().meta({ description: "The bytes as base64" }),
  }),
  mostBytes: 24 * 1024 * 1024,
  answer: mediaFile,
  status: 201,
  refusals: [413, 422],
});

export const removeMedia = endpoint({
  method: "DELETE",
  path: "/api/media/{id}",
  summary: "Forget a file; messages that name it are not sent any more",
  tag: "media",
  answer: z.object({ removed: z.literal(true) }),
  refusals: [404],
});
