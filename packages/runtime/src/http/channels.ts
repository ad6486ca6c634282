/** Channels: their settings and the emergency brake. */
import {
  type ChannelView,
  changeChannel,
  dismissChannelNotice,
  listChannels,
  pauseChannel,
  resumeChannel,
} from "@sluice/shared/protocol/channel";
import type { Services } from "../services.ts";
import type { ChannelRecord } from "../store/store.ts";
import { wholeList } from "./page.ts";
import { notFound } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { noticeView, putAway } from "./views/notice-view.ts";

export const channelRoutes: Route[] = [
  route(listChannels, async (_, services) => wholeList([await channelView(services.channel(), services)])),

  route(changeChannel, async ({ params, body }, services) => {
    const channel = findChannel(services, params.id);
    const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    return save(services, { ...channel, ...changes });
  }),

  route(pauseChannel, async ({ params, by }, services) => {
    const channel = findChannel(services, params.id);
    if (channel.pausedAt !== null) return channelView(channel, services);
    return save(services, { ...channel, pausedAt: services.clock.now(), pausedBy: by });
  }),

  route(resumeChannel, async ({ params }, services) =>
    save(services, {
      ...findChannel(services, params.id),
      pausedAt: null,
      pausedBy: null,
      pausedReason: null,
      pausedCode: null,
    }),
  ),

  route(dismissChannelNotice, async ({ params, by }, services) => {
    const channel = findChannel(services, params.id);
    await putAway(services, `channel:${channel.id}`, params.notice, by);
    services.changes.publish({ settings: true });
    return channelView(channel, services);
  }),
];

async function save(services: Services, channel: ChannelRecord): Promise<ChannelView> {
  await services.store.saveChannel(channel);
  await services.reload();
  services.changes.publish({ settings: true });
  return channelView(services.channel(), services);
}

function findChannel(services: Services, id: string): ChannelRecord {
  const channel = services.channel();
  if (channel.id !== id) throw notFound("channel", id);
  return channel;
}

async function channelView(channel: ChannelRecord, services: Services): Promise<ChannelView> {
  const notices = (await services.store.notices(`channel:${channel.id}`)).map(noticeView);
  return { ...channel, notices, emulated: services.emulated };
}
