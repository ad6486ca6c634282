/** `GET /{phone-number-id}`: health and limits of the business number (WR §4, §7). */

import { GraphError } from "./graph-error.ts";
import type { GraphRequest } from "./graph-request.ts";
import type { World } from "./world.ts";

const DEFAULT_FIELDS = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "id",
];

export function getPhoneNumber(world: World, request: GraphRequest): Record<string, unknown> {
  const { businessPhone, businessName, phoneNumberId } = world.credentials;
  const values: Record<string, unknown> = {
    verified_name: businessName,
    code_verification_status: "VERIFIED",
    display_phone_number: display(businessPhone),
    quality_rating: "GREEN",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    whatsapp_business_manager_messaging_limit: "TIER_100K",
    messaging_limit_tier: "TIER_100K",
    name_status: "APPROVED",
    status: "CONNECTED",
    account_mode: "LIVE",
    is_official_business_account: false,
    last_onboarded_time: "2026-01-15T12:00:00+0000",
    webhook_configuration: world.callback === null ? {} : { application: world.callback },
    id: phoneNumberId,
  };
  const asked =
    request.query
      .get("fields")
      ?.split(",")
      .map((field) => field.trim()) ?? DEFAULT_FIELDS;
  const unknown = asked.find((field) => !Object.hasOwn(values, field));
  if (unknown !== undefined)
    throw new GraphError(
      100,
      `Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessPhoneNumber).`,
    );
  return Object.fromEntries([...asked, "id"].map((field) => [field, values[field]]));
}

/** "+551155550100" -> "+55 11 5555-0100"; other countries as they are. */
function display(phone: string): string {
  return phone.replace(/^\+55(\d\d)(\d{4,5})(\d{4})$/, "+55 $1 $2-$3");
}
