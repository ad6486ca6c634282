import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText, timeoutField, variableField } from "../fields.ts";
import { placeOf } from "../place-of.ts";
import { factsForOne, portsForOne, resumeForOne, runForOne } from "../wait-for-one.ts";

const schema = z.strictObject({
  body: field(filledText(10_000, 1), { label: "Text", widget: "multiline", maxLength: LIMITS.interactive.body }),
  variable: variableField,
  timeout: timeoutField,
});
type Config = z.infer<typeof schema>;

const ANSWERED = { id: "answered", label: "Place sent", kind: "answer", keepsWaiting: true } as const;

export const locationRequest: NodeDefinition<Config> = {
  type: "location-request",
  title: "Ask for the place",
  group: "ask",
  icon: "locate",
  help: "Asks where the person is, with a button that sends the place, and waits for it.",
  schema,
  initial: { body: "Where shall we deliver?", variable: "place" },
  ports: (config) => portsForOne(config, ANSWERED),
  facts: (config) => factsForOne(config, "answered", [config.body]),
  summary: () => "",
  kindLine: () => "Ask for the place · free-form",
  preview: (config) => ({ content: { kind: "location-request", body: config.body } }),
  run: (context) => runForOne(context, { kind: "location-request", body: context.resolve.text(context.config.body) }),
  resume: (context, wake) => resumeForOne(context, wake, "answered", placeOf),
};
