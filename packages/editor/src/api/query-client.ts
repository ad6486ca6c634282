import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./problem.ts";

/** Answers are kept until an event says they are stale; the network is tried again, a refusal is not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
    },
    mutations: { retry: false },
  },
});
