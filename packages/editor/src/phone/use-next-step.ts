/** What Sluice will do next for the person who holds this phone, asked of its API. */
import { getContact, listContacts } from "@sluice/shared/protocol/contact";
import type { Instant } from "@sluice/shared/time/instant";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { phoneAlone } from "../app/embedding.ts";
import { type NextStep, nextStep } from "./next-step.ts";

/** The earliest after `now`; null when nothing is due, or the emulator runs without Sluice. */
export function useNextStep(phone: string, now: Instant): NextStep | null {
  const { data: sessions = [] } = useQuery({
    queryKey: ["contacts", "next", phone],
    enabled: !phoneAlone,
    refetchInterval: 2_000,
    queryFn: async ({ signal }) => {
      const { items } = await call(listContacts, { query: { search: phone, limit: 1 }, signal });
      const [row] = items.filter((item) => item.phone === phone);
      return row ? (await call(getContact, { path: { id: row.id }, signal })).sessions : [];
    },
  });
  return nextStep(sessions, now);
}
