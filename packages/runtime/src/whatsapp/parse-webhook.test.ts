import { describe, expect, test } from "vitest";
import { parseWebhook } from "./parse-webhook.ts";
import type { WebhookEvent } from "./webhook-event.ts";

const seconds = 1_750_000_000;
const at = seconds * 1_000;

function body(value: object, field = "messages", entry: object = {}) {
  return { object: "whatsapp_business_account", entry: [{ id: "waba", ...entry, changes: [{ field, value }] }] };
}

function inbound(message: object, contacts: object[] = []) {
  return body({
    metadata: { phone_number_id: "number", display_phone_number: "15550783881" },
    contacts,
    messages: [{ from: "5511900000001", id: "wamid.1", timestamp: String(seconds), ...message }],
  });
}

function status(part: object, contacts?: object[]) {
  const told = { id: "wamid.1", status: "sent", timestamp: String(seconds), ...part };
  return body({ metadata: { phone_number_id: "number" }, statuses: [told], ...(contacts && { contacts }) });
}

function only(input: unknown, receivedAt?: number): WebhookEvent {
  const { events } = parseWebhook(input, receivedAt);
  expect(events).toHaveLength(1);
  return events[0] as WebhookEvent;
}

function messageOf(input: unknown) {
  const event = only(input);
  if (event.type !== "message") throw new Error(`expected a message, got ${event.type}`);
  return event.message;
}

describe("what a message says (WR §6)", () => {
  test.each([
    [
      { type: "text", text: { body: "hi" } },
      { kind: "text", text: "hi" },
    ],
    [
      { type: "text", text: { body: "" } },
      { kind: "text", text: "" },
    ],
    [{ text: { body: "no type" } }, { kind: "text", text: "no type" }],
    [
      { type: "button", button: { payload: "n1/0", text: "Yes" } },
      { kind: "tap", on: "template", id: "n1/0", title: "Yes" },
    ],
    [
      { type: "button", button: { text: "Yes" } },
      { kind: "tap", on: "template", id: "Yes", title: "Yes" },
    ],
    [
      { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "a", title: "A" } } },
      { kind: "tap", on: "button", id: "a", title: "A" },
    ],
    [
      {
        type: "interactive",
        interactive: { type: "list_reply", list_reply: { id: "r", title: "R", description: "d" } },
      },
      { kind: "tap", on: "row", id: "r", title: "R" },
    ],
    [
      { type: "interactive", interactive: { nfm_reply: { name: "flow", body: "Sent", response_json: '{"a":1}' } } },
      { kind: "form", name: "flow", response: { a: 1 } },
    ],
    [
      { type: "interactive", interactive: { nfm_reply: { response_json: "{broken" } } },
      { kind: "form", response: "{broken" },
    ],
    [
      { type: "interactive", interactive: { type: "call_permission_reply", call_permission_reply: {} } },
      { kind: "unsupported", type: "call_permission_reply" },
    ],
    [{ type: "interactive" }, { kind: "unsupported", type: "interactive" }],
    [
      { type: "image", image: { id: "m1", mime_type: "image/jpeg", caption: "look", sha256: "x" } },
      { kind: "media", media: "image", mediaId: "m1", mimeType: "image/jpeg", caption: "look" },
    ],
    [
      { type: "document", document: { id: "m1", filename: "a.pdf" } },
      { kind: "media", media: "document", mediaId: "m1", filename: "a.pdf" },
    ],
    [
      { type: "image", errors: [{ code: 131052 }] },
      { kind: "unsupported", type: "image" },
    ],
    [
      { type: "location", location: { latitude: "-23.5", longitude: -46.6, name: "Here" } },
      { kind: "location", latitude: -23.5, longitude: -46.6, name: "Here" },
    ],
    [
      { type: "location", location: { latitude: "north", longitude: 1 } },
      { kind: "unsupported", type: "location" },
    ],
    [
      { type: "contacts", contacts: [{ name: {} }] },
      { kind: "contacts", contacts: [{ name: {} }] },
    ],
    [
      { type: "order", order: { catalog_id: "c" } },
      { kind: "order", order: { catalog_id: "c" } },
    ],
    [
      { type: "reaction", reaction: { message_id: "wamid.0", emoji: "👍" } },
      { kind: "reaction", emoji: "👍", wamid: "wamid.0" },
    ],
    [
      { type: "reaction", reaction: { message_id: "wamid.0", emoji: "" } },
      { kind: "reaction", emoji: null, wamid: "wamid.0" },
    ],
    [
      { type: "reaction", reaction: { message_id: "wamid.0" } },
      { kind: "reaction", emoji: null, wamid: "wamid.0" },
    ],
    [
      { type: "edit", edit: { original_message_id: "wamid.0", message: {} } },
      { kind: "edit", wamid: "wamid.0" },
    ],
    [
      { type: "revoke", revoke: { original_message_id: "wamid.0" } },
      { kind: "revoke", wamid: "wamid.0" },
    ],
    [
      { type: "system", system: { body: "changed", wa_id: "5511900000002", type: "user_changed_number" } },
      { kind: "system", notice: "changed", newPhone: "+5511900000002" },
    ],
    [
      { type: "system", identity: { hash: "h" } },
      { kind: "system", notice: "customer_identity_changed" },
    ],
    [{ type: "request_welcome" }, { kind: "system", notice: "request_welcome" }],
    [
      { type: "unsupported", unsupported: { type: "poll" }, errors: [{ code: 131051 }] },
      { kind: "unsupported", type: "poll" },
    ],
    [
      { type: "hologram", hologram: { a: 1 } },
      { kind: "unsupported", type: "hologram" },
    ],
    [{ type: "constructor" }, { kind: "unsupported", type: "constructor" }],
    [{}, { kind: "unsupported", type: "unknown" }],
  ])("%o", (message, content) => {
    expect(messageOf(inbound(message)).content).toEqual(content);
  });

  test("the answers of a form that are nested too deep stay text", () => {
    const deep = `${"[".repeat(1_000)}${"]".repeat(1_000)}`;
    const message = messageOf(inbound({ type: "interactive", interactive: { nfm_reply: { response_json: deep } } }));
    expect(message.content).toEqual({ kind: "form", response: deep });
  });

  test("time, context and referral", () => {
    const referral = { source_type: "ad", source_id: "1", source_url: "https://fb.me/1", headline: "h", body: "b" };
    const message = { type: "text", text: { body: "hi" }, context: { id: "wamid.0" }, referral, timestamp: seconds };
    expect(messageOf(inbound(message))).toEqual({
      wamid: "wamid.1",
      at,
      from: { phone: "+5511900000001" },
      contextWamid: "wamid.0",
      referral: { sourceType: "ad", sourceId: "1", sourceUrl: "https://fb.me/1", headline: "h", body: "b" },
      content: { kind: "text", text: "hi" },
    });
  });
});

describe("who sent it (WR §6.1)", () => {
  const text = { type: "text", text: { body: "hi" } };
  const asha = { wa_id: "5511900000001", user_id: "BR.1", profile: { name: "Asha" } };
  const phone = "+5511900000001";
  test.each([
    ["phone alone", {}, [], { from: { phone } }],
    ["phone with its contact", {}, [asha], { from: { phone, userId: "BR.1" }, profileName: "Asha" }],
    [
      "user id alone, completed by its contact",
      { from: undefined, from_user_id: "BR.1" },
      [asha],
      { from: { phone, userId: "BR.1" }, profileName: "Asha" },
    ],
    ["user id in the place of the phone", { from: "BR.1" }, [], { from: { userId: "BR.1" } }],
    [
      "user id in both places",
      { from: "BR.1" },
      [{ wa_id: "BR.1", profile: { name: "Asha" } }],
      { from: { userId: "BR.1" }, profileName: "Asha" },
    ],
    [
      "nothing but the only contact",
      { from: undefined },
      [asha],
      { from: { phone, userId: "BR.1" }, profileName: "Asha" },
    ],
    [
      "the only contact names the person in its own way",
      {},
      [{ user_id: "BR.1", profile: { name: "Asha" } }],
      { from: { phone, userId: "BR.1" }, profileName: "Asha" },
    ],
    ["another person's contact", {}, [{ wa_id: "5511900000002", user_id: "BR.2" }], { from: { phone } }],
    [
      "same phone, another user id: a new owner of the number",
      { from_user_id: "BR.9" },
      [asha],
      { from: { phone, userId: "BR.9" } },
    ],
    [
      "its own among several contacts",
      {},
      [{ wa_id: "5511900000002", user_id: "BR.2" }, asha],
      { from: { phone, userId: "BR.1" }, profileName: "Asha" },
    ],
    ["an id of no known form", { from: "WHATSAPP_ID" }, [], { from: { userId: "WHATSAPP_ID" } }],
    ["a number", { from: 5511900000001 }, [], { from: { phone } }],
  ])("%s", (_, message, contacts, expected) => {
    const { from, profileName } = messageOf(inbound({ ...text, ...message }, contacts));
    expect({ from, ...(profileName === undefined ? {} : { profileName }) }).toEqual(expected);
  });

  test("a message from nobody is kept as unknown, with a note", () => {
    const { events, notes } = parseWebhook(inbound({ ...text, from: undefined }));
    expect(events).toMatchObject([{ type: "unknown", field: "messages", raw: { id: "wamid.1" } }]);
    expect(notes).toEqual(["Entry 0, change 0: a message does not say enough to be used."]);
  });

  test("a message in a group is no message of a conversation", () => {
    expect(only(inbound({ ...text, group_id: "g" }))).toMatchObject({ type: "unknown", field: "messages" });
  });
});

describe("statuses", () => {
  test("everything it carries", () => {
    const told = {
      status: "failed",
      recipient_id: "5511900000001",
      biz_opaque_callback_data: "attempt-1",
      pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "marketing" },
      conversation: { id: "c", expiration_timestamp: String(seconds), origin: { type: "marketing" } },
      errors: [{ code: 131049, title: "Not delivered", error_data: { details: "healthy" } }, { code: "131000" }, {}],
    };
    expect(only(status(told))).toEqual({
      type: "status",
      key: "status:wamid.1:failed",
      wabaId: "waba",
      phoneNumberId: "number",
      wamid: "wamid.1",
      status: "failed",
      at,
      recipient: { phone: "+5511900000001" },
      errors: [{ code: 131049, title: "Not delivered", details: "healthy" }, { code: 131000 }],
      callbackData: "attempt-1",
      pricing: { billable: true, model: "PMP", type: "regular", category: "marketing" },
      conversation: { id: "c", expiresAt: at, origin: "marketing" },
    });
  });

  test.each([
    ["a status nobody knows is kept", { status: "teleported" }, { status: "teleported", recipient: null }],
    ["user id alone", { recipient_user_id: "BR.1" }, { recipient: { userId: "BR.1" } }],
    ["user id as recipient_id", { recipient_id: "BR.1" }, { recipient: { userId: "BR.1" } }],
    [
      "a member of a group",
      { recipient_type: "group", recipient_id: "g", recipient_participant_id: "5511900000001" },
      { groupId: "g", recipient: { phone: "+5511900000001" } },
    ],
  ])("%s", (_, part, expected) => {
    expect(only(status(part))).toMatchObject(expected);
  });

  test("the contact completes the recipient", () => {
    const contacts = [{ wa_id: "5511900000001", user_id: "BR.1" }];
    const recipient = { phone: "+5511900000001", userId: "BR.1" };
    expect(only(status({ recipient_user_id: "BR.1" }, contacts))).toMatchObject({ recipient });
  });
});

describe("everything else", () => {
  const metadata = { phone_number_id: "number", display_phone_number: "15550783881" };
  const from = "5511900000001";
  const template = { message_template_id: 12, message_template_name: "sale", message_template_language: "en" };
  const named = { templateId: "12", name: "sale", language: "en" };
  test.each<[string, object, object]>([
    [
      "user_preferences",
      {
        metadata,
        user_preferences: [{ wa_id: from, category: "marketing_messages", value: "stop", timestamp: seconds }],
      },
      { type: "user-preference", from: { phone: `+${from}` }, value: "stop", category: "marketing_messages", at },
    ],
    [
      "calls",
      { metadata, calls: [{ id: "w", from, event: "connect", direction: "USER_INITIATED", timestamp: `${seconds}` }] },
      { type: "call", from: { phone: `+${from}` }, event: "connect", opensWindow: true, at },
    ],
    [
      "calls",
      {
        metadata,
        calls: [{ id: "w", from: "15550783881", to: from, event: "connect", direction: "BUSINESS_INITIATED" }],
      },
      { type: "call", from: { phone: `+${from}` }, opensWindow: false },
    ],
    [
      "calls",
      { metadata, calls: [{ id: "w", from, event: "terminate", direction: "USER_INITIATED", timestamp: seconds }] },
      { type: "call", opensWindow: false },
    ],
    [
      "message_template_status_update",
      { ...template, event: "PAUSED", reason: "NONE", message_template_category: "MARKETING" },
      { type: "template-status", ...named, status: "PAUSED", reason: "NONE", category: "MARKETING" },
    ],
    [
      "message_template_quality_update",
      { ...template, previous_quality_score: "GREEN", new_quality_score: "RED" },
      { type: "template-quality", ...named, previous: "GREEN", quality: "RED" },
    ],
    [
      "template_category_update",
      { ...template, new_category: "UTILITY", correct_category: "MARKETING" },
      { type: "template-category", ...named, category: "UTILITY", announced: "MARKETING" },
    ],
    ["message_template_components_update", template, { type: "template-components", ...named, raw: template }],
    [
      "phone_number_quality_update",
      { display_phone_number: "15550783881", event: "FLAGGED", current_limit: "TIER_10K" },
      { type: "phone-quality", displayPhoneNumber: "15550783881", event: "FLAGGED", currentLimit: "TIER_10K" },
    ],
    ["account_update", { event: "ACCOUNT_RESTRICTION" }, { type: "account", event: "ACCOUNT_RESTRICTION" }],
    ["account_review_update", { decision: "APPROVED" }, { type: "account", event: "APPROVED" }],
    ["business_capability_update", { max_phone_numbers_per_business: 2 }, { type: "capability" }],
    [
      "smb_message_echoes",
      {
        metadata,
        message_echoes: [
          { from: "15550783881", to: from, id: "wamid.2", timestamp: seconds, type: "text", text: { body: "hi" } },
        ],
      },
      { type: "echo", wamid: "wamid.2", to: { phone: `+${from}` }, content: { kind: "text", text: "hi" }, at },
    ],
    [
      "messages",
      { metadata, errors: [{ code: 130429, title: "Rate limit hit" }] },
      { type: "value-error", phoneNumberId: "number", error: { code: 130429, title: "Rate limit hit" } },
    ],
    ["messages", { metadata }, { type: "unknown", field: "messages" }],
    [
      "history",
      { history: [] },
      { type: "unknown", field: "history", raw: { field: "history", value: { history: [] } } },
    ],
    ["constructor", { a: 1 }, { type: "unknown", field: "constructor" }],
    ["account_update", {}, { type: "unknown", field: "account_update" }],
    ["message_template_status_update", template, { type: "unknown" }],
  ])("%s %o", (field, value, expected) => {
    expect(only(body(value, field))).toMatchObject(expected);
  });
});

describe("keys against duplicates", () => {
  const text = { type: "text", text: { body: "hi" } };
  test("messages by number and wamid, statuses by wamid and status", () => {
    expect(only(inbound(text)).key).toBe("message:number:wamid.1");
    expect(only(inbound(text, [{ wa_id: "5511900000001" }])).key).toBe("message:number:wamid.1");
    expect(only(status({ status: "read" })).key).toBe("status:wamid.1:read");
  });

  test("anything else by its content: the same again is the same, another time or value is not", () => {
    const paused = { message_template_name: "sale", event: "PAUSED" };
    const field = "message_template_status_update";
    const key = (value: object, time: number) => only(body(value, field, { time })).key;
    expect(key(paused, 1)).toBe(key(paused, 1));
    expect(key(paused, 1)).not.toBe(key(paused, 2));
    expect(key(paused, 1)).not.toBe(key({ ...paused, event: "APPROVED" }, 1));
  });
});

describe("bodies that are not as they should be", () => {
  test.each([
    [null, "The body is not a JSON object."],
    [undefined, "The body is not a JSON object."],
    ["text", "The body is not a JSON object."],
    [[], "The body is not a JSON object."],
    [{}, "The body has no list of entries."],
    [{ object: "page", entry: [] }, "The body is about something else than a WhatsApp business account."],
    [{ entry: [null] }, "Entry 0 has no list of changes."],
    [{ entry: [{ changes: [7] }] }, "Entry 0, change 0 is not an object."],
  ])("%o", (input, note) => {
    expect(parseWebhook(input)).toEqual({ events: [], notes: [note] });
  });

  test("a change that is nested too deep is left out, the others are not", () => {
    const good = inbound({ type: "text", text: { body: "hi" } }).entry[0]?.changes[0];
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`);
    const { events, notes } = parseWebhook({
      entry: [{ id: "waba", changes: [{ field: "messages", value: deep }, good] }],
    });
    expect(events.map((event) => event.type)).toEqual(["message"]);
    expect(notes).toEqual(["Entry 0, change 0 is deeper than 32 levels: left out."]);
  });

  test("the depth a webhook may have is 32, counted from the body", () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    const take = (levels: number) => parseWebhook({ entry: [{ changes: [{ field: "x", value: nested(levels) }] }] });
    expect(take(27).events).toHaveLength(1);
    expect(take(28).events).toHaveLength(0);
  });

  test.each([
    ["the entry's own", { time: seconds }, 5, at],
    ["the time of receipt", {}, at, at],
    ["1970", {}, undefined, 0],
  ])("a missing time becomes %s", (_, entry, receivedAt, expected) => {
    const value = {
      metadata: { phone_number_id: "n" },
      messages: [{ from: "5511900000001", id: "w", timestamp: "soon" }],
    };
    const { events, notes } = parseWebhook(body(value, "messages", entry), receivedAt);
    expect(events[0]).toMatchObject({ message: { at: expected } });
    expect(notes).toEqual(["Entry 0, change 0: a time is missing or unreadable."]);
  });

  test("notes stay few", () => {
    const { events, notes } = parseWebhook({ entry: Array.from({ length: 1_000 }, () => 1) });
    expect(events).toEqual([]);
    expect(notes).toHaveLength(20);
  });

  test("thousands of messages and contacts in one body take no quadratic time", () => {
    const phones = Array.from({ length: 20_000 }, (_, index) => String(5_511_900_000_000 + index));
    const value = {
      metadata: { phone_number_id: "n" },
      contacts: phones.map((phone) => ({ wa_id: phone, user_id: `BR.${phone}` })),
      messages: phones.map((phone) => ({
        from: phone,
        id: `w${phone}`,
        timestamp: 1,
        type: "text",
        text: { body: "x" },
      })),
    };
    const started = performance.now();
    const { events } = parseWebhook(body(value));
    expect(events).toHaveLength(20_000);
    expect(events.at(-1)).toMatchObject({ message: { from: { userId: `BR.${phones.at(-1)}` } } });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
