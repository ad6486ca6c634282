/** How much water is where, and whether the emulator is the channel: the river strip and the frame of every screen. */
import { getOverview } from "@sluice/shared/protocol/overview";
import { useQuery } from "@tanstack/react-query";
import { learnNow } from "../app/now.ts";
import { call } from "./call.ts";

export function useOverview() {
  return useQuery({
    queryKey: ["overview"],
    queryFn: async ({ signal }) => {
      const answer = await call(getOverview, { signal });
      learnNow(answer.now);
      return answer;
    },
    refetchInterval: 30_000,
  });
}
