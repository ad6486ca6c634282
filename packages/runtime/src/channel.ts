/** The channel that the settings name, in the store: made at the first start, kept with its policy afterwards. */
import { CURRENT_RULE_SET } from "@sluice/shared/caps/rule-sets";
import type { WhatsAppSettings } from "./config.ts";
import type { ChannelRecord, Store } from "./store/store.ts";

export async function channelFor(store: Store, whatsapp: WhatsAppSettings): Promise<ChannelRecord> {
  const known = (await store.channels()).find((channel) => channel.phoneNumberId === whatsapp.phoneNumberId);
  if (known) return known;
  const channel: ChannelRecord = {
    id: `wa-${whatsapp.phoneNumberId}`,
    kind: "whatsapp",
    name: "WhatsApp",
    phoneNumberId: whatsapp.phoneNumberId,
    wabaId: whatsapp.wabaId,
    displayPhoneNumber: null,
    timeZone: "UTC",
    gate: "strict",
    ruleSet: CURRENT_RULE_SET.id,
    frequency: null,
    quietHours: null,
    defaultReply: null,
    pausedAt: null,
    pausedBy: null,
  };
  await store.saveChannel(channel);
  return channel;
}
