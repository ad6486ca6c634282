/** What happens to the account and its numbers (WR §6). */
import type { Json } from "@sluice/shared/flow/json";
import { present, textOf } from "./read-json.ts";
import { hashed, type WebhookChange } from "./webhook-change.ts";
import type { AccountChanged, CapabilityChanged, PhoneQualityChanged } from "./webhook-event.ts";

export function parsePhoneQuality(change: WebhookChange): PhoneQualityChanged | null {
  const displayPhoneNumber = textOf(change.value["display_phone_number"]);
  const event = textOf(change.value["event"]);
  if (displayPhoneNumber === undefined || event === undefined) return null;
  const currentLimit = textOf(change.value["current_limit"]);
  return present({
    ...hashed(change, change.value),
    type: "phone-quality",
    displayPhoneNumber,
    event,
    currentLimit,
  });
}

/** `event` is named differently from field to field; where nothing names it, it is the field. */
export function parseAccount(change: WebhookChange): AccountChanged {
  const { field, value } = change;
  const event = textOf(value["event"]) ?? textOf(value["decision"]) ?? textOf(value["alert_type"]) ?? field;
  return { ...hashed(change, value), type: "account", field, event, raw: value as Json };
}

export function parseCapability(change: WebhookChange): CapabilityChanged {
  return { ...hashed(change, change.value), type: "capability", raw: change.value as Json };
}
