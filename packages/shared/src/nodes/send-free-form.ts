/** What every free-form node does: send while the window is open, else leave by `window-closed` (D9). */
import { needsOfText } from "../expression/needs.ts";
import type { FreeFormContent } from "../messages/outgoing.ts";
import type { Facts, Outcome, Port, RunContext, SendFact, Way } from "./definition.ts";

export const WINDOW_CLOSED: Port = { id: "window-closed", label: "window closed", kind: "trouble" };

/** Sends it and goes on with `sent`; the id of the message is handed over. */
export function sendFreeForm(
  context: RunContext<unknown>,
  content: FreeFormContent,
  sent: (message: string) => Outcome,
): Outcome {
  const result = context.send({
    content,
    class: "free-form",
    twin: null,
    prefer: "interactive",
    whenHeld: "wait",
    deadline: null,
    maxTries: 1,
  });
  return result.state === "queued" || result.state === "held" ? sent(result.message) : { go: "window-closed" };
}

export const FREE_FORM: SendFact = { class: "free-form" };

export const REFUSED_WAY: Way = {
  port: "window-closed",
  after: "refused",
  min: 0,
  max: 0,
  interaction: false,
  writes: false,
};

/** Facts of a node that sends free-form and passes on at once. */
export function passingFacts(texts: readonly (string | undefined)[]): Facts {
  return {
    send: FREE_FORM,
    ways: [{ port: "next", after: "sent", min: 0, max: 0, interaction: false }, REFUSED_WAY],
    waits: false,
    writes: [],
    reads: readsOf(texts),
  };
}

/** The variables that texts with `{{ }}` read and have no fallback for. */
export function readsOf(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.flatMap((text) => (text ? needsOfText(text) : [])))];
}
