/** The channel that the settings name, in the store: made at the first start, kept with its policy afterwards. */
import type { WhatsAppSettings } from "./config.ts";
import { CHANNEL_DEFAULTS } from "./store/channel-defaults.ts";
import type { ChannelRecord, Store } from "./store/store.ts";

export async function channelFor(store: Store, whatsapp: WhatsAppSettings): Promise<ChannelRecord> {
  const known = (await store.channels()).find((channel) => channel.phoneNumberId === whatsapp.phoneNumberId);
  if (known) return known;
  const channel: ChannelRecord = {
    ...CHANNEL_DEFAULTS,
    id: `wa-${whatsapp.phoneNumberId}`,
    phoneNumberId: whatsapp.phoneNumberId,
    wabaId: whatsapp.wabaId,
  };
  await store.saveChannel(channel);
  return channel;
}
