/** Conversations, contacts, their timelines, and what a person at work does with them. */
import type { Json } from "@sluice/shared/flow/json";
import { changeContact, getContact, getTimeline, listContacts, setConsent } from "@sluice/shared/protocol/contact";
import {
  type ConversationFilter,
  getConversation,
  giveBackConversation,
  listConversations,
  writeMessage,
} from "@sluice/shared/protocol/conversation";
import { forgetMessage, listMessages, resendMessage } from "@sluice/shared/protocol/message";
import { releaseSession, stopSession } from "@sluice/shared/protocol/session";
import { startFlow } from "@sluice/shared/protocol/start";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sayError } from "../ui/toast.tsx";
import { call } from "./call.ts";

const FIRST: string | null = null;

function pages<Item>(data: { pages: { items: Item[] }[] }): Item[] {
  return data.pages.flatMap((page) => page.items);
}

export function useConversations(filter: ConversationFilter) {
  return useInfiniteQuery({
    queryKey: ["conversations", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      call(listConversations, { query: { filter, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: FIRST,
    getNextPageParam: (page) => page.next,
    select: pages,
    placeholderData: keepPreviousData,
  });
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: ["conversations", "one", id],
    queryFn: ({ signal }) => call(getConversation, { path: { id }, signal }),
  });
}

export function useContacts(search: string) {
  return useInfiniteQuery({
    queryKey: ["contacts", "list", search],
    queryFn: ({ pageParam, signal }) =>
      call(listContacts, {
        query: { limit: 100, ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: FIRST,
    getNextPageParam: (page) => page.next,
    select: pages,
    placeholderData: keepPreviousData,
  });
}

export function useContact(id: string) {
  return useQuery({
    queryKey: ["contacts", "one", id],
    queryFn: ({ signal }) => call(getContact, { path: { id }, signal }),
  });
}

/** Oldest first over all loaded pages; the next page goes back in time. */
export function useTimeline(contact: string, channel: string | null) {
  return useInfiniteQuery({
    queryKey: ["timeline", contact, channel],
    queryFn: ({ pageParam, signal }) =>
      call(getTimeline, {
        path: { id: contact },
        query: { limit: 100, ...(channel ? { channel } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: FIRST,
    getNextPageParam: (page) => page.next,
    select: (data) => data.pages.toReversed().flatMap((page) => page.items),
  });
}

/** Something a person does to one conversation; what is shown of people looks again afterwards. */
function usePeopleAct<Input, Answer>(act: (input: Input) => Promise<Answer>, failed: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onError: (error) => sayError(failed, error),
    onSettled: () => {
      for (const key of ["conversations", "contacts", "timeline", "overview", "messages"])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** `key` makes a second press of Send harmless. */
export function useWriteMessage() {
  return usePeopleAct(
    ({ id, text, key }: { id: string; text: string; key: string }) =>
      call(writeMessage, { path: { id }, body: { text }, idempotencyKey: key }),
    "The message was not sent.",
  );
}

/** What it holds is withdrawn. */
export function useStopSession() {
  return usePeopleAct((id: string) => call(stopSession, { path: { id } }), "The session was not stopped.");
}

/** A handed-off session goes back to its flow; a conversation answered from the phone goes back to the bot. */
export function useHandBack() {
  return usePeopleAct(async ({ id, session }: { id: string; session: string | null }): Promise<void> => {
    if (session === null) await call(giveBackConversation, { path: { id } });
    else await call(releaseSession, { path: { id: session } });
  }, "It was not handed back.");
}

/** Evidence of a wish; the newest counts (D1). */
export function useSetConsent() {
  return usePeopleAct(
    ({ id, ...body }: { id: string; state: "in" | "out"; source: string }) => call(setConsent, { path: { id }, body }),
    "It was not written down.",
  );
}

/** A field that is null is removed. */
export function useChangeContact() {
  return usePeopleAct(
    ({ id, ...body }: { id: string; name?: string; timeZone?: string; fields?: Record<string, Json> }) =>
      call(changeContact, { path: { id }, body }),
    "Nothing was changed.",
  );
}

export function useStartFlow() {
  return usePeopleAct(
    ({ flow, contactId }: { flow: string; contactId: string }) =>
      call(startFlow, { path: { id: flow }, body: { contactId } }),
    "The flow was not started.",
  );
}

export function useUnknownMessages() {
  return useQuery({
    queryKey: ["messages", "unknown"],
    queryFn: ({ signal }) => call(listMessages, { query: { state: "unknown" }, signal }),
    select: (page) => page.items,
    refetchInterval: 15_000,
  });
}

/** What a person decides about a send whose outcome nobody knows (B7). */
export function useUnknownOutcome() {
  return usePeopleAct(
    ({ message, decision }: { message: string; decision: "resend" | "forget" }) =>
      call(decision === "resend" ? resendMessage : forgetMessage, { path: { id: message } }),
    "Nothing was changed.",
  );
}
