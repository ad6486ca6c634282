import type { Json } from "../../flow/json.ts";
import type { HttpResult, NodeDefinition, Outcome, ResumeContext } from "../definition.ts";
import { readsOf } from "../send-free-form.ts";
import { type HttpConfig, httpSchema, httpTimeout } from "./config.ts";
import { pick } from "./pick.ts";
import { fillRequest } from "./request.ts";

/** What is remembered of one answer, as JSON: a session is small. */
const MOST_SAVED = 32 * 1024;

export const http: NodeDefinition<HttpConfig> = {
  type: "http",
  title: "Call a web address",
  group: "data",
  icon: "globe",
  help: "Asks another system, or tells it something, and goes on with its answer. After a restart the same call is made again, with the same Idempotency-Key.",
  schema: httpSchema,
  initial: { method: "GET", url: "https://example.com/orders/{{ order }}" },
  ports: () => [
    { id: "ok", label: "Answered", kind: "flow" },
    { id: "failed", label: "failed", kind: "trouble" },
  ],
  facts: (config) => ({
    send: null,
    ways: [
      { port: "ok", after: "entry", min: 0, max: httpTimeout(config), interaction: false, chosenBy: "data" },
      {
        port: "failed",
        after: "entry",
        min: 0,
        max: httpTimeout(config),
        interaction: false,
        chosenBy: "data",
        writes: false,
      },
    ],
    waits: true,
    writes: (config.save ?? []).map(({ variable }) => variable),
    reads: readsOf([config.url, config.body, ...Object.values(config.headers ?? {})]),
  }),
  summary: (config) => `${config.method} ${config.url}`,
  run: (context) => {
    const filled = fillRequest(context.config, context.resolve);
    if (!filled.ok) {
      context.note("http-failed", filled.problem);
      return { go: "failed" };
    }
    // Without an end of its own: whoever makes the call owes an answer within its timeout.
    return { wait: { for: "http", until: null, call: context.callHttp(filled.request) } };
  },
  resume: (context, wake) => (wake.kind === "http-returned" ? take(context, wake.result) : { ignore: true }),
};

function take(context: ResumeContext<HttpConfig>, result: HttpResult): Outcome {
  const failed = (why: string): Outcome => {
    context.note("http-failed", why);
    return { go: "failed" };
  };
  if ("error" in result) return failed(result.error);
  if (result.status < 200 || result.status > 299) return failed(`it answered ${result.status}`);
  const saved = (context.config.save ?? []).map(({ path, variable }): [string, Json] => [
    variable,
    pick(result.body, path),
  ]);
  if (JSON.stringify(saved).length > MOST_SAVED)
    return failed(`more than ${MOST_SAVED / 1024} KB were to be remembered`);
  for (const [variable, value] of saved) context.setVariable(variable, value);
  return { go: "ok" };
}
