import { readsOfExpression } from "../../expression/reads.ts";
import type { Json } from "../../flow/json.ts";
import { textOf } from "../../messages/incoming.ts";
import type { NodeDefinition, Outcome, ResumeContext, RunContext, Wake } from "../definition.ts";
import { timeoutNote, timeoutOf } from "../fields.ts";
import { FREE_FORM, REFUSED_WAY, readsOf, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";
import { type AskConfig, askContent, askSchema, DEFAULT_ASKS } from "./config.ts";
import { readAnswer } from "./read-answer.ts";

export const ask: NodeDefinition<AskConfig> = {
  type: "ask",
  title: "Ask",
  group: "ask",
  icon: "message-circle-question-mark",
  help: "A free-form question whose answer is checked and remembered.",
  schema: askSchema,
  initial: { text: "What is your name?", answer: "text", variable: "name" },
  ports: (config) => [
    { id: "answered", label: "Answered", kind: "answer" },
    { id: "invalid", label: "Not an answer", kind: "answer" },
    { id: "timeout", label: "No answer", kind: "flow", note: timeoutNote(config.timeout) },
    WINDOW_CLOSED,
  ],
  facts: (config) => {
    const timeout = timeoutOf(config.timeout);
    const most = timeout * (config.tries ?? DEFAULT_ASKS);
    return {
      send: { ...FREE_FORM, answerable: config.answer === "choice" },
      ways: [
        { port: "answered", after: "sent", min: 0, max: most, interaction: true },
        { port: "invalid", after: "sent", min: 0, max: most, interaction: true, writes: false },
        { port: "timeout", after: "sent", min: timeout, max: timeout, interaction: false, writes: false },
        REFUSED_WAY,
      ],
      waits: true,
      asksAgain: (config.tries ?? DEFAULT_ASKS) - 1,
      writes: [config.variable],
      reads: [
        ...readsOf([config.text, ...(config.choices ?? []).map((choice) => choice.title)]),
        ...(config.rule ? readsOfExpression(config.rule).filter((name) => name !== "answer") : []),
      ],
    };
  },
  summary: () => "",
  kindLine: (config) => `Ask · ${config.answer}`,
  preview: (config) => ({ content: askContent(config, (text) => text) }),
  check: (config) =>
    config.answer === "choice" && !config.choices?.length
      ? [{ code: "invalid-config", path: "choices", message: "A choice needs its choices." }]
      : [],
  run: (context) => askNow(context, 1),
  resume: resumeAsk,
};

function askNow(context: RunContext<AskConfig>, time: number): Outcome {
  const { config, now } = context;
  return sendFreeForm(
    context,
    askContent(config, (text) => context.resolve.text(text)),
    (message) => ({
      wait: { for: "answer", until: now + timeoutOf(config.timeout), message, state: time },
    }),
  );
}

function resumeAsk(context: ResumeContext<AskConfig>, wake: Wake): Outcome {
  const { config, wait } = context;
  if (wake.kind === "timer-fired") return { go: "timeout" };
  if (wake.kind === "message-refused")
    return wake.reason === "window-closed" ? { go: "window-closed" } : { ignore: true };
  if (wake.kind !== "reply-received") return { ignore: true };
  const answer = readAnswer(config, wake.message.content, context.country);
  if (answer !== null && obeysRule(context, answer)) {
    context.setVariable(config.variable, answer);
    return { go: "answered" };
  }
  context.note("invalid-answer", textOf(wake.message.content).slice(0, 200));
  const asked = typeof wait.state === "number" ? wait.state : 1;
  return asked < (config.tries ?? DEFAULT_ASKS) ? askNow(context, asked + 1) : { go: "invalid" };
}

/** The rule, and nothing else, sees the answer as `answer`. */
function obeysRule({ config, resolve }: ResumeContext<AskConfig>, answer: Json): boolean {
  return !config.rule || resolve.truth(config.rule, { answer });
}
