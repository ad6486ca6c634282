/**
 * Files that are kept here, on their way to WhatsApp: what is about to be sent names them by our id; WhatsApp gets each one
 * once and is sent the id it gave (WR §5: it lives 30 days). An upload comes before the message, so that its failure is
 * "not sent" or "refused", never "unknown".
 */
import { isKeptFile } from "@sluice/shared/messages/media-types";
import { DAY, type Duration } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { SendOutcome, WhatsAppClient } from "../whatsapp/client.ts";

export interface KeptFilesSettings {
  store: Store;
  clock: Clock;
  phoneNumberId: string;
  upload: WhatsAppClient["uploadMedia"];
}

/** A day of the thirty is left for the message to arrive. */
const ID_LIVES: Duration = 29 * DAY;
/** WhatsApp's words for an id it does not know, or no longer (WR §2). */
const NO_SUCH_MEDIA = new Set([100, 131009, 131053]);

type Uploaded = { platformId: string; cached: boolean } | Exclude<SendOutcome, { kind: "accepted" | "unknown" }>;

export class KeptFiles {
  readonly #settings: KeptFilesSettings;
  /** A campaign asks for one file a thousand times at once. */
  readonly #underWay = new Map<string, Promise<Uploaded>>();

  constructor(settings: KeptFilesSettings) {
    this.#settings = settings;
  }

  /** Sends what `body` becomes with WhatsApp's ids in it. Where WhatsApp lost one, it is uploaded and sent once more. */
  async sendWith(body: object, send: (body: object) => Promise<SendOutcome>): Promise<SendOutcome> {
    const files = [...new Set(filesIn(body))];
    if (files.length === 0) return send(body);
    const first = await this.#fill(body, files);
    if ("kind" in first) return first;
    const outcome = await send(first.body);
    if (outcome.kind !== "rejected" || !first.cached || !NO_SUCH_MEDIA.has(outcome.code)) return outcome;
    const { store, phoneNumberId } = this.#settings;
    for (const file of files) await store.keepMediaUpload(file, phoneNumberId, null);
    const again = await this.#fill(body, files);
    return "kind" in again ? again : send(again.body);
  }

  async #fill(body: object, files: readonly string[]) {
    const ids = new Map<string, string>();
    let cached = false;
    for (const file of files) {
      const uploaded = await this.#platformId(file);
      if ("kind" in uploaded) return uploaded;
      ids.set(file, uploaded.platformId);
      cached ||= uploaded.cached;
    }
    const filled = JSON.parse(
      JSON.stringify(body),
      (key, value) => (key === "id" && ids.get(value)) || value,
    ) as object;
    return { body: filled, cached };
  }

  #platformId(file: string): Promise<Uploaded> {
    const known = this.#underWay.get(file);
    if (known) return known;
    const upload = this.#upload(file).finally(() => this.#underWay.delete(file));
    this.#underWay.set(file, upload);
    return upload;
  }

  async #upload(id: string): Promise<Uploaded> {
    const { store, clock, phoneNumberId, upload } = this.#settings;
    const known = await store.mediaUpload(id, phoneNumberId, clock.now());
    if (known !== null) return { platformId: known, cached: true };
    const file = await store.media(id);
    if (!file) return { kind: "rejected", code: 131053, details: `The file ${id} is not kept any more.` };
    const answer = await upload(phoneNumberId, file);
    if (answer.kind === "unreachable")
      return { kind: "not-sent", why: `its file could not be uploaded: ${answer.why}` };
    if (answer.kind === "rejected") return answer;
    await store.keepMediaUpload(id, phoneNumberId, { platformId: answer.value, expiresAt: clock.now() + ID_LIVES });
    return { platformId: answer.value, cached: false };
  }
}

/** Ids of ours, wherever they stand in a body. */
function filesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "id" && typeof inner === "string" ? (isKeptFile(inner) ? [inner] : []) : filesIn(inner),
  );
}
