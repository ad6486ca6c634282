/** To whom a send goes: `to`, or `recipient` with a business-scoped id; `to` wins (WR §5). */
import { type Json, maybeTextAt } from "./check.ts";
import { digitsOf } from "./contacts.ts";
import { callingCodeOf, looksInternational } from "./countries.ts";
import { GraphError } from "./graph-error.ts";
import { businessWaId, type World } from "./world.ts";

export interface Recipient {
  /** As the caller wrote it; comes back in the answer. */
  input: string;
  waId: string;
  byUserId: boolean;
}

export function readRecipient(world: World, body: Json): Recipient {
  if (body["recipient_type"] === "group")
    throw new GraphError(100, "Groups are not emulated; recipient_type must be individual.");
  if (body["recipient_type"] !== undefined && body["recipient_type"] !== "individual") {
    throw new GraphError(
      100,
      `Param recipient_type must be individual; it is ${JSON.stringify(body["recipient_type"])}.`,
    );
  }
  const to = maybeTextAt(body, "to");
  if (to === undefined) return readUserId(world, body);
  const waId = phoneToWaId(to, businessWaId(world));
  if (waId === null) throw new GraphError(100, `Param to is not a phone number: "${to}".`);
  if (waId === businessWaId(world))
    throw new GraphError(131021, "Recipient phone number cannot be the same as the sender phone number.");
  return { input: to, waId, byUserId: false };
}

/**
 * `phoneToWaId("(11) 90000-0042", "5511…")` -> "5511900000042": without "+", WhatsApp puts the business's own country in
 * front, unless what is there already reads as an international number.
 */
function phoneToWaId(to: string, business: string): string | null {
  const digits = digitsOf(to);
  if (digits === null || !/^\+?[\d\s().-]+$/.test(to)) return null;
  if (to.startsWith("+") || looksInternational(digits)) return digits;
  return digitsOf(`${callingCodeOf(business)}${digits}`);
}

function readUserId(world: World, body: Json): Recipient {
  const userId = maybeTextAt(body, "recipient");
  if (userId === undefined) throw new GraphError(131008, "The parameter to is required.");
  if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(userId))
    throw new GraphError(131009, `Param recipient is not a business-scoped user id: "${userId}".`);
  const contact = world.contacts.byUserId(userId);
  if (!contact) throw new GraphError(131026, `No WhatsApp user has the business-scoped id ${userId}.`);
  return { input: userId, waId: contact.waId, byUserId: true };
}
