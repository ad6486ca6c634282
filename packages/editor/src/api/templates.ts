/** Templates of the account, as last read from it. */
import { listTemplates, syncTemplates } from "@sluice/shared/protocol/template";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sayError } from "../ui/toast.tsx";
import { call } from "./call.ts";

const templatesKey = ["templates"] as const;

export function useTemplates() {
  return useQuery({
    queryKey: [...templatesKey, "rows"],
    queryFn: ({ signal }) => call(listTemplates, { signal }),
    select: (page) => page.items,
  });
}

/** Reads them from the account now. Answers how many there are. */
export function useTemplateSync() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(syncTemplates, {}),
    onError: (error) => sayError("The templates were not read.", error),
    onSettled: () => client.invalidateQueries({ queryKey: templatesKey }),
  });
}
