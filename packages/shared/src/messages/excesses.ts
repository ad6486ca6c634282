/**
 * What of a message WhatsApp would refuse, by the numbers of WR §5. Asked of what is about to be sent, and by the linter of
 * what is drawn, which counts texts with `{{ }}` in its own way.
 */
import { LIMITS, lengthOf } from "./limits.ts";
import type { Choice, FormContent, HeaderMedia, OutgoingContent, TemplateContent } from "./outgoing.ts";

type Length = (text: string) => number;

/** Sentences without a subject: "the text has 5000 characters; WhatsApp takes 4096." */
export function excesses(content: OutgoingContent, length: Length = lengthOf): string[] {
  const { tooLong, words, labels, ids, sectionTitles } = checksWith(length);
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
      return list(content, length);
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
      return form(content, length);
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
      return template(content, length);
  }
}

function template({ parameters, shown }: TemplateContent, length: Length): string[] {
  const { tooLong } = checksWith(length);
  const { buttons } = LIMITS.template;
  const texts = [...parameters.header, ...parameters.body, ...(shown.cards ?? []).flatMap((card) => card.parameters)];
  return [
    ...(shown.header ? tooLong("header", shown.header, LIMITS.template.header) : []),
    ...tooLong("text filled in", shown.body, LIMITS.template.body),
    ...(shown.cards ?? []).flatMap((card, index) =>
      tooLong(`text of card ${index + 1}`, card.body ?? "", LIMITS.carousel.cardBody),
    ),
    // [M-errors] 132018
    ...(texts.some(({ text }) => /[\n\r\t]| {5,}/.test(text))
      ? ["a parameter has a line break, a tab or more than four spaces in a row; WhatsApp takes none there."]
      : []),
    ...shown.buttons.flatMap(({ type, title, url, code }) => [
      ...(url === undefined ? [] : tooLong(`link of "${title}"`, url, buttons.urlLength)),
      ...(type === "copy-code" ? tooLong(`code of "${title}"`, code ?? "", buttons.code) : []),
    ]),
  ];
}

function list(content: OutgoingContent & { kind: "list" }, length: Length): string[] {
  const { tooLong, words, labels, ids, sectionTitles } = checksWith(length);
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

function form(content: FormContent, length: Length): string[] {
  const { tooLong, words } = checksWith(length);
  return [
    ...words(content, LIMITS.interactive.body),
    ...tooLong("label of the button", content.label, LIMITS.flow.cta),
    ...(/\p{Extended_Pictographic}/u.test(content.label)
      ? ["the label of the button has an emoji; WhatsApp takes none there."]
      : []),
  ];
}

/** The checks of texts, with the way their length is counted. */
function checksWith(length: Length) {
  const tooLong = (what: string, text: string, most: number): string[] =>
    length(text) > most ? [`the ${what} has ${length(text)} characters; WhatsApp takes ${most}.`] : [];
  return {
    tooLong,
    words: (
      content: { header?: string; headerMedia?: HeaderMedia; body: string; footer?: string },
      most: number,
    ): string[] => [
      ...(content.header ? tooLong("header", content.header, LIMITS.interactive.header) : []),
      ...tooLong("text", content.body, most),
      ...(content.footer ? tooLong("footer", content.footer, LIMITS.interactive.footer) : []),
    ],
    /** Needed where there are several, so that people find their way. */
    sectionTitles: (sections: readonly { title?: string }[], most: number): string[] =>
      sections.flatMap(({ title }, index) => {
        if (title) return tooLong(`title of section ${index + 1}`, title, most);
        return sections.length > 1 ? [`section ${index + 1} has no title; with several sections each needs one.`] : [];
      }),
    labels: (what: string, choices: readonly Choice[], most: number): string[] =>
      choices.flatMap(({ title }) => tooLong(`${what} "${title}"`, title, most)),
    ids: (what: string, choices: readonly Choice[], most: number): string[] =>
      choices.flatMap(({ id, title }) => [
        ...tooLong(`id of ${what} "${title}"`, id, most),
        ...(id === id.trim() ? [] : [`the id of ${what} "${title}" begins or ends with a space.`]),
      ]),
  };
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

function tooMany(what: string, count: number, most: number): string[] {
  return count > most ? [`it has ${count} ${what}; WhatsApp takes ${most}.`] : [];
}
