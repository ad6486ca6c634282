/** One change of a webhook with what stands around it, and what every event read from it needs. */
import { createHash } from "node:crypto";
import type { Instant } from "@sluice/shared/time/instant";
import { instantOf, type JsonObject, objectOf, textOf } from "./read-json.ts";
import { type Contacts, readContacts } from "./read-person.ts";

export interface WebhookChange {
  wabaId: string;
  field: string;
  raw: JsonObject;
  value: JsonObject;
  phoneNumberId: string;
  contacts: Contacts;
  /** On management fields; undefined on messages. */
  entryTime: Instant | undefined;
  receivedAt: Instant;
  note(text: string): void;
}

export function readChange(
  entry: JsonObject,
  raw: JsonObject,
  receivedAt: Instant,
  note: (text: string) => void,
): WebhookChange {
  const value = objectOf(raw["value"]) ?? {};
  return {
    wabaId: textOf(entry["id"]) ?? "",
    field: textOf(raw["field"]) ?? "",
    raw,
    value,
    phoneNumberId: textOf(objectOf(value["metadata"])?.["phone_number_id"]) ?? "",
    contacts: readContacts(value),
    entryTime: instantOf(entry["time"]),
    receivedAt,
    note,
  };
}

export function timeOf(change: WebhookChange, timestamp: unknown): Instant {
  const at = instantOf(timestamp);
  if (at === undefined) change.note("a time is missing or unreadable.");
  return at ?? change.entryTime ?? change.receivedAt;
}

/**
 * What events without an id of their own have in common. The entry's time is part of the key: a template may be paused,
 * approved and paused again.
 */
export function hashed(change: WebhookChange, part: unknown): { key: string; wabaId: string } {
  const told = JSON.stringify([change.wabaId, change.entryTime ?? null, change.field, change.phoneNumberId, part]);
  return { key: `${change.field}:${createHash("sha256").update(told).digest("hex")}`, wabaId: change.wabaId };
}
