/** What the phone screen knows, kept fresh by the emulator's events, or by asking every two seconds without them. */
import { formatInstant, type Instant, parseInstant } from "@sluice/shared/time/instant";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { controlBase } from "../app/embedding.ts";
import { learnNow } from "../app/now.ts";
import { sayError } from "../ui/toast.tsx";
import { type ContactSettings, control, type Inbound, type PhoneMessage, type TrafficEntry } from "./control.ts";

const KEY = ["emulator"];
const POLL = 2_000;
/** So many lines of traffic are kept on the screen. */
const MOST_TRAFFIC = 300;

/** Subscribes once for the whole screen. True while events come; false means the queries must poll. */
export function useEmulatorEvents(): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const source = new EventSource(`${controlBase}/events`);
    let due: ReturnType<typeof setTimeout> | null = null;
    // A burst of events (a moved clock) is one look, not fifty.
    const refresh = () => {
      due ??= setTimeout(() => {
        due = null;
        void client.invalidateQueries({ queryKey: KEY });
      }, 60);
    };
    source.onopen = () => {
      setLive(true);
      refresh();
    };
    source.onerror = () => setLive(false);
    // A message that arrives is shown at once; the look afterwards brings what else it changed.
    const show = (event: MessageEvent<string>) => {
      const { phone, message } = JSON.parse(event.data) as { phone: string; message: PhoneMessage };
      client.setQueryData<PhoneMessage[]>([...KEY, "messages", phone], (known) => known && withMessage(known, message));
      refresh();
    };
    for (const name of ["message", "status"]) source.addEventListener(name, show);
    for (const name of ["contact", "clock"]) source.addEventListener(name, refresh);
    return () => {
      source.close();
      if (due !== null) clearTimeout(due);
    };
  }, [client]);
  return live;
}

/** The new one in its place, or at the end. */
function withMessage(known: readonly PhoneMessage[], message: PhoneMessage): PhoneMessage[] {
  const place = known.findIndex(({ wamid }) => wamid === message.wamid);
  return place === -1 ? [...known, message] : known.with(place, message);
}

export function usePhones(live: boolean) {
  return useQuery({
    queryKey: [...KEY, "contacts"],
    queryFn: async ({ signal }) => (await control.contacts(signal)).contacts,
    refetchInterval: live ? false : POLL,
  });
}

export function usePhoneMessages(phone: string | null, live: boolean) {
  return useQuery({
    queryKey: [...KEY, "messages", phone],
    queryFn: ({ signal }) => control.messages(phone ?? "", signal),
    enabled: phone !== null,
    refetchInterval: live ? false : POLL,
  });
}

/** The newest requests and webhooks. Only what is new is asked for; requests make no events, so it asks by itself. */
export function useTraffic() {
  const client = useQueryClient();
  const queryKey = [...KEY, "log"];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      let entries = client.getQueryData<TrafficEntry[]>(queryKey) ?? [];
      for (;;) {
        const page = await control.log(entries.at(-1)?.seq ?? 0, signal);
        if (page.entries.length === 0) return entries;
        entries = [...entries, ...page.entries].slice(-MOST_TRAFFIC);
      }
    },
    structuralSharing: false,
    refetchInterval: POLL,
  });
}

/** The emulator's clock, ticking between answers. Null until it answered. */
export function useEmulatorClock(live: boolean): Instant | null {
  const { data } = useQuery({
    queryKey: [...KEY, "clock"],
    queryFn: async ({ signal }) => {
      const now = parseInstant((await control.clock(signal)).now) ?? Date.now();
      learnNow(now);
      return { now, heard: performance.now() };
    },
    refetchInterval: live ? 30_000 : POLL,
  });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((value) => value + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return data ? data.now + (performance.now() - data.heard) : null;
}

export function useMoveClock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (by: { advance: string } | { to: Instant }) =>
      control.moveClock("to" in by ? { set: formatInstant(by.to) } : by),
    onError: (error) => sayError("The clock did not move.", error),
    onSettled: () => client.invalidateQueries(),
  });
}

/** Writes, taps, calls: answered after the webhook was delivered. */
export function useInbound() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: Inbound) => control.inbound(act),
    onError: (error) => sayError("The message did not leave the phone.", error),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useContactSettings() {
  const client = useQueryClient();
  return useMutation({
    // One after the other, so that the last press is the one that stays.
    scope: { id: "phone-settings" },
    mutationFn: ({ phone, settings }: { phone: string; settings: ContactSettings }) =>
      control.putContact(phone, settings),
    onError: (error) => sayError("The phone was not changed.", error),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
