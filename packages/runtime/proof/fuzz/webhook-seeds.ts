/**
 * One body of each kind that WhatsApp posts (WR §6), written from its tables. What a fuzz run changes begins here; with
 * FIXTURES_DIR the recorded ones are added.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNT } from "../support/rig.ts";
import { changeOf, webhookOf } from "../support/webhooks.ts";

const PHONE = "5511900000001";
const USER = "BR.13491208655302741918";
const AT = "1795428000";

export function webhookSeeds(): object[] {
  const fixtures = process.env["FIXTURES_DIR"];
  const folder = fixtures === undefined ? null : join(fixtures, "whatsapp", "webhooks");
  const recorded =
    folder === null || !existsSync(folder)
      ? []
      : readdirSync(folder)
          .filter((name) => name.endsWith(".json"))
          .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as object);
  return [
    ...[...MESSAGES, ...BY_OTHERS].map((message) =>
      webhookOf(changeOf("messages", { contacts: PEOPLE, messages: [message] })),
    ),
    ...STATUSES.map((status) => webhookOf(changeOf("messages", { contacts: PEOPLE, statuses: [status] }))),
    ...VALUES.map(([field, value]) => webhookOf(changeOf(field, value))),
    ...MANAGEMENT.map(([field, value]) => ({
      object: "whatsapp_business_account",
      entry: [{ id: ACCOUNT.wabaId, time: Number(AT), changes: [{ field, value }] }],
    })),
    webhookOf(
      changeOf("messages", { contacts: PEOPLE, messages: MESSAGES }),
      changeOf("messages", { statuses: STATUSES }),
    ),
    { object: "whatsapp_business_account", entry: [] },
    ...recorded,
  ];
}

const PEOPLE = [{ profile: { name: "Asha", username: "asha" }, wa_id: PHONE, user_id: USER }];

const message = (id: string, type: string, part: unknown, more: object = {}) => ({
  from: PHONE,
  from_user_id: USER,
  id: `wamid.in-${id}`,
  timestamp: AT,
  type,
  [type]: part,
  ...more,
});
const media = {
  id: "1013859600285441",
  mime_type: "image/jpeg",
  sha256: "b7a4c8",
  caption: "Look",
  url: "https://x.invalid/1",
};

const MESSAGES = [
  message("text", "text", { body: "Hello" }),
  message("stop", "text", { body: "STOP" }),
  message("start", "text", { body: "START" }),
  message("reply", "text", { body: "this one" }, { context: { from: "551155550100", id: "wamid.out-1" } }),
  message("forwarded", "text", { body: "look" }, { context: { forwarded: true, frequently_forwarded: true } }),
  message(
    "product",
    "text",
    { body: "?" },
    { context: { id: "x", referred_product: { catalog_id: "1", product_retailer_id: "2" } } },
  ),
  message(
    "referral",
    "text",
    { body: "hi" },
    {
      referral: {
        source_url: "https://fb.invalid/ad",
        source_id: "ADID",
        source_type: "ad",
        headline: "H",
        body: "B",
        ctwa_clid: "c",
      },
    },
  ),
  message("button-reply", "interactive", { type: "button_reply", button_reply: { id: "shoes", title: "Shoes" } }),
  message("list-reply", "interactive", {
    type: "list_reply",
    list_reply: { id: "row", title: "Row", description: "d" },
  }),
  message("form", "interactive", {
    type: "nfm_reply",
    nfm_reply: { name: "flow", body: "Sent", response_json: '{"a":[1]}' },
  }),
  message("call-permission", "interactive", {
    type: "call_permission_reply",
    call_permission_reply: { response: "accept" },
  }),
  message("button", "button", { payload: "Yes", text: "Yes" }, { context: { id: "wamid.out-1" } }),
  message("image", "image", media),
  message("video", "video", media),
  message("audio", "audio", { ...media, voice: true }),
  message("document", "document", { ...media, filename: "a.pdf" }),
  message("sticker", "sticker", { ...media, animated: false }),
  message("location", "location", {
    latitude: -23.55,
    longitude: -46.63,
    name: "Praça",
    address: "Centro",
    url: "https://x.invalid",
  }),
  message("contacts", "contacts", [
    { name: { formatted_name: "B" }, phones: [{ phone: "+1 555", wa_id: "1555", type: "HOME" }] },
  ]),
  message("order", "order", {
    catalog_id: "1",
    text: "t",
    product_items: [{ product_retailer_id: "2", quantity: 1, item_price: 2.5, currency: "BRL" }],
  }),
  message("reaction", "reaction", { message_id: "wamid.out-1", emoji: "\u{1f44d}" }),
  message("unreaction", "reaction", { message_id: "wamid.out-1" }),
  message("moved", "system", { body: "A moved", wa_id: "5521900000001", type: "user_changed_number" }),
  message(
    "identity",
    "system",
    { type: "customer_identity_changed" },
    { identity: { acknowledged: true, created_timestamp: AT, hash: "h" } },
  ),
  message(
    "unsupported",
    "unsupported",
    { type: "poll" },
    { errors: [{ code: 131051, title: "Unsupported", error_data: { details: "d" } }] },
  ),
  message("unknown", "unknown", {}, { errors: [{ code: 131051 }] }),
  message("edit", "edit", { original_message_id: "wamid.in-text", message: { type: "text", text: { body: "Hullo" } } }),
  message("revoke", "revoke", { original_message_id: "wamid.in-text" }),
  message("welcome", "request_welcome", {}),
  message("group", "text", { body: "all" }, { group_id: "HBgL" }),
];

/** Without a phone, or without anything. */
const BY_OTHERS = [
  {
    from_user_id: "US.ENT.13491208655302741919",
    id: "wamid.in-bsuid",
    timestamp: AT,
    type: "text",
    text: { body: "hi" },
  },
  { from: USER, id: "wamid.in-bsuid-in-from", timestamp: AT, type: "text", text: { body: "hi" } },
  { id: "wamid.in-nobody", timestamp: AT, type: "text", text: { body: "hi" } },
];

const status = (name: string, more: object = {}) => ({
  id: "wamid.out-1",
  status: name,
  timestamp: AT,
  recipient_id: PHONE,
  recipient_user_id: USER,
  ...more,
});
const pricing = { billable: true, pricing_model: "PMP", category: "marketing", type: "regular" };

const STATUSES = [
  status("sent", {
    pricing,
    biz_opaque_callback_data: "att_1.0f",
    conversation: { id: "c", expiration_timestamp: AT, origin: { type: "marketing" } },
  }),
  status("delivered", { pricing }),
  status("read"),
  status("played"),
  status("deleted"),
  ...[131049, 131047, 131050, 130472, 131026, 131031, 190, 368, 130429, 131056, 132015].map((code) =>
    status("failed", {
      errors: [{ code, title: "failed", message: "m", href: "https://x.invalid", error_data: { details: "d" } }],
    }),
  ),
  status("read", { recipient_type: "group", recipient_participant_id: PHONE }),
];

const VALUES: [field: string, value: object][] = [
  ["messages", { errors: [{ code: 130429, title: "Rate limit hit", error_data: { details: "d" } }] }],
  [
    "calls",
    {
      calls: [
        {
          id: "wacid.1",
          from: PHONE,
          to: "551155550100",
          event: "connect",
          timestamp: AT,
          direction: "USER_INITIATED",
          session: { sdp: "v=0", sdp_type: "offer" },
        },
      ],
    },
  ],
  [
    "calls",
    {
      calls: [
        {
          id: "wacid.2",
          to: PHONE,
          event: "terminate",
          timestamp: AT,
          direction: "BUSINESS_INITIATED",
          duration: 3,
          status: "COMPLETED",
        },
      ],
    },
  ],
  [
    "user_preferences",
    {
      user_preferences: [
        {
          wa_id: PHONE,
          user_id: USER,
          detail: "d",
          category: "marketing_messages",
          value: "stop",
          timestamp: Number(AT),
        },
      ],
    },
  ],
  [
    "user_preferences",
    {
      user_preferences: [
        { wa_id: PHONE, detail: "d", category: "marketing_messages", value: "resume", timestamp: Number(AT) },
      ],
    },
  ],
  [
    "user_preferences",
    {
      user_preferences: [
        { wa_id: PHONE, category: "marketing_messages", value: "signup", signup_id: "1", timestamp: Number(AT) },
      ],
    },
  ],
  [
    "smb_message_echoes",
    {
      message_echoes: [
        {
          from: "551155550100",
          to: PHONE,
          id: "wamid.in-echo",
          timestamp: AT,
          type: "text",
          text: { body: "from the phone" },
        },
      ],
    },
  ],
  [
    "history",
    {
      history: [
        { metadata: { phase: 0, chunk_order: 1, progress: 55 }, threads: [{ id: PHONE, messages: [MESSAGES[0]] }] },
      ],
    },
  ],
  ["group_lifecycle_update", { groups: [{ type: "group_create", group_id: "HBgL", subject: "s" }] }],
  ["a_field_of_the_future", { anything: [1, { of: "it" }] }],
];

const template = {
  message_template_id: 594425479261596,
  message_template_name: "offer",
  message_template_language: "en",
};

const MANAGEMENT: [field: string, value: object][] = [
  ...["APPROVED", "REJECTED", "PAUSED", "DISABLED", "FLAGGED", "PENDING_DELETION"].map((event): [string, object] => [
    "message_template_status_update",
    {
      event,
      ...template,
      reason: "NONE",
      message_template_category: "MARKETING",
      disable_info: { disable_date: Number(AT) },
      other_info: { title: "t" },
    },
  ]),
  ["message_template_quality_update", { previous_quality_score: "GREEN", new_quality_score: "RED", ...template }],
  [
    "template_category_update",
    { previous_category: "UTILITY", new_category: "MARKETING", correct_category: "MARKETING", ...template },
  ],
  [
    "message_template_components_update",
    {
      ...template,
      message_template_element: "Hello",
      message_template_buttons: [{ message_template_button_type: "URL" }],
    },
  ],
  [
    "phone_number_quality_update",
    { display_phone_number: "551155550100", event: "THROUGHPUT_UPGRADE", current_limit: "TIER_UNLIMITED" },
  ],
  [
    "phone_number_name_update",
    {
      display_phone_number: "551155550100",
      decision: "APPROVED",
      requested_verified_name: "N",
      rejection_reason: null,
    },
  ],
  ...[
    "ACCOUNT_RESTRICTION",
    "ACCOUNT_VIOLATION",
    "DISABLED_UPDATE",
    "MM_LITE_TERMS_SIGNED",
    "VOLUME_BASED_PRICING_TIER_UPDATE",
  ].map((event): [string, object] => [
    "account_update",
    {
      event,
      phone_number: "551155550100",
      restriction_info: [{ restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION", expiration: Number(AT) }],
      ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE", waba_ban_date: "2026-12-01" },
    },
  ]),
  [
    "account_alerts",
    {
      entity_type: "BUSINESS",
      entity_id: "1",
      alert_severity: "INFORMATIONAL",
      alert_status: "NONE",
      alert_type: "OBA_APPROVED",
      alert_description: "d",
    },
  ],
  ["account_review_update", { decision: "APPROVED" }],
  ["business_capability_update", { max_daily_conversation_per_phone: 1_000, max_phone_numbers_per_business: 20 }],
];
