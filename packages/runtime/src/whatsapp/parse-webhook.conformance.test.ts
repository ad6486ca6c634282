/** Recorded webhooks of several authors, and bodies made from them: R6. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseWebhook } from "./parse-webhook.ts";

const fixtures = process.env["FIXTURES_DIR"];
const place = fixtures === undefined ? "" : join(fixtures, "whatsapp", "webhooks");
const folder = existsSync(place) ? place : undefined;
const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder ?? "", name), "utf8"));

/** The event that a file must give, by how its name begins; the first line that fits. */
const expected: [prefix: string, event: object][] = [
  ["batch", { type: "message" }],
  ["field-account_", { type: "account" }],
  ["field-phone_number_name_update", { type: "account" }],
  ["field-calls", { type: "call" }],
  ["field-message_template_components_update", { type: "template-components" }],
  ["field-message_template_quality_update", { type: "template-quality" }],
  ["field-message_template_status_update", { type: "template-status" }],
  ["field-template_category_update", { type: "template-category" }],
  ["field-phone_number_quality_update", { type: "phone-quality" }],
  ["field-business_capability_update", { type: "capability" }],
  ["field-smb_message_echoes", { type: "echo" }],
  ["field-user_preferences", { type: "user-preference" }],
  ["field-", { type: "unknown" }],
  ["message-interactive-button_reply", { message: { content: { kind: "tap", on: "button" } } }],
  ["message-interactive-list_reply", { message: { content: { kind: "tap", on: "row" } } }],
  ["message-interactive-nfm_reply", { message: { content: { kind: "form" } } }],
  ["message-interactive", { message: { content: { kind: "unsupported" } } }],
  ["message-button", { message: { content: { kind: "tap", on: "template" } } }],
  ["message-audio", { message: { content: { kind: "media", media: "audio" } } }],
  ["message-document", { message: { content: { kind: "media", media: "document" } } }],
  ["message-image", { message: { content: { kind: "media", media: "image" } } }],
  ["message-sticker", { message: { content: { kind: "media", media: "sticker" } } }],
  ["message-video", { message: { content: { kind: "media", media: "video" } } }],
  ["message-text", { message: { content: { kind: "text" } } }],
  ["message-contacts", { message: { content: { kind: "contacts" } } }],
  // One of them has words in the place of its coordinates.
  ["message-location--netflie", { message: { content: { kind: "unsupported", type: "location" } } }],
  ["message-location", { message: { content: { kind: "location" } } }],
  ["message-order", { message: { content: { kind: "order" } } }],
  ["message-reaction", { message: { content: { kind: "reaction" } } }],
  ["message-edit", { message: { content: { kind: "edit" } } }],
  ["message-revoke", { message: { content: { kind: "revoke" } } }],
  ["message-system", { message: { content: { kind: "system" } } }],
  ["message-unsupported", { message: { content: { kind: "unsupported" } } }],
  ["message-unknown", { message: { content: { kind: "unsupported" } } }],
  ["message-referral", { message: { referral: { sourceId: "ADID" } } }],
  ["message-bsuid", { message: { from: { userId: expect.stringMatching(/^[A-Z]{2}\./) } } }],
  ["message-", { type: "message" }],
  ["status-read-group", { type: "status", status: "read", groupId: expect.any(String) }],
  ["status-failed", { type: "status", status: "failed", errors: [{ code: expect.any(Number) }] }],
  ["status-sent", { type: "status", status: "sent" }],
  ["status-delivered", { type: "status", status: "delivered" }],
  ["status-read", { type: "status", status: "read" }],
  ["status-played", { type: "status", status: "played" }],
  ["status-", { type: "status" }],
  ["value-errors", { type: "value-error", error: { code: expect.any(Number) } }],
];

describe.skipIf(folder === undefined)("recorded webhooks (FIXTURES_DIR)", () => {
  test("there are some", () => {
    expect(files.length).toBeGreaterThan(10);
  });

  test.each(files)("%s", (name) => {
    const body = read(name);
    const { events, notes } = parseWebhook(body);
    const event = expected.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (event) expect(events).toEqual(expect.arrayContaining([expect.objectContaining(nested(event))]));
    else expect(events.length + notes.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(parseWebhook(body).events).toEqual(events);
  });
});

/** Makes every level of an expectation partial. */
function nested(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
      if (Array.isArray(value)) return [key, value.map((item) => expect.objectContaining(item))];
      return [key, isPlain ? expect.objectContaining(nested(value)) : value];
    }),
  );
}

/** A body with everything in it, to be damaged. */
const whole = {
  object: "whatsapp_business_account",
  entry: [
    {
      id: "waba",
      time: 1_750_000_000,
      changes: [
        {
          field: "messages",
          value: {
            metadata: { display_phone_number: "15550783881", phone_number_id: "number" },
            contacts: [{ wa_id: "5511900000001", user_id: "BR.1", profile: { name: "Asha" } }],
            messages: [
              { from: "5511900000001", id: "wamid.1", timestamp: "1750000000", type: "text", text: { body: "hi" } },
              {
                from_user_id: "BR.1",
                id: "wamid.2",
                timestamp: 1_750_000_000,
                type: "interactive",
                context: { id: "wamid.0" },
                referral: { source_id: "1" },
                interactive: { type: "nfm_reply", nfm_reply: { response_json: '{"__proto__":{"polluted":1}}' } },
              },
            ],
            statuses: [
              {
                id: "wamid.3",
                status: "failed",
                timestamp: "1750000000",
                recipient_id: "5511900000001",
                errors: [{ code: 131049, error_data: { details: "d" } }],
                pricing: { billable: true },
                conversation: { id: "c", origin: { type: "marketing" } },
              },
            ],
            errors: [{ code: 130429 }],
          },
        },
        { field: "user_preferences", value: { user_preferences: [{ wa_id: "5511900000001", value: "stop" }] } },
        { field: "calls", value: { calls: [{ id: "w", from: "5511900000001", event: "connect" }] } },
        { field: "message_template_status_update", value: { event: "PAUSED", message_template_name: "sale" } },
        { field: "smb_message_echoes", value: { message_echoes: [{ id: "w", to: "5511900000001" }] } },
        { field: "account_update", value: { event: "ACCOUNT_RESTRICTION" } },
      ],
    },
  ],
};

/** Any JSON, with keys that reach for prototypes among them. */
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 6 }),
  fc
    .constantFrom("", "__proto__", "constructor", -1, 1e308, 1e21, {}, [], [[[]]], null)
    .map((value) => value as unknown),
  fc
    .dictionary(fc.constantFrom("__proto__", "constructor", "prototype", "toJSON", "id", "type"), fc.jsonValue())
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown),
);

/** Replaces, renames or removes what stands at a place found by the numbers. */
function damaged(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [first, ...rest] = path;
  if (typeof value !== "object" || value === null || first === undefined) return replacement;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length === 0 && first % 3 === 0) delete copy[key];
  else copy[key] = damaged(copy[key], rest, replacement);
  return copy;
}

const bodies = files.length > 0 ? [whole, ...files.map(read)] : [whole];
const untouched = Object.getOwnPropertyNames(Object.prototype).sort();
const runs = { numRuns: 3_000 };

describe("R6, S6: whatever comes in", () => {
  property.prop([anyJson], runs)("any JSON is answered and nothing is polluted", (body) => {
    expect(parseWebhook(body)).toEqual({ events: expect.any(Array), notes: expect.any(Array) });
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
  });

  property.prop([fc.constantFrom("messages", "calls", "user_preferences", "account_update", ""), anyJson], runs)(
    "any value of a field",
    (field, value) => {
      const body = { object: "whatsapp_business_account", entry: [{ id: "1", changes: [{ field, value }] }] };
      expect(parseWebhook(body).events.length).toBeGreaterThan(0);
    },
  );

  property.prop([fc.constantFrom(...bodies), fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), anyJson], runs)(
    "a real body with one part replaced or removed: same answer each time, every event has a key, times are times",
    (body, path, replacement) => {
      const changed = damaged(body, path, replacement);
      const { events } = parseWebhook(changed);
      expect(parseWebhook(changed).events).toEqual(events);
      for (const event of events) {
        expect(event.key).not.toBe("");
        if (event.type !== "message") continue;
        expect(Number.isSafeInteger(event.message.at)).toBe(true);
        expect(event.message.from.phone ?? event.message.from.userId).toBeTruthy();
      }
      expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
    },
  );

  property.prop([fc.array(fc.tuple(fc.nat(), fc.integer({ min: 32, max: 126 })), { maxLength: 8 })], runs)(
    "a body with bytes changed is no JSON, or it is answered",
    (changes) => {
      const bytes = Buffer.from(JSON.stringify(whole));
      for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
      let body: unknown;
      try {
        body = JSON.parse(bytes.toString());
      } catch {
        return;
      }
      expect(parseWebhook(body).events).toEqual(expect.any(Array));
    },
  );
});
