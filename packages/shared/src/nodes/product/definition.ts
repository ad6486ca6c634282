import { z } from "zod";
import type { Json } from "../../flow/json.ts";
import { LIMITS } from "../../messages/limits.ts";
import type { FreeFormContent } from "../../messages/outgoing.ts";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText, timeoutField, variableField } from "../fields.ts";
import { passingFacts, sendFreeForm, WINDOW_CLOSED } from "../send-free-form.ts";
import { textsIn } from "../texts-in.ts";
import { factsForOne, portsForOne, resumeForOne, runForOne } from "../wait-for-one.ts";

const schema = z.strictObject({
  catalogId: field(z.string().min(1).max(200).optional(), {
    label: "Catalogue",
    help: "Meta's id. Not needed to show the whole catalogue.",
  }),
  sections: field(
    z
      .array(
        z.strictObject({ title: filledText(200).optional(), products: z.array(filledText(200, 1)).min(1).max(100) }),
      )
      .max(20)
      .optional(),
    {
      label: "Products",
      help: "By their ids in the catalogue. One is shown large, several as a list, none opens the whole catalogue.",
      widget: "products",
      maxLength: LIMITS.products.sectionTitle,
    },
  ),
  header: field(filledText(1_000).optional(), {
    label: "Header",
    help: "Only above several products, where it is needed.",
    maxLength: LIMITS.interactive.header,
  }),
  body: field(filledText(10_000).optional(), {
    label: "Text",
    widget: "multiline",
    maxLength: LIMITS.interactive.body,
  }),
  footer: field(filledText(1_000).optional(), { label: "Footer", maxLength: LIMITS.interactive.footer }),
  waitForOrder: field(z.boolean().optional(), {
    label: "Wait for the order",
    help: "On unless you switch it off; then the flow goes on at once.",
    widget: "switch",
    usual: true,
  }),
  variable: variableField,
  timeout: timeoutField,
});
type Config = z.infer<typeof schema>;

const waits = (config: Config) => config.waitForOrder ?? true;
const productsOf = (config: Config) => (config.sections ?? []).flatMap((section) => section.products);

function content(config: Config, resolve: (text: string) => string): FreeFormContent {
  const { catalogId = "", sections = [] } = config;
  const body = resolve(config.body ?? "");
  const footer = config.footer ? { footer: resolve(config.footer) } : {};
  const [first, second] = productsOf(config);
  if (first === undefined) return { kind: "catalog", body, ...footer };
  if (second === undefined)
    return { kind: "product", ...(body ? { body } : {}), ...footer, catalogId, productId: resolve(first) };
  return {
    kind: "products",
    header: resolve(config.header ?? ""),
    body,
    ...footer,
    catalogId,
    sections: sections.map(({ title, products }) => ({
      ...(title ? { title: resolve(title) } : {}),
      products: products.map(resolve),
    })),
  };
}

export const product: NodeDefinition<Config> = {
  type: "product",
  title: "Products",
  group: "message",
  icon: "shopping-bag",
  help: "Shows one product, several, or the whole catalogue, and waits for the order.",
  schema,
  initial: { body: "This is what we have." },
  ports: (config) =>
    waits(config)
      ? portsForOne(config, { id: "next", label: "Ordered", kind: "answer" })
      : [{ id: "next", label: "Next", kind: "flow" }, WINDOW_CLOSED],
  facts: (config) => {
    const texts = textsIn([config.header, config.body, config.footer, config.sections]);
    return waits(config) ? factsForOne(config, "next", texts) : passingFacts(texts);
  },
  summary: () => "",
  kindLine: (config) => {
    const count = productsOf(config).length;
    return `${count === 0 ? "Catalogue" : count === 1 ? "Product" : `${count} products`} · free-form`;
  },
  preview: (config) => ({ content: content(config, (text) => text) }),
  check: checkProducts,
  run: (context) => {
    const message = content(context.config, (text) => context.resolve.text(text));
    return waits(context.config) ? runForOne(context, message) : sendFreeForm(context, message, () => ({ go: "next" }));
  },
  resume: (context, wake) =>
    resumeForOne(context, wake, "next", (received) =>
      received.kind === "order" ? ((received.order ?? {}) as Json) : null,
    ),
};

/** What WhatsApp wants of each of the three forms (WR §5). */
function checkProducts(config: Config): { code: string; path: string; message: string }[] {
  const count = productsOf(config).length;
  const needs = (path: string, message: string) => ({ code: "invalid-config", path, message });
  return [
    ...(count !== 1 && !config.body?.trim() ? [needs("body", "A text is needed, except under a single product.")] : []),
    ...(count > 0 && !config.catalogId ? [needs("catalogId", "Products need the catalogue they are in.")] : []),
    ...(count > 1 && !config.header?.trim() ? [needs("header", "Several products need a header.")] : []),
  ];
}
