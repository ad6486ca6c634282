/** Facts about a made-up person that the screen says in several places. No React. */
import { type Instant, parseInstant } from "@sluice/shared/time/instant";
import type { EmulatedContact, PhoneMessage } from "./control.ts";

export function nameOf(contact: EmulatedContact): string {
  return contact.name.trim() || contact.phone;
}

/** "Asha" of "Asha Menon"; a number stays whole. */
export function firstName(contact: EmulatedContact): string {
  const name = nameOf(contact);
  return name.startsWith("+") ? name : (name.split(/\s+/)[0] ?? name);
}

export function at(text: string | null | undefined): Instant | null {
  return text ? parseInstant(text) : null;
}

/** When the window closes; null when it was never opened. */
export function windowUntil(contact: EmulatedContact): Instant | null {
  return at(contact.window.until);
}

/** It was refused by WhatsApp: listed, but never shown to the person. */
export function isBlocked(message: PhoneMessage): boolean {
  return message.direction === "from-business" && message.status === "failed";
}

export interface MarginNote {
  tone: "marketing" | "water" | "utility" | "bad";
  title: string;
  text: string;
}

/** What a message was and what it cost, beside the phone. Null for what the person wrote. */
export function marginNote(message: PhoneMessage, contact: EmulatedContact): MarginNote | null {
  if (message.direction === "from-contact") return null;
  if (isBlocked(message)) {
    const what = message.template ?? "a message";
    return { tone: "bad", title: "Never shown", text: `${what}, refused with ${message.error?.code ?? "an error"}` };
  }
  switch (message.category?.toUpperCase()) {
    case "MARKETING":
      return { tone: "marketing", title: "Marketing template", text: slotWords(message, contact) };
    case "UTILITY":
      return { tone: "utility", title: "Utility template", text: "takes no slot" };
    case "AUTHENTICATION":
      return { tone: "utility", title: "Authentication template", text: "takes no slot" };
    default:
  }
  if (message.type === "template") return { tone: "utility", title: "Template", text: message.template ?? "" };
  const kind =
    message.type !== "interactive" ? message.type : message.interactive === "list" ? "list" : "message with buttons";
  return { tone: "water", title: `Free-form ${kind}`, text: "window open" };
}

function slotWords(message: PhoneMessage, contact: EmulatedContact): string {
  if (message.tookSlot) return `took one of ${firstName(contact)}’s slots`;
  return contact.capActive ? "took no slot" : "no limit in this country";
}

/** Letters alone, for "counts as": case and accents aside. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLocaleLowerCase("en");
}

/**
 * The label a written text counts as tapping (caps.md I4): the newest message before it that shows this label.
 * Null when it is plain text.
 */
export function countsAs(text: string, before: readonly PhoneMessage[]): string | null {
  const wanted = folded(text);
  if (!wanted) return null;
  for (const message of before.toReversed()) {
    if (message.direction !== "from-business" || !message.shown) continue;
    const label = message.buttons?.find((target) => folded(target.title) === wanted);
    if (label) return label.title;
  }
  return null;
}
