/** Contacts and their timeline, which explains every send, hold, retry and refusal. */

import { z } from "zod";
import { GLYPHS } from "../conversation/timeline.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { eventName } from "../nodes/fields.ts";
import { isTimeZone } from "../time/instant.ts";
import { endpoint } from "./endpoint.ts";
import { messageView } from "./message.ts";
import { sessionView } from "./session.ts";
import { instant, json, pageOf, pageQuery } from "./values.ts";

const contactFacts = {
  id: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  userId: z.string().nullable().meta({ description: "Business-scoped user id" }),
  /** The zone that counts for quiet hours (D15). */
  timeZone: z.string(),
  fields: z.record(z.string(), json),
  consent: z
    .object({
      state: z.enum(["in", "out", "unknown"]),
      at: instant.nullable(),
      source: z.string().nullable(),
      /** Who wrote it down; null: the person's own act, or unknown. */
      by: z.string().nullable(),
    })
    .meta({ description: "The wish for offers, with the newest evidence." }),
  createdAt: instant,
};

export const contactRow = z
  .object({
    ...contactFacts,
    lastInboundAt: instant.nullable(),
    /** Running ones. */
    sessions: z.int(),
  })
  .meta({ id: "ContactRow" });

export type ContactRow = z.infer<typeof contactRow>;

/** What the gate knows about a person, over all channels of the account. */
export const ledgerView = z
  .object({
    /** Marketing since the last answer. */
    unanswered: z.array(z.object({ name: z.string(), flow: z.string().nullable(), at: instant, message: z.string() })),
    /** Marketing of the last weeks, newest last. */
    recent: z.array(
      z.object({
        name: z.string(),
        flow: z.string().nullable(),
        at: instant,
        template: z.boolean(),
        delivered: z.boolean(),
      }),
    ),
    lastInteractionAt: instant.nullable(),
    /** WhatsApp blocked marketing (131049): capped until then. */
    cappedUntil: instant.nullable(),
    blocks: z.int(),
    /** Stopped offers, by WhatsApp's own switch or by a word. */
    stoppedAt: instant.nullable(),
    stoppedBy: z.enum(["meta", "word"]).nullable(),
    /** Free entry point: until then nothing costs anything, on the channel where it ends last. */
    freeUntil: instant.nullable(),
    /** How the person takes what we send (E1). */
    engagement: z.object({
      replies: z.int(),
      taps: z.int(),
      reads: z.int().meta({ description: "Offers that were read, where the person lets us know." }),
      lastReplyAt: instant.nullable(),
      lastTapAt: instant.nullable(),
      lastReadAt: instant.nullable(),
      lastMarketingAt: instant.nullable(),
      lastBlockAt: instant.nullable().meta({ description: "The last 131049." }),
    }),
  })
  .meta({ id: "Ledger" });

export type LedgerView = z.infer<typeof ledgerView>;

export const contactDetail = z
  .object({
    ...contactFacts,
    ledger: ledgerView,
    conversations: z.array(z.string()).meta({ description: "Ids for /api/conversations" }),
    sessions: z.array(sessionView),
  })
  .meta({ id: "Contact" });

export type ContactDetail = z.infer<typeof contactDetail>;

const incomingContent = z
  .custom<IncomingContent>((value) => typeof value === "object" && value !== null && "kind" in value)
  .meta({ component: "IncomingContent" });

/** What `contact.…` means beside fields. */
const RESERVED = new Set(["name", "phone", "consent", "engagement", "__proto__"]);

const place = {
  /** Sortable; also the cursor's order. */
  position: z.string(),
  at: instant,
  channel: z.string(),
};

export const timelinePart = z
  .discriminatedUnion("kind", [
    z.object({
      ...place,
      kind: z.literal("inbound"),
      wamid: z.string(),
      content: incomingContent,
      /** What was written or tapped, in words. */
      text: z.string(),
    }),
    z.object({ ...place, kind: z.literal("message"), message: messageView }),
    z.object({
      ...place,
      kind: z.literal("entry"),
      code: z.string(),
      /** Names stand between double asterisks. */
      sentence: z.string(),
      rule: z.string().nullable(),
      glyph: z.enum(GLYPHS),
      flow: z.string().nullable(),
      node: z.string().nullable(),
      session: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ])
  .meta({ id: "TimelinePart" });

export type TimelinePartView = z.infer<typeof timelinePart>;

export const listContacts = endpoint({
  method: "GET",
  path: "/api/contacts",
  summary: "Contacts",
  tag: "contacts",
  query: pageQuery.extend({ search: z.string().max(200).optional() }),
  answer: pageOf(contactRow),
});

export const getContact = endpoint({
  method: "GET",
  path: "/api/contacts/{id}",
  summary: "One contact: fields, sessions, what the gate knows",
  tag: "contacts",
  answer: contactDetail,
  refusals: [404],
});

/** As it is stored, for the person who asks what is known about them. */
const contactExport = z
  .object({
    exportedAt: instant,
    contact: json,
    joined: z.array(z.string()).meta({ description: "Ids of contacts that turned out to be this one" }),
    ledger: json,
    ledgerLog: z.array(json),
    conversations: z.array(json),
    sessions: z.array(json),
    timeline: z.array(json),
  })
  .meta({ id: "ContactExport" });

export const exportContact = endpoint({
  method: "GET",
  path: "/api/contacts/{id}/export",
  summary: "All that is stored about a person, as a file",
  tag: "contacts",
  answer: contactExport,
  refusals: [404],
});

export const eraseContact = endpoint({
  method: "DELETE",
  path: "/api/contacts/{id}",
  summary: "Forget a person: nothing of them stays but a keyed hash, for their opt-out; sessions end",
  tag: "contacts",
  answer: z.object({
    erased: z.literal(true),
    messages: z.int(),
    sessions: z.int(),
    /** Raw ones that named the person, with all else that stood in them. */
    webhooks: z.int(),
  }),
  refusals: [404, 409],
});

const MOST_EVENT_DATA = 32 * 1024;

export const raiseEvent = endpoint({
  method: "POST",
  path: "/api/contacts/{id}/events",
  summary:
    "Tell that something happened: sessions of the contact that wait for it go on; others do not hear of it later",
  tag: "contacts",
  body: z.strictObject({
    name: eventName.meta({ examples: ["order.paid"] }),
    /** Remembered by the sessions that go on, where their flow says so. */
    data: json
      .refine((data) => JSON.stringify(data).length <= MOST_EVENT_DATA, `at most ${MOST_EVENT_DATA / 1024} KB as JSON`)
      .default({}),
  }),
  answer: z.object({
    /** Ids of those that went on. */
    sessions: z.array(z.string()),
  }),
  refusals: [404, 422],
  idempotent: true,
});

const fieldName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}\p{M}_]{0,63}$/u, "a name such as size: letters, digits and _")
  .refine((name) => !RESERVED.has(name), "is not a field: it has a place of its own");

export const changeContact = endpoint({
  method: "PATCH",
  path: "/api/contacts/{id}",
  summary: "Change what is known: name, time zone, fields; a field that is null is removed",
  tag: "contacts",
  body: z.strictObject({
    name: z.string().trim().min(1).max(200).nullable().optional(),
    timeZone: z.string().refine(isTimeZone, "an IANA time zone such as America/Sao_Paulo").nullable().optional(),
    fields: z.record(fieldName, json).optional(),
  }),
  answer: contactDetail,
  refusals: [404, 422],
});

export const setConsent = endpoint({
  method: "PUT",
  path: "/api/contacts/{id}/consent",
  summary: "Write down whether the person wants offers: when it was said, and where it comes from (D1)",
  tag: "contacts",
  body: z.strictObject({
    state: z.enum(["in", "out"]),
    source: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .meta({ examples: ["Checkout form"] }),
    /** When it was said; now unless given. */
    at: instant.optional(),
  }),
  answer: contactDetail,
  refusals: [404, 422],
});

export const getTimeline = endpoint({
  method: "GET",
  path: "/api/contacts/{id}/timeline",
  summary: "What passed, with a sentence and its rule for every decision; a page is oldest first, the cursor goes back",
  tag: "contacts",
  query: pageQuery.extend({ channel: z.string().max(200).optional() }),
  answer: pageOf(timelinePart),
  refusals: [404],
});
