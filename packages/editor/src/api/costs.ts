/** What messages cost, this month: of one flow, or of the number. */
import { getCosts } from "@sluice/shared/protocol/cost";
import { useQuery } from "@tanstack/react-query";
import { call } from "./call.ts";

export function useCosts(flow?: string) {
  return useQuery({
    queryKey: ["costs", flow ?? null],
    queryFn: ({ signal }) => call(getCosts, { signal, query: flow === undefined ? {} : { flow } }),
  });
}
