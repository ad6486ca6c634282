/**
 * What time it is for the people in our flows. In the demo the server's clock can be moved, so the browser's clock is
 * not it: the difference to the server's is learned from its answers (see api/client.ts) and kept here.
 */
import type { Instant } from "@sluice/shared/time/instant";
import { useEffect, useState } from "react";
import { create } from "zustand";

const useOffset = create<{ offset: number }>(() => ({ offset: 0 }));

/** The server says it is `serverNow`. Differences under two seconds are the network's, not a moved clock. */
export function learnNow(serverNow: Instant): void {
  const offset = serverNow - Date.now();
  if (Math.abs(offset - useOffset.getState().offset) > 2_000) useOffset.setState({ offset });
}

/** The clock's time now, drawn anew every `every` milliseconds and whenever the clock is moved. */
export function useNow(every = 15_000): Instant {
  const offset = useOffset((state) => state.offset);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((value) => value + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return Date.now() + offset;
}
