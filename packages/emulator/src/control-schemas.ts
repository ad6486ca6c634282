/** Bodies of the control side (interfaces: emulator). Unknown fields are refused everywhere. */
import { parseDuration } from "@sluice/shared/time/duration";
import { parseInstant } from "@sluice/shared/time/instant";
import { z } from "zod";
import { digitsOf } from "./contacts.ts";
import type { Inbound, InboundContent } from "./inbound.ts";

/** Answers the digits. */
export const phoneSchema = z.string().transform((text, context) => {
  const digits = digitsOf(text);
  if (digits !== null) return digits;
  context.addIssue({
    code: "custom",
    message: `must be a phone number with its country code, like +5511900000042; it is "${text.slice(0, 40)}"`,
  });
  return z.NEVER;
});

/** ISO 8601; answers milliseconds. */
const durationSchema = z.string().transform((text, context) => {
  const duration = parseDuration(text);
  if (duration !== null) return duration;
  context.addIssue({
    code: "custom",
    message: `must be an ISO 8601 duration, like PT24H or PT0.5S; it is "${text.slice(0, 40)}"`,
  });
  return z.NEVER;
});

const instantSchema = z.string().transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  context.addIssue({
    code: "custom",
    message: `must be an instant with its zone, like 2026-11-28T08:25:00Z; it is "${text.slice(0, 40)}"`,
  });
  return z.NEVER;
});

export const contactSchema = z
  .strictObject({
    name: z.string().min(1).max(200),
    marketingSlots: z.int().min(0).max(1_000_000).nullable(),
    optedOut: z.boolean(),
    online: z.boolean(),
    autoRead: z.boolean(),
    onWhatsApp: z.boolean(),
    experiment: z.boolean(),
    losesWebhooks: z.boolean(),
  })
  .partial();

export const clockSchema = z
  .strictObject({ advance: durationSchema.optional(), set: instantSchema.optional() })
  .refine((body) => (body.advance === undefined) !== (body.set === undefined), {
    message: "must have exactly one of advance and set",
  });

const mediaTypes = ["image", "video", "audio", "document", "sticker"] as const;

/** "image" is short for {"type": "image"}. */
const mediaSchema = z.preprocess(
  (value) => (typeof value === "string" ? { type: value } : value),
  z.strictObject({
    type: z.enum(mediaTypes),
    caption: z.string().max(1024).optional(),
    filename: z.string().max(240).optional(),
    mimeType: z.string().max(120).optional(),
    data: z.base64().optional(),
  }),
);

/** "👍" is short for {"emoji": "👍"}; "" takes the reaction away. */
const reactionSchema = z.preprocess(
  (value) => (typeof value === "string" ? { emoji: value } : value),
  z.strictObject({ emoji: z.string().max(40) }).transform((value) => value.emoji),
);

const locationSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
});

const referralSchema = z
  .strictObject({
    sourceType: z.enum(["ad", "post"]).default("ad"),
    sourceId: z.string().default("120208000000000001"),
    sourceUrl: z.string().default("https://fb.me/emulated"),
    headline: z.string().default(""),
    body: z.string().default(""),
  })
  .transform((referral) => ({
    source_url: referral.sourceUrl,
    source_id: referral.sourceId,
    source_type: referral.sourceType,
    headline: referral.headline,
    body: referral.body,
    media_type: "image",
    ctwa_clid: `emulated-${referral.sourceId}`,
  }));

const CONTENTS = ["text", "tap", "media", "location", "call", "reaction", "form"] as const;

/** What an ad puts into the box when the person only taps "send". */
const AD_TEXT = "Hello! Can I get more info on this?";

export const inboundSchema = z
  .strictObject({
    from: phoneSchema,
    text: z.string().min(1).max(65_536).optional(),
    tap: z.string().min(1).max(300).optional(),
    media: mediaSchema.optional(),
    location: locationSchema.optional(),
    call: z.union([z.literal(true), z.strictObject({})]).optional(),
    reaction: reactionSchema.optional(),
    form: z.record(z.string(), z.unknown()).optional(),
    referral: referralSchema.optional(),
    on: z.string().optional(),
  })
  .transform((body, context): { from: string; inbound: Inbound } => {
    const given = CONTENTS.filter((key) => body[key] !== undefined);
    const onlyReferral = given.length === 0 && body.referral !== undefined;
    if (given.length !== 1 && !onlyReferral) {
      const instead = given.length === 0 ? "has none" : `has ${given.join(" and ")}`;
      context.addIssue({
        code: "custom",
        message: `must have exactly one of ${CONTENTS.join(", ")} (or referral alone); it ${instead}`,
      });
      return z.NEVER;
    }
    const content = contentOf(body) ?? { kind: "text", text: AD_TEXT };
    return { from: body.from, inbound: { content, on: body.on, referral: body.referral } };
  });

function contentOf(body: {
  text?: string | undefined;
  tap?: string | undefined;
  media?: z.output<typeof mediaSchema> | undefined;
  location?: z.output<typeof locationSchema> | undefined;
  call?: unknown;
  reaction?: string | undefined;
  form?: Record<string, unknown> | undefined;
}): InboundContent | null {
  if (body.text !== undefined) return { kind: "text", text: body.text };
  if (body.tap !== undefined) return { kind: "tap", tap: body.tap };
  if (body.media !== undefined) return { kind: "media", media: body.media };
  if (body.location !== undefined) return { kind: "location", location: body.location };
  if (body.call !== undefined) return { kind: "call" };
  if (body.reaction !== undefined) return { kind: "reaction", emoji: body.reaction };
  return body.form === undefined ? null : { kind: "form", response: body.form };
}

const ruleSchema = z
  .strictObject({
    path: z.string().min(1).max(200).default("*"),
    probability: z.number().min(0).max(1).optional(),
    count: z.int().min(0).optional(),
    status: z.int().min(200).max(599).optional(),
    code: z.int().min(0).optional(),
    delay: durationSchema.optional(),
    loseReply: z.boolean().optional(),
    resetAfter: z.int().min(0).optional(),
    failLater: z.int().min(1).optional(),
    duplicate: z.int().min(1).max(100).optional(),
    disorder: durationSchema.optional(),
    lose: z.boolean().optional(),
    batch: durationSchema.optional(),
  })
  .superRefine((rule, context) => {
    const others = (rule.path === "webhooks" ? REQUEST_EFFECTS : WEBHOOK_EFFECTS).filter(
      (key) => rule[key] !== undefined,
    );
    for (const key of others) {
      const belongs = rule.path === "webhooks" ? "requests, not to webhooks" : 'webhooks; set path to "webhooks"';
      context.addIssue({ code: "custom", path: [key], message: `belongs to ${belongs}` });
    }
  });

const REQUEST_EFFECTS = ["status", "code", "loseReply", "resetAfter", "failLater"] as const;
const WEBHOOK_EFFECTS = ["duplicate", "disorder", "lose", "batch"] as const;

/** `seed` drives their chance; the rules may also come alone. */
export const faultsSchema = z.preprocess(
  (value) => (Array.isArray(value) ? { rules: value } : value),
  z.strictObject({ rules: z.array(ruleSchema), seed: z.int().default(1) }),
);

export const templateStatusSchema = z.strictObject({
  status: z.enum(
    "APPROVED PENDING REJECTED PAUSED DISABLED IN_APPEAL PENDING_DELETION DELETED FLAGGED REINSTATED LIMIT_EXCEEDED LOCKED ARCHIVED UNARCHIVED".split(
      " ",
    ),
  ),
  language: z.string().optional(),
  reason: z.string().optional(),
});

export const templateCategorySchema = z.strictObject({
  category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]),
  language: z.string().optional(),
  /** Only say where it will go, as WhatsApp does a day before. */
  announce: z.boolean().default(false),
});

export const webhookSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).nullable() });

export const pageSchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
