/** The emulator's control API as the phone uses it (docs: emulator, control side). Times are ISO 8601. */
import { query, request } from "../api/client.ts";
import { controlBase } from "../app/embedding.ts";

export interface EmulatedContact {
  phone: string;
  name: string;
  /** ISO 3166 alpha-2, read from the number; "ZZ" when unknown. */
  country: string;
  /** False where WhatsApp's limit does not apply, so that slots mean nothing. */
  capActive: boolean;
  /** Null: unlimited. */
  marketingSlots: number | null;
  optedOut: boolean;
  online: boolean;
  autoRead: boolean;
  /** Webhooks about this person get lost on the way. */
  losesWebhooks: boolean;
  /** The customer service window; `until` is null when it was never opened. */
  window: { open: boolean; until: string | null };
  /** No marketing template gets through before this instant (after 131049). */
  lockedUntil: string | null;
}

export type ContactSettings = Partial<
  Pick<EmulatedContact, "name" | "marketingSlots" | "optedOut" | "online" | "autoRead" | "losesWebhooks">
>;

export interface TapTarget {
  id: string;
  title: string;
  description?: string;
}

export interface PhoneMessage {
  wamid: string;
  direction: "from-business" | "from-contact";
  type: string;
  /** Kind of an interactive message: "button", "list", "cta_url". */
  interactive?: string;
  header?: string;
  text?: string;
  footer?: string;
  /** Name and category of a template. */
  template?: string;
  category?: string;
  /** What can be tapped: quick replies, reply buttons, or all rows of a list. */
  buttons?: TapTarget[];
  /** `rows` are ids of `buttons`. */
  list?: { label: string; sections: { title?: string; rows: string[] }[] };
  /** Buttons the business never hears of. */
  links?: { kind: string; title: string; value?: string }[];
  media?: { kind: string; filename?: string };
  location?: { latitude: number; longitude: number; name?: string; address?: string };
  /** What the other side put on it. */
  reaction?: string;
  /** The message it answers. */
  context?: string;
  status: "accepted" | "sent" | "delivered" | "read" | "failed" | "received";
  error?: { code: number; title: string; details: string };
  /** It is, or was, on the phone's screen. */
  shown: boolean;
  tookSlot?: boolean;
  at: string;
}

export interface EmulatorClock {
  now: string;
}

/** One request of the business, or one webhook to it, word for word. */
export interface TrafficEntry {
  seq: number;
  kind: "request" | "webhook";
  at: string;
  method: string;
  path: string;
  body: string;
  /** Null: no answer came, or none was given. */
  status: number | null;
  answer: string;
  /** What the emulator did besides: an injected fault, why a webhook is tried again. */
  note?: string;
}

/** What a person does on the phone; exactly one of the keys beside `from`. */
export interface Inbound {
  from: string;
  text?: string;
  /** Id or title of a button or row; `on` is the message that has it. */
  tap?: string;
  on?: string;
  location?: { latitude: number; longitude: number; name?: string };
  media?: { type: string; caption?: string };
  call?: true;
}

const PAGE = 1_000;

const contactPath = (phone: string) => `${controlBase}/contacts/${encodeURIComponent(phone)}`;

export const control = {
  contacts: (signal: AbortSignal) =>
    request<{ contacts: EmulatedContact[] }>(`${controlBase}/contacts${query({ limit: 200 })}`, { signal }),
  putContact: (phone: string, settings: ContactSettings) =>
    request<EmulatedContact>(contactPath(phone), { method: "PUT", body: settings }),
  messages: (phone: string, signal: AbortSignal) =>
    request<PhoneMessage[]>(`${contactPath(phone)}/messages`, { signal }),
  inbound: (act: Inbound) => request<{ wamid: string }>(`${controlBase}/inbound`, { method: "POST", body: act }),
  clock: (signal: AbortSignal) => request<EmulatorClock>(`${controlBase}/clock`, { signal }),
  moveClock: (by: { advance: string } | { set: string }) =>
    request<EmulatorClock>(`${controlBase}/clock`, { method: "POST", body: by }),
  /** Oldest first, from after that entry on. */
  log: (after: number, signal: AbortSignal) =>
    request<{ entries: TrafficEntry[]; next: number }>(`${controlBase}/log${query({ after, limit: PAGE })}`, {
      signal,
    }),
};
