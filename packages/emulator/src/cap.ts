/**
 * May this message reach that phone? What WhatsApp decides after it has said 200 (WR §1, §3), and never explains further.
 *
 * The hidden limit here is a plain number of slots per person, set from outside. A marketing template that is delivered
 * outside the customer service window takes one. At zero the template fails with 131049. Another try within 24 h of such a
 * failure, and still at zero, locks the person for the whole account for 24 h from that try.
 */
import { type Contact, isWindowOpen } from "./contacts.ts";
import { isExempt } from "./countries.ts";

export const LOCK = 24 * 3_600_000;

/** What WhatsApp looks at: the category of a template, or free-form. */
export type MessageClass = "marketing" | "utility" | "authentication" | "free-form";

export type Verdict =
  | { delivers: true; takesSlot: boolean }
  /** `capped`: the cap or its lock refused it, which counts as a block. */
  | { delivers: false; code: number; details: string; capped: boolean };

interface Situation {
  contact: Contact;
  class: MessageClass;
  businessCountry: string;
  /** Marketing templates under way to this person that will take a slot. */
  pendingSlots: number;
  now: number;
}

export function judge(situation: Situation): Verdict {
  const { contact, now } = situation;
  if (!contact.onWhatsApp) return refused(131026, "Message Undeliverable.");
  if (situation.class === "free-form" && !isWindowOpen(contact, now)) {
    return refused(
      131047,
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    );
  }
  return situation.class === "marketing" ? judgeMarketing(situation) : { delivers: true, takesSlot: false };
}

function judgeMarketing({ contact, businessCountry, pendingSlots, now }: Situation): Verdict {
  if (contact.optedOut)
    return refused(
      131050,
      "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.",
    );
  if (contact.country === "US") return refused(131049, ECOSYSTEM);
  if (isWindowOpen(contact, now)) return { delivers: true, takesSlot: false };
  if (contact.experiment)
    return refused(130472, "Failed to send message because this user's phone number is part of an experiment");
  if (!isCapActive(contact.country, businessCountry)) return { delivers: true, takesSlot: false };
  if (contact.lockedUntil !== null && now < contact.lockedUntil) return { ...refused(131049, ECOSYSTEM), capped: true };
  if (contact.marketingSlots === null) return { delivers: true, takesSlot: false };
  if (contact.marketingSlots - pendingSlots > 0) return { delivers: true, takesSlot: true };
  return { ...refused(131049, ECOSYSTEM), capped: true };
}

export function isCapActive(contactCountry: string, businessCountry: string): boolean {
  return !isExempt(contactCountry) && !isExempt(businessCountry);
}

/** What a block leaves behind on the person. */
export function noteBlock(contact: Contact, now: number): void {
  if (contact.lastBlockAt !== null && now < contact.lastBlockAt + LOCK) contact.lockedUntil = now + LOCK;
  contact.lastBlockAt = now;
}

const ECOSYSTEM = "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.";

function refused(code: number, details: string) {
  return { delivers: false, code, details, capped: false } as const;
}
