/**
 * A message template as the Graph API's `message_templates` returns it (WR §5.1). Components are kept as they are;
 * what we need of them is read by the functions below.
 */
import { z } from "zod";

const buttonSchema = z
  .object({
    type: z.string(),
    text: z.string().optional(),
    url: z.string().optional(),
    phone_number: z.string().optional(),
    example: z.unknown().optional(),
  })
  .loose();

const componentSchema = z
  .object({
    type: z.string(),
    format: z.string().optional(),
    text: z.string().optional(),
    buttons: z.array(buttonSchema).optional(),
    example: z.unknown().optional(),
  })
  .loose();

export const templateCategorySchema = z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]);

export const templateSchema = z
  .object({
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    category: templateCategorySchema,
    status: z.string().default("APPROVED"),
    parameter_format: z.enum(["POSITIONAL", "NAMED"]).optional(),
    components: z.array(componentSchema),
    id: z.string().optional(),
    quality_score: z.unknown().optional(),
  })
  .loose()
  .meta({ id: "Template" });

export type Template = z.infer<typeof templateSchema>;
export type TemplateCategory = z.infer<typeof templateCategorySchema>;
type TemplateButton = z.infer<typeof buttonSchema>;

/** Templates are known by name and language together. */
export function templateKey(name: string, language: string): string {
  return `${name}/${language}`;
}

function component(template: Template, type: string) {
  return template.components.find((candidate) => candidate.type.toUpperCase() === type);
}

export function headerOf(template: Template): { format: string; text?: string } | null {
  const header = component(template, "HEADER");
  if (!header) return null;
  return {
    format: (header.format ?? "TEXT").toUpperCase(),
    ...(header.text === undefined ? {} : { text: header.text }),
  };
}

export function bodyOf(template: Template): string {
  return component(template, "BODY")?.text ?? "";
}

export function footerOf(template: Template): string | null {
  return component(template, "FOOTER")?.text ?? null;
}

export function buttonsOf(template: Template): TemplateButton[] {
  return component(template, "BUTTONS")?.buttons ?? [];
}

/** The cards of a carousel, each with components of its own; empty for every other template. */
export function cardsOf(template: Template): Template[] {
  const cards = component(template, "CAROUSEL")?.["cards"];
  if (!Array.isArray(cards)) return [];
  return cards.map((card: { components?: unknown }): Template => {
    const read = z.array(componentSchema).safeParse(card?.components);
    return { ...template, components: read.success ? read.data : [] };
  });
}

/** What the header is filled with, when it is not text. */
export function headerMediaOf(template: Template): "image" | "video" | "document" | null {
  switch (headerOf(template)?.format) {
    case "IMAGE":
      return "image";
    case "VIDEO":
    case "GIF":
      return "video";
    case "DOCUMENT":
      return "document";
    default:
      return null;
  }
}

/** Does it run out at a time that each send names? */
export function isLimitedOffer(template: Template): boolean {
  return component(template, "LIMITED_TIME_OFFER") !== undefined;
}

/** Quick replies in the order shown, card by card; the position in this list is the index of port `button:<index>`. */
export function quickRepliesOf(template: Template): { title: string; position: number; card?: number }[] {
  const own = buttonsOf(template).flatMap((button, position) =>
    button.type.toUpperCase() === "QUICK_REPLY" ? [{ title: button.text ?? "", position }] : [],
  );
  const inCards = cardsOf(template).flatMap((card, index) =>
    quickRepliesOf({
      ...card,
      components: card.components.filter(({ type }) => type.toUpperCase() !== "CAROUSEL"),
    }).map((reply) => ({ ...reply, card: index })),
  );
  return [...own, ...inCards];
}

/** Parts that have no interactive form: a carousel, an offer with a code, an order. */
export function hasSpecialParts(template: Template): boolean {
  return template.components.some(
    (candidate) => !["HEADER", "BODY", "FOOTER", "BUTTONS"].includes(candidate.type.toUpperCase()),
  );
}

/** `placeholdersIn("Hi {{1}}, until {{2}}")` -> ["1", "2"]; each once, in order of first appearance. */
export function placeholdersIn(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g)) if (match[1]) found.add(match[1]);
  return [...found];
}

/** The body's and header's placeholders; positional ones are sorted by number. */
export function parametersOf(template: Template): {
  header: string[];
  body: string[];
  buttons: { index: number; name: string }[];
} {
  const header = headerOf(template);
  const sorted = (names: string[]) =>
    names.every((name) => /^\d+$/.test(name)) ? names.sort((a, b) => Number(a) - Number(b)) : names;
  return {
    header: header?.format === "TEXT" ? sorted(placeholdersIn(header.text ?? "")) : [],
    body: sorted(placeholdersIn(bodyOf(template))),
    buttons: buttonsOf(template).flatMap((button, index) =>
      button.type.toUpperCase() === "COPY_CODE"
        ? [{ index, name: "code" }]
        : placeholdersIn(button.url ?? "").map((name) => ({ index, name })),
    ),
  };
}
