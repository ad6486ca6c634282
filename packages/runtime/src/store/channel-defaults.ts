/** Settings of a channel that nobody has touched. A stored channel that lacks one, because it is older, has this value. */
import { CURRENT_RULE_SET } from "@sluice/shared/caps/rule-sets";
import type { ChannelRecord } from "./store.ts";

export const CHANNEL_DEFAULTS: Omit<ChannelRecord, "id" | "phoneNumberId" | "wabaId"> = {
  kind: "whatsapp",
  name: "WhatsApp",
  displayPhoneNumber: null,
  timeZone: "UTC",
  gate: "strict",
  ruleSet: CURRENT_RULE_SET.id,
  frequency: null,
  quietHours: null,
  defaultReply: null,
  pausedAt: null,
  pausedBy: null,
  pausedReason: null,
  pausedCode: null,
  throughput: null,
  messagingLimit: null,
  qualityRating: null,
  perSecond: null,
  peoplePerDay: null,
  marketingApi: "off",
  idleAfter: "P30D",
  markRead: true,
  typing: false,
  rates: null,
};
