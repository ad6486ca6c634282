/** The people of the emulated WhatsApp: each a phone with habits and a hidden allowance of marketing templates. */
import { createHash } from "node:crypto";
import { countryOf } from "./countries.ts";

export const WINDOW = 24 * 3_600_000;

/** What the control side may set. */
export interface ContactSettings {
  name: string;
  /**
   * Marketing templates this person's phone will still take from us outside a window; null: no limit. One goes with each
   * delivery. None comes back by itself in this version; whoever plays Meta sets a new number.
   */
  marketingSlots: number | null;
  /** Stopped our marketing in WhatsApp itself (131050). */
  optedOut: boolean;
  /** Has the phone a connection? Without one, messages wait at "sent". */
  online: boolean;
  /** Opens what arrives, and sends read receipts. */
  autoRead: boolean;
  /** false: 131026 for everything. */
  onWhatsApp: boolean;
  /** In Meta's group without marketing (130472). */
  experiment: boolean;
  /** Webhooks about this person are lost on the way. */
  losesWebhooks: boolean;
}

export interface Contact extends ContactSettings {
  /** Digits without "+". */
  waId: string;
  /** Business-scoped user id (WR §6.1); the same number always has the same one. */
  userId: string;
  country: string;
  /** Last message or call from the person; the customer service window is 24 h from here. */
  lastInboundAt: number | null;
  /** Last marketing template refused by the cap. */
  lastBlockAt: number | null;
  /** Until then every marketing template of the account is refused to this person. */
  lockedUntil: number | null;
  /** Came through an ad or page button and was not answered yet. */
  referredAt: number | null;
  /** Free entry point: messages cost nothing until then. */
  freeUntil: number | null;
}

export type ContactSeed = { phone: string } & Partial<ContactSettings>;

export const SEEDED_CONTACTS: ContactSeed[] = [
  { phone: "+5511900000042", name: "Mariana Costa", marketingSlots: 3 },
  { phone: "+5511900000017", name: "João Teixeira", marketingSlots: 3 },
  { phone: "+5521900000028", name: "Ana Beatriz Souza", marketingSlots: 3 },
  { phone: "+5531900000035", name: "Rafael Lima", marketingSlots: 3 },
];

export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #byUserId = new Map<string, Contact>();

  get(waId: string): Contact | null {
    return this.#contacts.get(waId) ?? null;
  }

  byUserId(userId: string): Contact | null {
    return this.#byUserId.get(userId) ?? null;
  }

  /** People nobody has heard of are made on the spot, with no limit on marketing. */
  getOrCreate(waId: string): Contact {
    const known = this.#contacts.get(waId);
    if (known) return known;
    const contact = newContact(waId);
    this.#contacts.set(waId, contact);
    this.#byUserId.set(contact.userId, contact);
    return contact;
  }

  /** In the order they were made. */
  all(): Contact[] {
    return [...this.#contacts.values()];
  }
}

/** `digitsOf("+55 (11) 90000-0042")` -> "5511900000042"; null when it cannot be a phone number. */
export function digitsOf(phone: string): string | null {
  const digits = phone.replace(/[\s().-]/g, "").replace(/^\+/, "");
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

export function isWindowOpen(contact: Contact, now: number): boolean {
  return contact.lastInboundAt !== null && now < contact.lastInboundAt + WINDOW;
}

function newContact(waId: string): Contact {
  const country = countryOf(waId);
  const hash = createHash("sha256").update(`contact ${waId}`).digest("hex");
  return {
    waId,
    userId: `${country}.${BigInt(`0x${hash.slice(0, 16)}`)}`,
    country,
    name: `+${waId}`,
    marketingSlots: null,
    optedOut: false,
    online: true,
    autoRead: true,
    onWhatsApp: true,
    experiment: false,
    losesWebhooks: false,
    lastInboundAt: null,
    lastBlockAt: null,
    lockedUntil: null,
    referredAt: null,
    freeUntil: null,
  };
}
