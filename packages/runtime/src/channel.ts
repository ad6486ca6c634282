/** The channel that the settings name, in the store: made at the first start, kept with its policy afterwards. */
import type { WhatsAppSettings } from "./config.ts";
import { CHANNEL_DEFAULTS } from "./store/channel-defaults.ts";
import type { ChannelRecord, Store } from "./store/store.ts";

export async function channelFor(store: Store, whatsapp: WhatsAppSettings): Promise<ChannelRecord> {
  const channels = await store.channels();
  const known = channels.find((channel) => channel.phoneNumberId === whatsapp.phoneNumberId);
  if (known) return known;
  // A restored database sends nothing before a person resumes, whatever number it now speaks for.
  const stopped = channels.every(({ pausedAt, pausedCode }) => pausedAt !== null && pausedCode === null);
  const { pausedAt, pausedBy, pausedReason } = (stopped && channels[0]) || CHANNEL_DEFAULTS;
  const channel: ChannelRecord = {
    ...CHANNEL_DEFAULTS,
    id: `wa-${whatsapp.phoneNumberId}`,
    phoneNumberId: whatsapp.phoneNumberId,
    wabaId: whatsapp.wabaId,
    pausedAt,
    pausedBy,
    pausedReason,
  };
  await store.saveChannel(channel);
  return channel;
}
