/**
 * A template filled in: what goes on the wire and what the phone shows. Values come by key: a placeholder's number or name
 * for the text, `header.1`, `header.link`, `header.mediaId`, `header.latitude`, `button.0`, `offer.ends`, and for the cards
 * of a carousel the same behind `card.0.`.
 */
import {
  bodyOf,
  buttonsOf,
  cardsOf,
  footerOf,
  headerMediaOf,
  headerOf,
  isLimitedOffer,
  parametersOf,
  type Template,
} from "../../flow/template.ts";
import type {
  HeaderMedia,
  TemplateButtonContent,
  TemplateCard,
  TemplateContent,
  TemplateParameter,
} from "../../messages/outgoing.ts";
import { parseInstant } from "../../time/instant.ts";
import type { TemplateConfig } from "./config.ts";

type Value = (key: string) => string;

/** `resolve` turns `{{ expressions }}` into text; the identity keeps them, for previews. */
export function fillTemplate(
  template: Template,
  config: TemplateConfig,
  resolve: (text: string) => string,
): TemplateContent {
  const values = parameterValues(config);
  const value: Value = (key) => resolve(values.get(key) ?? "");
  const header = headerOf(template);
  const footer = footerOf(template);
  const headerMedia = mediaOf(template, value);
  const headerParameters = namedParameters(template, parametersOf(template).header, (name) =>
    values.has(`header.${name}`) ? value(`header.${name}`) : value(name),
  );
  const own = fillPart(template, value, (name) => (values.has(`body.${name}`) ? value(`body.${name}`) : value(name)));
  const cards = cardsOf(template).map((card, index): TemplateCard => {
    const inCard: Value = (key) => value(`card.${index}.${key}`);
    const filled = fillPart(card, inCard, inCard);
    const media = mediaOf(card, inCard);
    return {
      ...(media ? { headerMedia: media } : {}),
      ...(filled.body === "" ? {} : { body: filled.body }),
      parameters: filled.parameters,
      buttons: filled.buttons,
      buttonParameters: filled.buttonParameters,
    };
  });
  const ends = isLimitedOffer(template) ? parseInstant(value("offer.ends")) : null;
  return {
    kind: "template",
    name: template.name,
    language: template.language,
    parameters: { header: headerParameters, body: own.parameters, buttons: own.buttonParameters },
    shown: {
      ...(header?.format === "TEXT" && header.text
        ? { header: fillText(header.text, parametersOf(template).header, headerParameters) }
        : {}),
      ...(headerMedia ? { headerMedia } : {}),
      ...(header?.format === "LOCATION" ? { headerLocation: locationOf(value) } : {}),
      ...(ends === null ? {} : { offerEndsAt: ends }),
      body: own.body,
      ...(footer ? { footer } : {}),
      buttons: own.buttons,
      ...(cards.length > 0 ? { cards } : {}),
    },
  };
}

/** Keys that need a value and have none: `["1", "button.0", "header.link"]`. */
export function missingParameters(template: Template, config: TemplateConfig): string[] {
  const values = parameterValues(config);
  return slotsOf(template)
    .filter(({ keys, optional }) => !optional && !keys.some((key) => (values.get(key) ?? "").trim() !== ""))
    .map(({ keys }) => keys[0] ?? "");
}

/** Values of the config that the template has no place for. */
export function surplusParameters(template: Template, config: TemplateConfig): string[] {
  const known = new Set(slotsOf(template).flatMap(({ keys }) => keys));
  return [...parameterValues(config).keys()].filter((key) => !known.has(key));
}

/** One thing that is filled in: the key people use, and others that stand for the same. */
export interface Slot {
  keys: readonly string[];
  label: string;
  kind: "header" | "media" | "file-name" | "place" | "offer" | "text" | "link" | "code" | "token" | "products";
  /** It goes without. */
  optional?: true;
}

/** Everything a template is filled in with, in the order people read it. */
export function slotsOf(template: Template): Slot[] {
  const wanted = parametersOf(template);
  return [
    ...wanted.header.map((name): Slot => ({ keys: [`header.${name}`, name], label: `Header ${name}`, kind: "header" })),
    ...mediaSlots(template, ""),
    ...(headerOf(template)?.format === "LOCATION" ? placeSlots() : []),
    ...(isLimitedOffer(template) ? [{ keys: ["offer.ends"], label: "The offer ends at", kind: "offer" } as const] : []),
    ...wanted.body.map((name): Slot => ({ keys: [name, `body.${name}`], label: name, kind: "text" })),
    ...buttonSlots(template, ""),
    ...cardsOf(template).flatMap((card, index) => {
      const prefix = `card.${index}.`;
      const texts = parametersOf(card).body.map(
        (name): Slot => ({ keys: [`${prefix}${name}`], label: `Card ${index + 1}: ${name}`, kind: "text" }),
      );
      return [...mediaSlots(card, prefix), ...texts, ...buttonSlots(card, prefix)];
    }),
  ];
}

function mediaSlots(template: Template, prefix: string): Slot[] {
  const media = headerMediaOf(template);
  if (!media) return [];
  const where = cardWords(prefix);
  const word = { image: "Picture", video: "Video", document: "Document" }[media];
  return [
    { keys: [`${prefix}header.link`, `${prefix}header.mediaId`], label: `${where}${word}: its address`, kind: "media" },
    ...(media === "document"
      ? [{ keys: [`${prefix}header.filename`], label: `${where}File name`, kind: "file-name", optional: true } as const]
      : []),
  ];
}

function placeSlots(): Slot[] {
  return [
    { keys: ["header.latitude"], label: "Latitude", kind: "place" },
    { keys: ["header.longitude"], label: "Longitude", kind: "place" },
    { keys: ["header.name"], label: "Name of the place", kind: "place" },
    { keys: ["header.address"], label: "Address", kind: "place" },
  ];
}

function buttonSlots(template: Template, prefix: string): Slot[] {
  const where = cardWords(prefix);
  return buttonsOf(template).flatMap((button, index): Slot[] => {
    const keys = [`${prefix}button.${index}`];
    const name = `${where}“${button.text ?? index + 1}”`;
    switch (button.type.toUpperCase()) {
      case "URL":
        return /\{\{/.test(button.url ?? "") ? [{ keys, label: `${name}: end of the link`, kind: "link" }] : [];
      case "COPY_CODE":
        return [{ keys, label: `${name}: the code`, kind: "code" }];
      case "OTP":
        return [{ keys, label: `${name}: the code, unless it is that of the text`, kind: "code", optional: true }];
      case "FLOW":
        return [{ keys, label: `${name}: token of the form`, kind: "token", optional: true }];
      case "CATALOG":
        return [{ keys, label: `${name}: product that is shown`, kind: "products", optional: true }];
      case "MPM":
        return [{ keys, label: `${name}: products, with commas`, kind: "products" }];
      default:
        return [];
    }
  });
}

function cardWords(prefix: string): string {
  const card = /^card\.(\d+)\.$/.exec(prefix)?.[1];
  return card === undefined ? "" : `Card ${Number(card) + 1}: `;
}

/** Text and buttons: of the template itself, or of a card. */
function fillPart(template: Template, value: Value, ofText: Value) {
  const names = parametersOf(template).body;
  const parameters = namedParameters(template, names, ofText);
  const buttons = buttonsOf(template).map((button, index) => shownButton(button, value(`button.${index}`), parameters));
  return {
    body: fillText(bodyOf(template), names, parameters),
    parameters,
    buttons,
    buttonParameters: parametersOf(template).buttons.map(({ index }) => ({ index, text: value(`button.${index}`) })),
  };
}

function namedParameters(template: Template, names: readonly string[], value: Value): TemplateParameter[] {
  const named = template.parameter_format === "NAMED";
  return names.map((name) => ({ ...(named ? { name } : {}), text: value(name) }));
}

function fillText(text: string, names: readonly string[], parameters: readonly TemplateParameter[]): string {
  return text.replaceAll(
    /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g,
    (_, name: string) => parameters[names.indexOf(name)]?.text ?? "",
  );
}

function mediaOf(template: Template, value: Value): HeaderMedia | null {
  const media = headerMediaOf(template);
  if (!media) return null;
  const [link, mediaId, filename] = [value("header.link"), value("header.mediaId"), value("header.filename")];
  return {
    media,
    ...(mediaId.trim() === "" ? { link } : { mediaId }),
    ...(media === "document" && filename !== "" ? { filename } : {}),
  };
}

function locationOf(value: Value) {
  return {
    latitude: Number(value("header.latitude")),
    longitude: Number(value("header.longitude")),
    name: value("header.name"),
    address: value("header.address"),
  };
}

function parameterValues(config: TemplateConfig): Map<string, string> {
  const { parameters } = config;
  if (!parameters) return new Map();
  return Array.isArray(parameters)
    ? new Map(parameters.map((text, index) => [String(index + 1), text]))
    : new Map(Object.entries(parameters));
}

function shownButton(
  button: { type: string; text?: string | undefined; url?: string | undefined },
  given: string,
  body: readonly TemplateParameter[],
): TemplateButtonContent {
  const title = button.text ?? "";
  const products = given
    .split(",")
    .map((product) => product.trim())
    .filter(Boolean);
  switch (button.type.toUpperCase()) {
    case "QUICK_REPLY":
      return { type: "quick-reply", title };
    case "URL": {
      const url = (button.url ?? "").replace(/\{\{\s*[A-Za-z0-9_]+\s*\}\}/, encodeURIComponent(given));
      return { type: "url", title, url };
    }
    case "PHONE_NUMBER":
    case "VOICE_CALL":
      return { type: "phone", title };
    case "COPY_CODE":
      return { type: "copy-code", title: title || "Copy code", code: given };
    case "OTP":
      // The code stands in the text; the button copies the same one (WR §5.1).
      return { type: "one-time-code", title: title || "Copy code", code: given || (body[0]?.text ?? "") };
    case "FLOW":
      return { type: "form", title, ...(given ? { token: given } : {}) };
    case "CATALOG":
      return { type: "catalog", title, ...(products.length > 0 ? { products } : {}) };
    case "MPM":
      return { type: "products", title, products };
    default:
      return { type: "other", title };
  }
}
