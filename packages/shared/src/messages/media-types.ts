/** Which files WhatsApp takes, by kind [M-media]; sizes stand in limits.ts. */
import { LIMITS } from "./limits.ts";

export type MediaKind = "image" | "video" | "audio" | "document" | "sticker";

const TYPES: Record<MediaKind, readonly string[]> = {
  image: ["image/jpeg", "image/png"],
  video: ["video/mp4", "video/3gpp"],
  audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
  sticker: ["image/webp"],
  document: [
    "application/pdf",
    "text/plain",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ],
};

export const MEDIA_TYPES: readonly string[] = Object.values(TYPES).flat();

/** `mediaKindOf("image/png")` -> "image"; null for what WhatsApp does not take. */
export function mediaKindOf(mimeType: string): MediaKind | null {
  const type = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  return (Object.keys(TYPES) as MediaKind[]).find((kind) => TYPES[kind].includes(type)) ?? null;
}

/** Documents may have 100 MB at WhatsApp; what is kept here is sent from memory and has at most 16. */
export function mostBytes(kind: MediaKind): number {
  return Math.min(LIMITS.media.bytes[kind], 16 * 1024 * 1024);
}

/** A file that is kept here: it is uploaded to WhatsApp when it is first sent, and its id there is used again. */
export function isKeptFile(mediaId: string): boolean {
  return /^file:[0-9a-f]{32}$/.test(mediaId);
}
