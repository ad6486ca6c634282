/** What messages cost, this month: of one flow, or of the number. */
import { getCosts } from "@sluice/shared/protocol/cost";
import { useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

export function useCosts(flow?: string) {
  return useQuery({
    queryKey: ["costs", flow ?? null],
    // A month of messages is added up: not at every message that goes out.
    refetchInterval: 15_000,
    queryFn: ({ signal }) => call(getCosts, { signal, query: flow === undefined ? {} : { flow } }),
  });
}
