/**
 * Nodes that ask for one kind of thing (a filled form, a place, an order) and take nothing else for an answer: what the
 * person writes meanwhile goes where it would go without them, and they keep waiting.
 */
import type { Json } from "../flow/json.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import type { FreeFormContent } from "../messages/outgoing.ts";
import type { Facts, Outcome, Port, ResumeContext, RunContext, Wake } from "./definition.ts";
import { timeoutNote, timeoutOf } from "./fields.ts";
import { FREE_FORM, REFUSED_WAY, readsOf, sendFreeForm, WINDOW_CLOSED } from "./send-free-form.ts";

interface Waiting {
  variable?: string | undefined;
  timeout?: string | undefined;
}

export function portsForOne(config: Waiting, answered: Port): Port[] {
  return [
    answered,
    { id: "timeout", label: "No answer", kind: "flow", note: timeoutNote(config.timeout) },
    WINDOW_CLOSED,
  ];
}

export function factsForOne(config: Waiting, answered: string, texts: readonly string[]): Facts {
  const timeout = timeoutOf(config.timeout);
  return {
    send: { ...FREE_FORM, answerable: true },
    ways: [
      { port: answered, after: "sent", min: 0, max: timeout, interaction: true },
      { port: "timeout", after: "sent", min: timeout, max: timeout, interaction: false, writes: false },
      REFUSED_WAY,
    ],
    waits: true,
    hearsInPassing: true,
    writes: config.variable ? [config.variable] : [],
    reads: readsOf(texts),
  };
}

export function runForOne(context: RunContext<Waiting>, content: FreeFormContent): Outcome {
  const { config, now } = context;
  return sendFreeForm(context, content, (message) => ({
    wait: { for: "answer", until: now + timeoutOf(config.timeout), message },
  }));
}

/** `read` gives what is remembered, or null when it is not what was asked for. */
export function resumeForOne(
  context: ResumeContext<Waiting>,
  wake: Wake,
  answered: string,
  read: (content: IncomingContent) => Json,
): Outcome {
  const { config } = context;
  switch (wake.kind) {
    case "timer-fired":
      return { go: "timeout" };
    case "message-refused":
      return wake.reason === "window-closed" ? { go: "window-closed" } : { ignore: true };
    case "reply-received": {
      const answer = read(wake.message.content);
      if (answer === null) return { ignore: true };
      if (config.variable) context.setVariable(config.variable, answer);
      return { go: answered };
    }
    default:
      return { ignore: true };
  }
}
