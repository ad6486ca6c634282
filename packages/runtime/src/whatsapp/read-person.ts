/** Who a webhook speaks of (WR §6.1): a phone, a business-scoped user id, or both, from several places of the body. */
import type { Identity } from "@sluice/shared/messages/incoming";
import { type JsonObject, listOf, objectOf, present, textOf } from "./read-json.ts";

export interface Person {
  identity: Identity;
  profileName?: string;
}

/** The people of the `contacts` list of a value. */
export interface Contacts {
  byPhone: Map<string, Person>;
  byUserId: Map<string, Person>;
  /** Set when there is exactly one. */
  only?: Person;
}

export function readContacts(value: JsonObject): Contacts {
  const contacts: Contacts = { byPhone: new Map(), byUserId: new Map() };
  const items = listOf(value["contacts"]);
  for (const item of items) {
    const contact = objectOf(item);
    const identity = identityOf(contact?.["wa_id"], contact?.["user_id"]);
    if (!identity) continue;
    const person: Person = present({ identity, profileName: textOf(objectOf(contact?.["profile"])?.["name"]) });
    if (identity.phone !== undefined) contacts.byPhone.set(identity.phone, person);
    if (identity.userId !== undefined) contacts.byUserId.set(identity.userId, person);
    if (items.length === 1) contacts.only = person;
  }
  return contacts;
}

/**
 * The person named by `phone` and `userId`, completed by the contacts that come along. A user id in the place of the
 * phone is taken as one. A contact completes the person when it shares an id and contradicts in none. When the value
 * tells one thing (`isOnlyOne`) about one contact they belong together also when each names the person in its own way.
 * Null when nothing names anybody.
 */
export function personOf(phone: unknown, userId: unknown, contacts: Contacts, isOnlyOne: boolean): Person | null {
  const identity = identityOf(phone, userId);
  if (!identity) return contacts.only ?? null;
  const contact =
    (identity.userId === undefined ? undefined : contacts.byUserId.get(identity.userId)) ??
    (identity.phone === undefined ? undefined : contacts.byPhone.get(identity.phone)) ??
    (isOnlyOne ? contacts.only : undefined);
  if (!contact || contradicts(identity, contact.identity)) return { identity };
  return { ...contact, identity: { ...contact.identity, ...identity } };
}

/** A user id stays with a person for one portfolio, so it decides; without two of them the phones do. */
function contradicts(one: Identity, other: Identity): boolean {
  if (one.userId !== undefined && other.userId !== undefined) return one.userId !== other.userId;
  return one.phone !== undefined && other.phone !== undefined && one.phone !== other.phone;
}

/** As personOf, for places that carry no contacts. */
export function identityOf(phone: unknown, userId: unknown): Identity | null {
  const first = textOf(phone);
  const second = textOf(userId);
  const e164 = first === undefined ? undefined : phoneOf(first);
  const id = second ?? (e164 === undefined ? first : undefined);
  if (e164 === undefined) return id === undefined ? null : { userId: id };
  return id === undefined ? { phone: e164 } : { phone: e164, userId: id };
}

/** `phoneOf("55 11 90000-0001")` -> "+5511900000001". Undefined when it is no phone number. */
export function phoneOf(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const digits = text.replace(/[\s().-]/g, "").replace(/^\+/, "");
  return /^[1-9]\d{4,14}$/.test(digits) ? `+${digits}` : undefined;
}
