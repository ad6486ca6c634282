import type { Change, ChangeFeed } from "../services.ts";

type Listener = Parameters<ChangeFeed["subscribe"]>[0];

/** What changed, told to whoever listens in this process. */
export function changeFeed(): ChangeFeed {
  const listeners = new Set<Listener>();
  return {
    publish(change) {
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A committed turn in a few words. */
export function changeOf(
  contact: string,
  plan: {
    sessions: readonly { id: string; flow: string; channel: string }[];
    messages: readonly { id: string; channel: string; origin: { kind: string; flow?: string } }[];
    conversations: readonly { channel: string }[];
  },
): Change {
  const flows = new Set(plan.sessions.map((session) => session.flow));
  for (const { origin } of plan.messages) if (origin.flow !== undefined) flows.add(origin.flow);
  return {
    contact,
    channel: plan.sessions[0]?.channel ?? plan.messages[0]?.channel ?? plan.conversations[0]?.channel ?? "",
    flows: [...flows],
    sessions: plan.sessions.map((session) => session.id),
    messages: plan.messages.map((message) => message.id),
  };
}
