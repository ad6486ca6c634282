import { z } from "zod";
import { LIMITS } from "../../messages/limits.ts";
import type { UrlButtonContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText } from "../fields.ts";
import { headerContent, headerField } from "../header.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";
import { textsIn } from "../texts-in.ts";

const schema = z.strictObject({
  header: headerField,
  body: field(filledText(10_000, 1), { label: "Text", widget: "multiline", maxLength: LIMITS.interactive.body }),
  displayText: field(filledText(200, 1), { label: "Button", maxLength: LIMITS.ctaUrl.displayText }),
  url: field(filledText(4_000, 1), {
    label: "Link",
    help: "Nobody hears of a tap on it: it is no answer and does not open the window.",
    maxLength: LIMITS.ctaUrl.url,
    placeholder: "https://",
  }),
  footer: field(filledText(1_000).optional(), { label: "Footer", maxLength: LIMITS.interactive.footer }),
});
type Config = z.infer<typeof schema>;

function content(config: Config, resolve: (text: string) => string): UrlButtonContent {
  return {
    kind: "cta-url",
    ...headerContent(config.header, resolve),
    body: resolve(config.body),
    ...(config.footer ? { footer: resolve(config.footer) } : {}),
    displayText: resolve(config.displayText),
    url: resolve(config.url),
  };
}

export const ctaUrl: NodeDefinition<Config> = {
  type: "cta-url",
  title: "Link",
  group: "message",
  icon: "external-link",
  help: "A message with one button that opens a page. The flow goes on at once: a tap on a link reaches nobody.",
  schema,
  initial: { body: "Have a look at what is new.", displayText: "Open the shop", url: "https://example.com" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => passingFacts(textsIn(config)),
  summary: () => "",
  kindLine: () => "Link · free-form",
  preview: (config) => ({ content: content(config, (text) => text) }),
  run: (context) =>
    sendFreeForm(
      context,
      content(context.config, (text) => context.resolve.text(text)),
      () => ({ go: "next" }),
    ),
};
