/** Uploaded and received files, in memory (WR §5: media limits). */
import { createHash, randomBytes } from "node:crypto";
import { LIMITS } from "@sluice/shared/messages/limits";
import { GraphError } from "./graph-error.ts";
import type { MediaKind } from "./validate-content.ts";

export interface StoredMedia {
  id: string;
  mimeType: string;
  bytes: Buffer;
  sha256: string;
  expiresAt: number;
  /** What a download address must carry; a new one each time the address is asked for. */
  ticket: { value: string; expiresAt: number } | null;
}

const DAY = 24 * 3_600_000;
const UPLOAD_LIVES = 30 * DAY;
const RECEIVED_LIVES = 7 * DAY;
const ADDRESS_LIVES = 5 * 60_000;
/** Oldest files go first beyond this. */
const KEPT_BYTES = 512 * 1024 * 1024;

/** MIME types WhatsApp takes, by kind [M-media]. */
const TYPES: Record<MediaKind, string[]> = {
  audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
  document: [
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ],
  image: ["image/jpeg", "image/png"],
  sticker: ["image/webp"],
  video: ["video/mp4", "video/3gpp"],
};

export class MediaStore {
  readonly #files = new Map<string, StoredMedia>();
  #bytes = 0;

  /** What the business uploads; refused when WhatsApp would not take its type or size. */
  upload(bytes: Buffer, mimeType: string, now: number): StoredMedia {
    const type = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
    const kind = (Object.keys(TYPES) as MediaKind[]).find((candidate) => TYPES[candidate].includes(type));
    if (!kind) {
      const known = Object.values(TYPES).flat().join(", ");
      throw new GraphError(
        100,
        `Param file must be a file with one of the following types: ${known}. Received file of type '${type || "unknown"}'.`,
      );
    }
    const max = LIMITS.media.bytes[kind];
    if (bytes.length > max)
      throw new GraphError(100, `The file is ${bytes.length} bytes long; ${kind} files may have ${max}.`);
    if (bytes.length === 0) throw new GraphError(100, "The file is empty.");
    return this.#add(bytes, mimeType, now + UPLOAD_LIVES);
  }

  /** What a contact sends. */
  receive(bytes: Buffer, mimeType: string, now: number): StoredMedia {
    return this.#add(bytes, mimeType, now + RECEIVED_LIVES);
  }

  get(id: string, now: number): StoredMedia | null {
    const file = this.#files.get(id);
    if (file && now >= file.expiresAt) this.delete(id);
    return this.#files.get(id) ?? null;
  }

  /** The secret part of a download address; lives 5 minutes. */
  ticketFor(file: StoredMedia, now: number): string {
    file.ticket = { value: randomBytes(12).toString("hex"), expiresAt: now + ADDRESS_LIVES };
    return file.ticket.value;
  }

  delete(id: string): boolean {
    const file = this.#files.get(id);
    if (!file) return false;
    this.#bytes -= file.bytes.length;
    return this.#files.delete(id);
  }

  #add(bytes: Buffer, mimeType: string, expiresAt: number): StoredMedia {
    const id = String(1_000_000_000_000_000 + randomBytes(6).readUIntBE(0, 6));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const file: StoredMedia = { id, mimeType, bytes, sha256, expiresAt, ticket: null };
    this.#files.set(id, file);
    this.#bytes += bytes.length;
    for (const oldest of this.#files.keys()) {
      if (this.#bytes <= KEPT_BYTES || oldest === id) break;
      this.delete(oldest);
    }
    return file;
  }
}
