/** The river strip, and what the frame of every screen needs to know. */
import { getOverview } from "@sluice/shared/protocol/overview";
import { type Route, route } from "./route.ts";

const MOST_UNKNOWN = 1_000;

export const overviewRoutes: Route[] = [
  route(getOverview, async (_, { store, clock, channel, emulated }) => {
    const now = clock.now();
    const { id, name, displayPhoneNumber, pausedAt, pausedBy, pausedReason } = channel();
    const notices = (await store.notices(`channel:${id}`)).length;
    return {
      now,
      ...(await store.totals(now)),
      unknown: (await store.unknownMessages(MOST_UNKNOWN)).length,
      emulated,
      channel: { id, name, displayPhoneNumber, pausedAt, pausedBy, pausedReason, notices },
    };
  }),
];
