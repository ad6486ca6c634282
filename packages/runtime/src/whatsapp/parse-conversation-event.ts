/** Events between a number of ours and a person: messages, statuses, calls, preferences, echoes (WR §6). */
import { parseContent, parseReferral } from "./parse-content.ts";
import { parseError } from "./parse-error.ts";
import { instantOf, type JsonObject, listOf, objectOf, present, textOf } from "./read-json.ts";
import { identityOf, personOf, phoneOf } from "./read-person.ts";
import { hashed, timeOf, type WebhookChange } from "./webhook-change.ts";
import type {
  CallReceived,
  EchoReceived,
  MessageReceived,
  StatusReceived,
  UserPreferenceReceived,
} from "./webhook-event.ts";

export function parseMessage(change: WebhookChange, item: JsonObject, isOnly: boolean): MessageReceived | null {
  const { wabaId, phoneNumberId } = change;
  // A group is no conversation of ours: read as a person's message it would open a window that is not there.
  if (textOf(item["group_id"]) !== undefined) return null;
  const wamid = textOf(item["id"]);
  const person = personOf(item["from"], item["from_user_id"], change.contacts, isOnly);
  if (wamid === undefined || person === null) return lacking(change, "message", wamid);
  return {
    type: "message",
    key: `message:${phoneNumberId}:${wamid}`,
    wabaId,
    phoneNumberId,
    message: present({
      wamid,
      at: timeOf(change, item["timestamp"]),
      from: person.identity,
      profileName: person.profileName,
      contextWamid: textOf(objectOf(item["context"])?.["id"]),
      referral: parseReferral(item),
      content: parseContent(item),
    }),
  };
}

export function parseStatus(change: WebhookChange, item: JsonObject, isOnly: boolean): StatusReceived | null {
  const wamid = textOf(item["id"]);
  const status = textOf(item["status"]);
  if (wamid === undefined || status === undefined) return lacking(change, "status", wamid);
  const toGroup = textOf(item["recipient_type"]) === "group";
  const phone = item[toGroup ? "recipient_participant_id" : "recipient_id"];
  const userId = item[toGroup ? "recipient_participant_user_id" : "recipient_user_id"];
  return present({
    type: "status",
    key: `status:${wamid}:${status}`,
    wabaId: change.wabaId,
    phoneNumberId: change.phoneNumberId,
    wamid,
    status,
    at: timeOf(change, item["timestamp"]),
    recipient: personOf(phone, userId, change.contacts, isOnly)?.identity ?? null,
    errors: listOf(item["errors"]).flatMap((error) => parseError(error) ?? []),
    callbackData: textOf(item["biz_opaque_callback_data"]),
    pricing: parsePricing(item),
    conversation: parseConversation(item),
    groupId: toGroup ? textOf(item["recipient_id"]) : undefined,
  });
}

function parsePricing(item: JsonObject) {
  const pricing = objectOf(item["pricing"]);
  if (!pricing) return undefined;
  return present({
    billable: typeof pricing["billable"] === "boolean" ? pricing["billable"] : undefined,
    model: textOf(pricing["pricing_model"]),
    type: textOf(pricing["type"]),
    category: textOf(pricing["category"]),
  });
}

function parseConversation(item: JsonObject) {
  const conversation = objectOf(item["conversation"]);
  const id = textOf(conversation?.["id"]);
  if (!conversation || id === undefined) return undefined;
  return present({
    id,
    expiresAt: instantOf(conversation["expiration_timestamp"]),
    origin: textOf(objectOf(conversation["origin"])?.["type"]),
  });
}

export function parseCall(change: WebhookChange, item: JsonObject, isOnly: boolean): CallReceived | null {
  const callId = textOf(item["id"]);
  const byBusiness = textOf(item["direction"])?.toUpperCase() === "BUSINESS_INITIATED";
  const phone = item[byBusiness ? "to" : "from"];
  const userId = item[byBusiness ? "to_user_id" : "from_user_id"];
  const person = personOf(phone, userId, change.contacts, isOnly);
  if (callId === undefined || person === null) return lacking(change, "call", callId);
  const event = textOf(item["event"]) ?? "";
  return {
    ...hashed(change, item),
    type: "call",
    phoneNumberId: change.phoneNumberId,
    callId,
    event,
    from: person.identity,
    at: timeOf(change, item["timestamp"]),
    opensWindow: event === "connect" && !byBusiness,
  };
}

export function parseUserPreference(
  change: WebhookChange,
  item: JsonObject,
  isOnly: boolean,
): UserPreferenceReceived | null {
  const value = textOf(item["value"]);
  const person = personOf(item["wa_id"], item["user_id"], change.contacts, isOnly);
  if (value === undefined || person === null) return lacking(change, "preference", value);
  return {
    ...hashed(change, item),
    type: "user-preference",
    phoneNumberId: change.phoneNumberId,
    from: person.identity,
    value,
    category: textOf(item["category"]) ?? "",
    at: timeOf(change, item["timestamp"]),
  };
}

/** Sources disagree which of `from` and `to` is the business: the person is the one that is not its number. */
export function parseEcho(change: WebhookChange, item: JsonObject, isOnly: boolean): EchoReceived | null {
  const wamid = textOf(item["id"]);
  const ours = phoneOf(textOf(objectOf(change.value["metadata"])?.["display_phone_number"]) ?? "");
  const isToUs = ours !== undefined && identityOf(item["to"], undefined)?.phone === ours;
  const person = personOf(item[isToUs ? "from" : "to"], item["to_user_id"], change.contacts, isOnly);
  if (wamid === undefined || person === null) return lacking(change, "echo", wamid);
  return {
    ...hashed(change, item),
    type: "echo",
    phoneNumberId: change.phoneNumberId,
    wamid,
    to: person.identity,
    at: timeOf(change, item["timestamp"]),
    content: parseContent(item),
  };
}

/** Says what is missing; the item is kept as unknown. */
function lacking(change: WebhookChange, what: string, first: string | undefined): null {
  change.note(
    first === undefined ? `a ${what} lacks what identifies it.` : `a ${what} does not say enough to be used.`,
  );
  return null;
}
