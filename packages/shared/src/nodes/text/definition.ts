import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { FreeFormContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";

const schema = z.strictObject({
  text: field(filledText(20_000, 1), {
    label: "Text",
    widget: "multiline",
    maxLength: LIMITS.text.body,
    placeholder: "Write to the person",
  }),
  previewUrl: field(z.boolean().optional(), { label: "Show a preview of the first link", widget: "switch" }),
});
type Config = z.infer<typeof schema>;

const content = ({ text: source, previewUrl }: Config, text = source): FreeFormContent =>
  previewUrl === undefined ? { kind: "text", text } : { kind: "text", text, previewUrl };

const goOn = () => ({ go: "next" });

export const text: NodeDefinition<Config> = {
  type: "text",
  title: "Text",
  group: "message",
  icon: "message-square-text",
  help: "A free-form message. It goes out while the person's 24-hour window is open.",
  schema,
  initial: { text: "Hello" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => passingFacts([config.text]),
  summary: () => "",
  kindLine: () => "Text · free-form",
  preview: (config) => ({ content: content(config) }),
  run: (context) => sendFreeForm(context, content(context.config, context.resolve.text(context.config.text)), goOn),
};
