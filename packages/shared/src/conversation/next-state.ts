/**
 * What a contact's state is once a plan is committed: what a store would load. Lets whoever has just committed decide again
 * without reading. Null: the plan brings back a message the state had let go, whose place only the store knows.
 */
import { isLive, type Message } from "./message.ts";
import type { Plan } from "./plan.ts";
import { replaced } from "./replaced.ts";
import type { ContactState, Conversation } from "./state.ts";

export function nextState(state: ContactState, plan: Plan): ContactState | null {
  const sessions = replaced(state.sessions, plan.sessions, ({ id }) => id).filter(
    (session) => session.status === "running",
  );
  const messages = nextMessages(state, plan);
  if (messages === null) return null;
  const live = messages.filter(isLive);
  for (const { wait } of sessions) {
    const id = wait?.message;
    if (id === undefined || live.some((message) => message.id === id)) continue;
    const awaited = messages.find((message) => message.id === id);
    if (!awaited) return null;
    live.push(awaited);
  }
  return {
    contact: plan.contact ?? state.contact,
    ledger: plan.ledger ?? state.ledger,
    conversations: nextConversations(state.conversations, plan.conversations, plan.messages),
    sessions,
    messages: live,
  };
}

function nextMessages(state: ContactState, { messages }: Plan): Message[] | null {
  if (messages.length === 0) return state.messages;
  const wasLive = new Map(state.messages.map((message) => [message.id, isLive(message)]));
  for (const message of messages) {
    const known = wasLive.get(message.id);
    const comesBack = known === undefined ? message.attempts.some(({ state }) => state !== "inflight") : !known;
    if (comesBack && isLive(message)) return null;
  }
  return replaced(state.messages, messages, ({ id }) => id);
}

/** In the order of their channels; one with a first message begins even if nothing else is known of it. */
function nextConversations(
  known: readonly Conversation[],
  changed: readonly Conversation[],
  messages: readonly Message[],
): Conversation[] {
  if (changed.length === 0 && messages.length === 0) return known as Conversation[];
  const all = replaced(known, changed, ({ channel }) => channel);
  for (const { channel } of messages)
    if (!all.some((conversation) => conversation.channel === channel)) all.push(newConversation(channel));
  return all.length < 2 ? all : all.sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

export function newConversation(channel: string): Conversation {
  const nothing = { lastInboundAt: null, lastMessageAt: null, lastText: "", unansweredSince: null, handOff: null };
  return { channel, ...nothing };
}
