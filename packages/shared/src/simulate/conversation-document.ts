/** A conversation written down: what people and time do, and what is expected to happen (golden tests; the simulator records them). */
import { z } from "zod";
import { jsonSchema } from "./json-schema.ts";

const FORMAT_VERSION = 1;

const expectation = z.strictObject({
  /** The next message the person is sent. */
  sent: z.enum(["text", "interactive", "template", "media", "location", "contacts"]).optional(),
  /** The template's name. */
  name: z.string().optional(),
  /** A part of the text. */
  text: z.string().optional(),
  /** The labels of its buttons or rows, in order. */
  buttons: z.array(z.string()).optional(),
  /** A message waits at its gate. */
  held: z.enum(["until-interaction", "until-instant", "until-either"]).optional(),
  rule: z.string().optional(),
  /** WhatsApp blocked or refused it with this code. */
  blocked: z.int().optional(),
  /** It is not sent any more: the reason. */
  refused: z.string().optional(),
  /** The session ended: the reason. */
  ended: z.string().optional(),
  /** A person has it: the team, or null for whoever is free. */
  handedOff: z.string().nullable().optional(),
  /** The message went to the inbox. */
  inbox: z.literal(true).optional(),
  /** Nothing happened since the last step that the person would see. */
  nothing: z.literal(true).optional(),
  /** The session stands on this node. */
  at: z.string().optional(),
  variables: z.record(z.string(), jsonSchema).optional(),
});

const step = z.union([
  z.strictObject({
    start: z.strictObject({ entry: z.string(), variables: z.record(z.string(), jsonSchema).optional() }),
  }),
  z.strictObject({
    user: z.union([
      /** `ad`: Meta's id of the ad or post the contact came by with this message. */
      z.strictObject({ text: z.string(), ad: z.string().optional() }),
      z.strictObject({ tap: z.string() }),
      z.strictObject({
        media: z.enum(["image", "video", "audio", "document", "sticker"]),
        caption: z.string().optional(),
      }),
      z.strictObject({
        location: z.strictObject({
          latitude: z.number(),
          longitude: z.number(),
          name: z.string().optional(),
          address: z.string().optional(),
        }),
      }),
      /** The answers of a form that was filled in; ids of the products that were ordered. */
      z.strictObject({ form: z.record(z.string(), jsonSchema) }),
      z.strictObject({ order: z.array(z.string()).min(1) }),
    ]),
  }),
  z.strictObject({ wait: z.string() }),
  z.strictObject({ status: z.enum(["delivered", "read"]) }),
  z.strictObject({ slots: z.int().min(0).nullable() }),
  z.strictObject({ release: z.literal(true) }),
  /** A program, or another flow, tells that something happened. */
  z.strictObject({ event: z.strictObject({ name: z.string(), data: jsonSchema.optional() }) }),
  /** What another system answers to the call that waits; without this step a call runs into its timeout. */
  z.strictObject({
    http: z.union([
      z.strictObject({ status: z.int().min(100).max(599), body: jsonSchema.optional() }),
      z.strictObject({ error: z.string() }),
    ]),
  }),
  z.strictObject({ expect: expectation }),
]);

export const conversationSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    flow: z.string(),
    description: z.string().optional(),
    start: z.string(),
    contact: z.strictObject({
      phone: z.string(),
      name: z.string().optional(),
      timeZone: z.string().optional(),
      fields: z.record(z.string(), jsonSchema).optional(),
      marketingSlots: z.int().min(0).nullable().optional(),
    }),
    steps: z.array(step).max(10_000),
  })
  .meta({ id: "Conversation" });

export type ConversationDocument = z.infer<typeof conversationSchema>;
export type ConversationStep = ConversationDocument["steps"][number];
export type Expectation = z.infer<typeof expectation>;
