/** The `pricing` object of status webhooks (WR §3): who pays and why, by the rules of the day the message was sent. */
import type { MessageClass } from "./cap.ts";
import { type Contact, isWindowOpen } from "./contacts.ts";
import type { Pricing } from "./message-store.ts";

/** From here on utility and free-form inside the window cost again, the latter after 1,000 a month. */
const OCTOBER_2026 = Date.UTC(2026, 9, 1);
const FREE_SERVICE_MESSAGES = 1000;

const CATEGORIES: Record<MessageClass, string> = {
  marketing: "marketing",
  utility: "utility",
  authentication: "authentication",
  "free-form": "service",
};

interface Send {
  class: MessageClass;
  lite: boolean;
  contact: Contact;
  now: number;
  /** Free-form messages of this number that counted this month. */
  serviceMessages: number;
}

export function priceOf(send: Send): Pricing {
  const { contact, now } = send;
  if (contact.freeUntil !== null && now < contact.freeUntil) {
    return { billable: false, pricing_model: "PMP", type: "free_entry_point", category: "referral_conversion" };
  }
  const category = send.lite ? "marketing_lite" : CATEGORIES[send.class];
  const free = isFree(send);
  return { billable: !free, pricing_model: "PMP", type: free ? "free_customer_service" : "regular", category };
}

function isFree({ class: kind, contact, now, serviceMessages }: Send): boolean {
  if (kind === "free-form") return now < OCTOBER_2026 || serviceMessages < FREE_SERVICE_MESSAGES;
  return kind === "utility" && now < OCTOBER_2026 && isWindowOpen(contact, now);
}

/** "2026-11": the free messages of one month do not roll over. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}
