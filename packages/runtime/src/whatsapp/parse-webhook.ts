/**
 * From the body of a webhook to typed events (WR §6). A total function: whatever JSON comes in, it answers and does not
 * throw. What cannot be understood is kept as an `unknown` event or said in a note; nothing disappears silently.
 */
import type { Json } from "@sluice/shared/flow/json";
import type { Instant } from "@sluice/shared/time/instant";
import { parseAccount, parseCapability, parsePhoneQuality } from "./parse-account-event.ts";
import { parseCall, parseEcho, parseMessage, parseStatus, parseUserPreference } from "./parse-conversation-event.ts";
import { parseError } from "./parse-error.ts";
import {
  parseTemplateCategory,
  parseTemplateComponents,
  parseTemplateQuality,
  parseTemplateStatus,
} from "./parse-template-event.ts";
import { isDeeperThan, type JsonObject, listOf, maximumDepth, objectOf, textOf } from "./read-json.ts";
import { hashed, readChange, type WebhookChange } from "./webhook-change.ts";
import type { UnknownReceived, ValueErrorReceived, WebhookEvent } from "./webhook-event.ts";

export interface ParsedWebhook {
  events: WebhookEvent[];
  /** What was left out or guessed and why, for the log; at most 20. No personal data. */
  notes: string[];
}

/**
 * @param receivedAt stands in for a time that is missing or unreadable, after the entry's own. Without it such an event
 * is of 1970, which opens no window.
 */
export function parseWebhook(body: unknown, receivedAt: Instant = 0): ParsedWebhook {
  const events: WebhookEvent[] = [];
  const notes: string[] = [];
  const note = (text: string) => {
    if (notes.length < 20) notes.push(text);
  };
  for (const { entry, raw, place } of changesOf(body, note)) {
    const change = readChange(entry, raw, receivedAt, (text) => note(`${place}: ${text}`));
    events.push(...eventsOf(change));
  }
  return { events, notes };
}

function* changesOf(body: unknown, note: (text: string) => void) {
  const root = objectOf(body);
  const object = textOf(root?.["object"]);
  if (!root) note("The body is not a JSON object.");
  else if (!Array.isArray(root["entry"])) note("The body has no list of entries.");
  if (object !== undefined && object !== "whatsapp_business_account") {
    note("The body is about something else than a WhatsApp business account.");
    return;
  }
  for (const [position, item] of listOf(root?.["entry"]).entries()) {
    const entry = objectOf(item);
    if (!entry || !Array.isArray(entry["changes"])) note(`Entry ${position} has no list of changes.`);
    for (const [index, candidate] of listOf(entry?.["changes"]).entries()) {
      const place = `Entry ${position}, change ${index}`;
      const raw = objectOf(candidate);
      if (!entry || !raw) note(`${place} is not an object.`);
      // Four levels stand around a change: body, entries, entry, changes.
      else if (isDeeperThan(raw, maximumDepth - 4)) note(`${place} is deeper than ${maximumDepth} levels: left out.`);
      else yield { entry, raw, place };
    }
  }
}

function eventsOf(change: WebhookChange): WebhookEvent[] {
  const lists = listFields.get(change.field);
  if (lists) {
    const found = lists.flatMap(([name, parse]) => itemsOf(change, name, parse));
    return found.length > 0 ? found : [unknown(change, change.raw)];
  }
  const parse = Object.keys(change.value).length > 0 ? wholeFields.get(change.field) : undefined;
  return [parse?.(change) ?? unknown(change, change.raw)];
}

/** What a parser cannot use it answers with null; the item is then kept as unknown. */
type ParseItem = (change: WebhookChange, item: JsonObject, isOnly: boolean) => WebhookEvent | null;

/** Fields whose value holds lists of events: the names of the lists. */
const listFields = new Map<string, [list: string, parse: ParseItem][]>([
  [
    "messages",
    [
      ["messages", parseMessage],
      ["statuses", parseStatus],
      ["errors", parseValueError],
    ],
  ],
  ["calls", [["calls", parseCall]]],
  ["user_preferences", [["user_preferences", parseUserPreference]]],
  ["smb_message_echoes", [["message_echoes", parseEcho]]],
]);

/** Fields whose value is one event. */
const wholeFields = new Map<string, (change: WebhookChange) => WebhookEvent | null>([
  ["message_template_status_update", parseTemplateStatus],
  ["message_template_quality_update", parseTemplateQuality],
  ["template_category_update", parseTemplateCategory],
  ["message_template_components_update", parseTemplateComponents],
  ["phone_number_quality_update", parsePhoneQuality],
  ["account_update", parseAccount],
  ["account_alerts", parseAccount],
  ["account_review_update", parseAccount],
  ["phone_number_name_update", parseAccount],
  ["business_capability_update", parseCapability],
]);

function itemsOf(change: WebhookChange, name: string, parse: ParseItem): WebhookEvent[] {
  const items = listOf(change.value[name]);
  return items.map((candidate) => {
    const item = objectOf(candidate);
    return (item && parse(change, item, items.length === 1)) ?? unknown(change, candidate);
  });
}

function unknown(change: WebhookChange, part: unknown): UnknownReceived {
  return { ...hashed(change, part), type: "unknown", field: change.field, raw: part as Json };
}

function parseValueError(change: WebhookChange, item: JsonObject): ValueErrorReceived | null {
  const error = parseError(item);
  return error && { ...hashed(change, item), type: "value-error", phoneNumberId: change.phoneNumberId, error };
}
