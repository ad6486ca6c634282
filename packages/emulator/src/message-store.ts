/** Every message between the business and a phone, both ways. */
import { randomBytes } from "node:crypto";
import type { MessageClass } from "./cap.ts";
import type { Shown } from "./shown.ts";

export type Status = "accepted" | "sent" | "delivered" | "read" | "failed" | "received";

export interface Message {
  wamid: string;
  waId: string;
  direction: "from-business" | "from-contact";
  shown: Shown;
  at: number;
  status: Status;
  history: { status: Status; at: number }[];
  error?: { code: number; title: string; details: string } | undefined;
  /** The message it answers. */
  contextId?: string | undefined;
  template?: { name: string; language: string; category: string } | undefined;
  /** What the other side put on it. */
  reaction?: string | undefined;
  /** Only from the business. */
  outgoing?: Outgoing | undefined;
}

interface Outgoing {
  class: MessageClass;
  /** Sent through `marketing_messages`. */
  lite: boolean;
  callbackData: string | undefined;
  /** Named by BSUID instead of phone. */
  byUserId: boolean;
  takesSlot: boolean;
  /** Null: it will arrive. */
  willFail: { code: number; details: string } | null;
  pricing: Pricing | null;
  /** Not delivered by then: dropped without a word. */
  expiresAt: number;
}

export interface Pricing {
  billable: boolean;
  pricing_model: "PMP";
  type: "regular" | "free_customer_service" | "free_entry_point";
  category: string;
}

export class MessageStore {
  readonly #byId = new Map<string, Message>();
  readonly #byContact = new Map<string, Message[]>();
  readonly #pending = new Map<string, Set<Message>>();

  add(message: Message): void {
    this.#byId.set(message.wamid, message);
    const list = this.#byContact.get(message.waId);
    if (list) list.push(message);
    else this.#byContact.set(message.waId, [message]);
    if (message.outgoing) this.#pendingOf(message.waId).add(message);
  }

  get(wamid: string): Message | null {
    return this.#byId.get(wamid) ?? null;
  }

  /** In the order they were made. */
  all(): Message[] {
    return [...this.#byId.values()];
  }

  /** Oldest first. */
  of(waId: string): readonly Message[] {
    return this.#byContact.get(waId) ?? [];
  }

  /** From the business, neither delivered nor failed nor expired. */
  pending(waId: string, now: number): Message[] {
    const pending = this.#pendingOf(waId);
    for (const message of pending) {
      const over = message.status !== "accepted" && message.status !== "sent";
      if (over || now >= (message.outgoing?.expiresAt ?? 0)) pending.delete(message);
    }
    return [...pending];
  }

  #pendingOf(waId: string): Set<Message> {
    const known = this.#pending.get(waId);
    if (known) return known;
    const made = new Set<Message>();
    this.#pending.set(waId, made);
    return made;
  }
}

/** Looks like WhatsApp's and is never used twice, not even by another run of the emulator. */
export function newWamid(waId: string): string {
  const header = Buffer.from([0x1d, 0x08, waId.length]);
  return `wamid.${Buffer.concat([header, Buffer.from(waId), Buffer.from([0x15, 0x02, 0x00, 0x11, 0x18, 0x12]), randomBytes(15)]).toString("base64")}`;
}
