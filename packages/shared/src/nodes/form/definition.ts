import { z } from "zod";
import type { Json } from "../../flow/json.ts";
import { LIMITS } from "../../messages/limits.ts";
import type { FormContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText, timeoutField, variableField } from "../fields.ts";
import { headerContent, headerField } from "../header.ts";
import { resolveTexts, textsIn } from "../texts-in.ts";
import { factsForOne, portsForOne, resumeForOne, runForOne } from "../wait-for-one.ts";

const schema = z
  .strictObject({
    formId: field(z.string().min(1).max(200).optional(), { label: "Meta's id of the form" }),
    formName: field(z.string().min(1).max(500).optional(), { label: "or its name" }),
    header: headerField,
    body: field(filledText(10_000, 1), { label: "Text", widget: "multiline", maxLength: LIMITS.interactive.body }),
    footer: field(filledText(1_000).optional(), { label: "Footer", maxLength: LIMITS.interactive.footer }),
    label: field(filledText(200, 1), {
      label: "What opens the form",
      help: "No emoji.",
      maxLength: LIMITS.flow.cta,
    }),
    screen: field(z.string().min(1).max(200).optional(), {
      label: "First screen",
      help: "Without one, the form's own server says where it begins.",
    }),
    data: field(z.record(z.string().min(1).max(200), filledText(4_000)).optional(), {
      label: "Given to the first screen",
      help: "Values may use {{ }}.",
      widget: "pairs",
    }),
    token: field(filledText(200).optional(), { label: "Token", help: "Handed to the form's own server." }),
    draft: field(z.boolean().optional(), {
      label: "The form is a draft",
      help: "Only testers can open it.",
      widget: "switch",
    }),
    variable: variableField,
    timeout: timeoutField,
  })
  .refine(
    ({ formId, formName }) => (formId === undefined) !== (formName === undefined),
    "exactly one of formId and formName",
  );
type Config = z.infer<typeof schema>;

const ANSWERED = { id: "answered", label: "Filled in", kind: "answer", keepsWaiting: true } as const;

function content(config: Config, resolve: (text: string) => string): FormContent {
  return {
    kind: "form",
    ...headerContent(config.header, resolve),
    body: resolve(config.body),
    ...(config.footer ? { footer: resolve(config.footer) } : {}),
    label: resolve(config.label),
    form: config.formId === undefined ? { name: config.formName ?? "" } : { id: config.formId },
    ...(config.token ? { token: resolve(config.token) } : {}),
    ...(config.screen ? { screen: config.screen } : {}),
    ...(config.data ? { data: resolveTexts(config.data, resolve) } : {}),
    ...(config.draft ? { draft: true } : {}),
  };
}

export const form: NodeDefinition<Config> = {
  type: "form",
  title: "Form",
  group: "ask",
  icon: "clipboard-list",
  help: "Opens a form of Meta's (a WhatsApp Flow) inside the chat and waits until it is filled in.",
  schema,
  initial: { formId: "0", body: "Please tell us a little more.", label: "Open the form", variable: "answers" },
  ports: (config) => portsForOne(config, ANSWERED),
  facts: (config) =>
    factsForOne(
      config,
      "answered",
      textsIn([config.header, config.body, config.footer, config.label, config.data, config.token]),
    ),
  summary: () => "",
  kindLine: () => "Form · free-form",
  preview: (config) => ({ content: content(config, (text) => text) }),
  run: (context) =>
    runForOne(
      context,
      content(context.config, (text) => context.resolve.text(text)),
    ),
  resume: (context, wake) =>
    resumeForOne(context, wake, "answered", (received) =>
      received.kind === "form" ? answersOf(received.response) : null,
    ),
};

/** The answers by field, without the token that comes back with them. */
function answersOf(response: unknown): Json {
  if (typeof response !== "object" || response === null || Array.isArray(response)) return (response ?? {}) as Json;
  const { flow_token: _token, ...answers } = response as Record<string, Json>;
  return answers;
}
