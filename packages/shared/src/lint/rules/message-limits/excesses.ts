/** What of a message WhatsApp would refuse, by the numbers of WR §5. Texts with `{{ }}` count with what is surely there. */
import { compileText, renderText } from "../../../expression/text-template.ts";
import { LIMITS, lengthOf } from "../../../messages/limits.ts";
import type { Choice, FormContent, HeaderMedia, OutgoingContent } from "../../../messages/outgoing.ts";

/** Sentences without a subject: "the text has 5000 characters; WhatsApp takes 4096." */
export function excesses(content: OutgoingContent): string[] {
  switch (content.kind) {
    case "text":
      return tooLong("text", content.text, LIMITS.text.body);
    case "buttons":
      return [
        ...words(content, LIMITS.interactive.body),
        ...tooMany("buttons", content.buttons.length, LIMITS.buttons.max),
        ...labels("button", content.buttons, LIMITS.buttons.title),
        ...ids("button", content.buttons, LIMITS.buttons.id),
        ...twice(
          "buttons are called",
          content.buttons.map((button) => button.title),
        ),
      ];
    case "list":
      return list(content);
    case "cta-url":
      return [
        ...words(content, LIMITS.interactive.body),
        ...tooLong("label of the button", content.displayText, LIMITS.ctaUrl.displayText),
        ...tooLong("link", content.url, LIMITS.ctaUrl.url),
        ...noAddress("link", content.url),
      ];
    case "media":
      return [
        ...(content.caption ? tooLong("caption", content.caption, LIMITS.media.caption) : []),
        ...(content.link ? noAddress("link", content.link) : []),
      ];
    case "location":
      return [...outside("latitude", content.latitude, 90), ...outside("longitude", content.longitude, 180)];
    case "contacts":
      return tooMany("contacts", content.contacts.length, LIMITS.contacts.max);
    case "location-request":
      return tooLong("text", content.body, LIMITS.interactive.body);
    case "form":
      return form(content);
    case "product":
    case "catalog":
      return words({ body: "", ...content }, LIMITS.interactive.body);
    case "products":
      return [
        ...words(content, LIMITS.interactive.body),
        ...tooMany("sections", content.sections.length, LIMITS.products.sections.max),
        ...tooMany("products", content.sections.flatMap(({ products }) => products).length, LIMITS.products.items.max),
        ...sectionTitles(content.sections, LIMITS.products.sectionTitle),
      ];
    case "template":
      return [
        ...(content.shown.header ? tooLong("header", content.shown.header, LIMITS.template.header) : []),
        ...tooLong("text filled in", content.shown.body, LIMITS.template.body),
      ];
  }
}

function list(content: OutgoingContent & { kind: "list" }): string[] {
  const rows = content.sections.flatMap((section) => section.rows);
  return [
    ...words(content, LIMITS.list.body),
    ...tooLong("label of the list", content.label, LIMITS.list.label),
    ...tooMany("sections", content.sections.length, LIMITS.list.sections.max),
    ...tooMany("rows", rows.length, LIMITS.list.rows.max),
    ...sectionTitles(content.sections, LIMITS.list.sectionTitle),
    ...labels("row", rows, LIMITS.list.rowTitle),
    ...ids("row", rows, LIMITS.list.rowId),
    ...rows.flatMap(({ title, description }) =>
      description ? tooLong(`description of "${title}"`, description, LIMITS.list.rowDescription) : [],
    ),
  ];
}

function form(content: FormContent): string[] {
  return [
    ...words(content, LIMITS.interactive.body),
    ...tooLong("label of the button", content.label, LIMITS.flow.cta),
    ...(/\p{Extended_Pictographic}/u.test(content.label)
      ? ["the label of the button has an emoji; WhatsApp takes none there."]
      : []),
  ];
}

function words(
  content: { header?: string; headerMedia?: HeaderMedia; body: string; footer?: string },
  most: number,
): string[] {
  return [
    ...(content.header ? tooLong("header", content.header, LIMITS.interactive.header) : []),
    ...tooLong("text", content.body, most),
    ...(content.footer ? tooLong("footer", content.footer, LIMITS.interactive.footer) : []),
  ];
}

/** Needed where there are several, so that people find their way. */
function sectionTitles(sections: readonly { title?: string }[], most: number): string[] {
  return sections.flatMap(({ title }, index) => {
    if (title) return tooLong(`title of section ${index + 1}`, title, most);
    return sections.length > 1 ? [`section ${index + 1} has no title; with several sections each needs one.`] : [];
  });
}

function labels(what: string, choices: readonly Choice[], most: number): string[] {
  return choices.flatMap(({ title }) => tooLong(`${what} "${title}"`, title, most));
}

function ids(what: string, choices: readonly Choice[], most: number): string[] {
  return choices.flatMap(({ id, title }) => [
    ...tooLong(`id of ${what} "${title}"`, id, most),
    ...(id === id.trim() ? [] : [`the id of ${what} "${title}" begins or ends with a space.`]),
  ]);
}

function twice(what: string, names: readonly string[]): string[] {
  const again = names.find((name, index) => names.indexOf(name) < index);
  return again === undefined ? [] : [`two ${what} "${again}"; WhatsApp wants them to differ.`];
}

/** Where an expression begins, nothing is known any more. */
function noAddress(what: string, address: string): string[] {
  const known = address.split("{{")[0] ?? "";
  const isAddress = known === "" ? address !== "" : /^https?:\/\/[^\s]*$/i.test(known) && address.length > 8;
  return isAddress ? [] : [`the ${what} "${address}" is no http or https address.`];
}

function outside(what: string, degrees: number, most: number): string[] {
  return Math.abs(degrees) <= most ? [] : [`the ${what} is ${degrees}; it lies between -${most} and ${most}.`];
}

function tooLong(what: string, text: string, most: number): string[] {
  const length = knownLength(text);
  return length > most ? [`the ${what} has ${length} characters; WhatsApp takes ${most}.`] : [];
}

function tooMany(what: string, count: number, most: number): string[] {
  return count > most ? [`it has ${count} ${what}; WhatsApp takes ${most}.`] : [];
}

/** Of what is surely there: expressions that read something may come out empty. */
function knownLength(text: string): number {
  if (!text.includes("{{")) return lengthOf(text);
  const compiled = compileText(text);
  if (!compiled.ok) return 0;
  const parts = compiled.text.parts.filter((part) => typeof part === "string" || part.reads.length === 0);
  const scope = { variable: () => null, contact: () => null, now: 0, timeZone: "UTC" };
  return lengthOf(renderText({ parts, reads: [] }, scope).value);
}
