/** One message: what was meant, what holds it, what was tried. Never rewritten (T9). */
import { z } from "zod";
import type { FreeFormContent, OutgoingContent } from "../messages/outgoing.ts";
import { costView } from "./cost.ts";
import { endpoint } from "./endpoint.ts";
import { gate } from "./gate.ts";
import { instant, pageOf, person } from "./values.ts";

/** Content as messages/outgoing.ts describes it. */
const outgoingContent = z
  .custom<OutgoingContent>((value) => typeof value === "object" && value !== null && "kind" in value)
  .meta({ component: "OutgoingContent" });

const freeFormContent = z
  .custom<FreeFormContent>((value) => typeof value === "object" && value !== null && "kind" in value)
  .meta({ component: "OutgoingContent" });

const attempt = z.object({
  id: z.string(),
  as: z.enum(["template", "interactive", "free-form"]),
  rule: z.string().meta({ description: "The rule that let it go (caps.md)." }),
  state: z.enum(["inflight", "accepted", "delivered", "read", "failed", "unknown"]),
  at: instant,
  wamid: z.string().nullable(),
  acceptedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
  failedAt: instant.nullable(),
  code: z.int().nullable().meta({ description: "WhatsApp's error code, for example 131049." }),
});

export const messageView = z
  .object({
    id: z.string(),
    contact: z.string(),
    channel: z.string(),
    /** The node's title, or who wrote it. */
    name: z.string(),
    origin: z.object({
      kind: z.enum(["flow", "agent", "default-reply", "phone"]),
      by: z.string().nullable(),
      flow: z.string().nullable(),
      flowName: z.string().nullable(),
      revision: z.int().nullable(),
      session: z.string().nullable(),
      node: z.string().nullable(),
      test: z.boolean(),
    }),
    class: z.enum(["marketing", "utility", "authentication", "free-form"]),
    /** What was shown, or would be: the twin once it went out as an interactive message. */
    shown: outgoingContent,
    content: outgoingContent,
    twin: freeFormContent.nullable(),
    state: z.enum(["held", "queued", "sent", "expired", "withdrawn", "refused"]),
    reason: z.string().nullable(),
    /** One word for ticks and chips: its state and what became of the last attempt together. */
    delivery: z.enum([
      "held",
      "queued",
      "sending",
      "sent",
      "delivered",
      "read",
      "failed",
      "unknown",
      "expired",
      "withdrawn",
      "refused",
    ]),
    /** What holds it, in the words of the rule. Null unless it is held, blocked, given up or on its way. */
    gate: gate.nullable(),
    deadline: instant.nullable(),
    blocks: z.int(),
    maxTries: z.int(),
    createdAt: instant,
    attempts: z.array(attempt),
    /** Of the last attempt (E3). Null: nothing was tried yet, or it is older than the prices. */
    cost: costView.nullable(),
  })
  .meta({ id: "Message" });

export type MessageView = z.infer<typeof messageView>;

export const getMessage = endpoint({
  method: "GET",
  path: "/api/messages/{id}",
  summary: "One message: state, reasons, attempts, statuses",
  tag: "messages",
  answer: messageView,
  refusals: [404],
});

export const listMessages = endpoint({
  method: "GET",
  path: "/api/messages",
  summary: "Messages whose outcome nobody knows (B7), the oldest first: each can be sent again or forgotten",
  tag: "messages",
  query: z.strictObject({ state: z.enum(["unknown"]) }),
  answer: pageOf(
    z.object({
      message: messageView,
      contact: person,
      conversation: z.string().meta({ description: "Id for /api/conversations" }),
    }),
  ),
});

export type UnknownMessage = z.infer<(typeof listMessages)["answer"]>["items"][number];

export const resendMessage = endpoint({
  method: "POST",
  path: "/api/messages/{id}/resend",
  summary: "Send again what nobody knows the outcome of (B7); it may arrive twice",
  tag: "messages",
  answer: messageView,
  refusals: [404, 409],
});

export const forgetMessage = endpoint({
  method: "POST",
  path: "/api/messages/{id}/forget",
  summary: "Take an attempt of unknown outcome for not sent (B7)",
  tag: "messages",
  answer: messageView,
  refusals: [404, 409],
});
