import { textOf } from "../../messages/incoming.ts";
import { choiceByLabel } from "../../messages/labels.ts";
import { choicesOf } from "../../messages/outgoing.ts";
import type { Outcome, ResumeContext, RunContext, Wake } from "../definition.ts";
import { timeoutOf } from "../fields.ts";
import { sendFreeForm } from "../send-free-form.ts";
import { type ListConfig, listContent } from "./config.ts";

export function runList(context: RunContext<ListConfig>): Outcome {
  const { config, now } = context;
  return sendFreeForm(
    context,
    listContent(config, (text) => context.resolve.text(text)),
    (message) => ({ wait: { for: "answer", until: now + timeoutOf(config.timeout), message } }),
  );
}

export function resumeList(context: ResumeContext<ListConfig>, wake: Wake): Outcome {
  const { config } = context;
  switch (wake.kind) {
    case "timer-fired":
      return { go: "timeout" };
    case "message-refused":
      return wake.reason === "window-closed" ? { go: "window-closed" } : { ignore: true };
    case "reply-received": {
      const { content } = wake.message;
      const shown = choicesOf(listContent(config, (text) => context.resolve.text(text)));
      const tapped = content.kind === "tap" ? shown.find((row) => row.id === content.id) : undefined;
      const chosen = tapped ?? choiceByLabel(shown, textOf(content));
      if (config.variable) context.setVariable(config.variable, chosen?.title ?? textOf(content));
      return { go: chosen ? `row:${chosen.id}` : "other" };
    }
    default:
      return { ignore: true };
  }
}
