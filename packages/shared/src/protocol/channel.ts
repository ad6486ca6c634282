/** Channels: one WhatsApp number each, with its gate, limits and pause. */
import { z } from "zod";
import { GATES } from "../caps/policy.ts";
import { ruleSet } from "../caps/rule-sets.ts";
import { DAY, parseDuration } from "../time/duration.ts";
import { isTimeZone, parseTimeOfDay } from "../time/instant.ts";
import { rates } from "./cost.ts";
import { endpoint } from "./endpoint.ts";
import { notice } from "./notice.ts";
import { instant, pageOf } from "./values.ts";

const timeOfDay = z.string().refine((text) => parseTimeOfDay(text) !== null, "a time of day such as 21:00");

const frequency = z.strictObject({
  max: z.int().min(1).max(100),
  per: z.string().refine((text) => (parseDuration(text) ?? 0) > 0, "a duration such as P7D"),
});

const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay })
  .refine((value) => value.from !== value.to, { message: "begin and end differ", path: ["to"] });

const settings = {
  name: z.string().trim().min(1).max(200),
  timeZone: z.string().refine(isTimeZone, "an IANA time zone such as America/Sao_Paulo"),
  gate: z.enum(GATES),
  ruleSet: z.string().refine((id) => ruleSet(id) !== undefined, "a rule set such as meta-2026-04"),
  frequency: frequency.nullable(),
  quietHours: quietHours.nullable(),
  defaultReply: z.string().trim().min(1).max(4_096).nullable(),
  perSecond: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .meta({ description: "Messages a second of this number; null: what WhatsApp says, 80 or 1,000." }),
  peoplePerDay: z
    .int()
    .min(1)
    .nullable()
    .meta({ description: "People a day who did not write first; null: what WhatsApp says of the portfolio." }),
  marketingApi: z
    .enum(["off", "on"])
    .meta({ description: "Send marketing templates by the Marketing Messages API, where it takes them." }),
  idleAfter: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) >= DAY, "a duration of a day or more, such as P30D")
    .nullable()
    .meta({ description: "A session in which nothing happens for so long ends; null: never." }),
  markRead: z.boolean().meta({ description: "A message that a session takes is marked as read." }),
  typing: z.boolean().meta({ description: "Show that an answer is being written." }),
  rates: rates
    .nullable()
    .meta({ description: "What WhatsApp asks for a message, by country and day; null: no prices are shown." }),
};

export const channelView = z
  .object({
    id: z.string(),
    kind: z.literal("whatsapp"),
    phoneNumberId: z.string(),
    wabaId: z.string(),
    displayPhoneNumber: z.string().nullable(),
    ...settings,
    /** As WhatsApp last said: "STANDARD", "TIER_2K", "GREEN". */
    throughput: z.string().nullable(),
    messagingLimit: z.string().nullable(),
    qualityRating: z.string().nullable(),
    pausedAt: instant.nullable(),
    pausedBy: z.string().nullable(),
    pausedReason: z
      .string()
      .nullable()
      .meta({ description: "The sentence of WhatsApp's error, when it stopped the channel." }),
    pausedCode: z.int().nullable(),
    /** Newest first. */
    notices: z.array(notice),
    /** The emulator is behind it: nothing really goes out. */
    emulated: z.boolean(),
  })
  .meta({ id: "Channel" });

export type ChannelView = z.infer<typeof channelView>;

export const listChannels = endpoint({
  method: "GET",
  path: "/api/channels",
  summary: "Channels with their settings",
  tag: "channels",
  answer: pageOf(channelView),
});

export const changeChannel = endpoint({
  method: "PATCH",
  path: "/api/channels/{id}",
  summary: "Change settings; what is held is decided anew (D13)",
  tag: "channels",
  body: z.strictObject(settings).partial(),
  answer: channelView,
  refusals: [404, 422],
});

export const pauseChannel = endpoint({
  method: "POST",
  path: "/api/channels/{id}/pause",
  summary: "Nobody enters a flow, nothing held goes out; what people write still arrives",
  tag: "channels",
  answer: channelView,
  refusals: [404],
});

export const resumeChannel = endpoint({
  method: "POST",
  path: "/api/channels/{id}/resume",
  summary: "End a pause",
  tag: "channels",
  answer: channelView,
  refusals: [404],
});

export const dismissChannelNotice = endpoint({
  method: "POST",
  path: "/api/channels/{id}/notices/{notice}/dismiss",
  summary: "Put a notice away",
  tag: "channels",
  answer: channelView,
  refusals: [404],
});
