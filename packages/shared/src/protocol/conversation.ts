/** The inbox: conversations (a contact on a channel), and a person's answer. */
import { z } from "zod";
import { contactDetail } from "./contact.ts";
import { endpoint } from "./endpoint.ts";
import { messageView } from "./message.ts";
import { sessionView } from "./session.ts";
import { instant, pageOf, pageQuery, person } from "./values.ts";

export const conversationFilter = z.enum(["all", "unanswered", "held", "capped", "handed-off"]);
export type ConversationFilter = z.infer<typeof conversationFilter>;

const window = z.object({
  open: z.boolean(),
  /** When it closes or closed; null: it never was open. */
  closesAt: instant.nullable(),
});

const handOff = z.object({
  /** The session that gave it, and its flow; null when somebody answered from the phone. */
  session: z.string().nullable(),
  flowName: z.string().nullable(),
  team: z.string().nullable(),
  note: z.string().nullable(),
  since: instant,
});

export const conversationRow = z
  .object({
    id: z.string().meta({ description: "<channel>:<contact>" }),
    channel: z.string(),
    contact: person,
    lastText: z.string(),
    lastMessageAt: instant.nullable(),
    lastInboundAt: instant.nullable(),
    /** Nobody took what was written: it waits for a person. */
    unansweredSince: instant.nullable(),
    window,
    held: z.int(),
    cappedUntil: instant.nullable(),
    stoppedAt: instant.nullable(),
    handOff: handOff.nullable(),
  })
  .meta({ id: "ConversationRow" });

export type ConversationRow = z.infer<typeof conversationRow>;

/** May we write now? `from`: not before; null with `allowed` false: only an answer of the person changes it. */
const permission = z.object({
  allowed: z.boolean(),
  from: instant.nullable(),
  sentence: z.string(),
  rule: z.string().nullable(),
});

export const conversationDetail = conversationRow
  .extend({
    person: contactDetail,
    mayWrite: z.object({ freeForm: permission, utility: permission, marketing: permission }),
    /** Running sessions here, with what holds them. */
    sessions: z.array(sessionView),
  })
  .meta({ id: "Conversation" });

export type ConversationDetail = z.infer<typeof conversationDetail>;

export const listConversations = endpoint({
  method: "GET",
  path: "/api/conversations",
  summary: "The inbox",
  tag: "conversations",
  query: pageQuery.extend({ filter: conversationFilter.default("all") }),
  answer: pageOf(conversationRow),
});

export const getConversation = endpoint({
  method: "GET",
  path: "/api/conversations/{id}",
  summary: "One conversation: the person, the window, what may be written, sessions",
  tag: "conversations",
  answer: conversationDetail,
  refusals: [404],
});

export const giveBackConversation = endpoint({
  method: "POST",
  path: "/api/conversations/{id}/give-back",
  summary: "After somebody answered from the phone: flows may speak again",
  tag: "conversations",
  answer: conversationDetail,
  refusals: [404, 409],
});

export const writeMessage = endpoint({
  method: "POST",
  path: "/api/conversations/{id}/messages",
  summary: "A person answers; free-form outside the window is refused with its reason",
  tag: "conversations",
  body: z.strictObject({ text: z.string().trim().min(1).max(4_096) }),
  answer: messageView,
  status: 201,
  refusals: [404, 409],
  idempotent: true,
});
