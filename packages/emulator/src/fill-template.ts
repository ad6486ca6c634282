/** A template as it is sent: the parameters of the call against the components of the template (WR §2: 132xxx, §5.1). */
import { LIMITS, lengthOf } from "@sluice/shared/messages/limits";
import { inside, isObject, type Json, maybeTextAt, missing, objectAt, objectsAt, textAt } from "./check.ts";
import { GraphError } from "./graph-error.ts";
import { type Shown, shown, type TapTarget } from "./shown.ts";
import {
  buttonsOf,
  componentOf,
  placeholdersIn,
  type TemplateBook,
  type TemplateButton,
  type TemplateComponent,
  type TemplateRecord,
} from "./template-book.ts";
import { checkMediaSource, type MediaLookup } from "./validate-media.ts";

interface SentComponent {
  type: string;
  parameters: { item: Json; place: string }[];
  subType?: string | undefined;
  index?: number | undefined;
  cards?: unknown;
  place: string;
}

/** The template a send names. 132001 when there is none that may be sent, 132015 paused, 132016 disabled. */
export function findTemplate(templates: TemplateBook, sent: Json): TemplateRecord {
  const name = textAt(sent, "name", "template");
  const language = textAt(objectAt(sent, "language", "template"), "code", "template['language']");
  const template = templates.get(name, language);
  if (!template) {
    const others = templates.byName(name).map((other) => other.language);
    const known = others.length > 0 ? `; it exists in ${others.join(", ")}` : "";
    throw new GraphError(132001, `template name (${name}) does not exist in ${language}${known}`);
  }
  if (template.status === "PAUSED")
    throw new GraphError(132015, `Template ${name} (${language}) is paused because of low quality.`);
  if (template.status === "DISABLED")
    throw new GraphError(132016, `Template ${name} (${language}) was disabled because of low quality.`);
  if (template.status !== "APPROVED")
    throw new GraphError(132001, `template name (${name}) in ${language} is ${template.status}, not APPROVED`);
  return template;
}

/** What the phone will show. Throws a GraphError where parameters and template differ. */
export function fillTemplate(template: TemplateRecord, sent: Json, media: MediaLookup): Shown {
  const components = readComponents(sent, "template");
  const header = fillHeader(template, components, media);
  const text = fillBody(template, components);
  const footer = componentOf(template.components, "FOOTER")?.text;
  const own = fillButtons(template, components);
  const cards = fillCards(template, components, media);
  return shown("template", {
    ...header,
    text: [text, ...cards.map((card, index) => `${index + 1}. ${card.text}`)].join("\n"),
    footer,
    buttons: [...own.buttons, ...cards.flatMap((card) => card.buttons)],
    links: [...own.links, ...cards.flatMap((card) => card.links)],
  });
}

function readComponents(sent: Json, path: string): SentComponent[] {
  if (sent["components"] === undefined || sent["components"] === null) return [];
  return objectsAt(sent, "components", path, { min: 0, max: 30 }).map(({ item, place }) => ({
    type: textAt(item, "type", place).toLowerCase(),
    parameters: item["parameters"] === undefined ? [] : objectsAt(item, "parameters", place, { min: 0, max: 100 }),
    subType: maybeTextAt(item, "sub_type", place)?.toLowerCase(),
    index: item["index"] === undefined ? undefined : Number(item["index"]),
    cards: item["cards"],
    place,
  }));
}

function fillHeader(template: TemplateRecord, sent: SentComponent[], media: MediaLookup): Partial<Shown> {
  const header = componentOf(template.components, "HEADER");
  const parameters = sent.find((component) => component.type === "header")?.parameters ?? [];
  const format = header?.format?.toUpperCase() ?? "NONE";
  if (!header || format === "TEXT") {
    return header
      ? { header: fillText("header", header.text ?? "", parameters, template) }
      : noParameters("header", parameters);
  }
  if (format === "PRODUCT") return {};
  const kind = format === "GIF" ? "video" : format.toLowerCase();
  const first = parameters[0];
  if (!first || parameters.length > 1) throw wrongCount("header", parameters.length, 1);
  if (first.item["type"] !== kind)
    throw wrongFormat(
      `header: Format mismatch, expected ${format}, received ${String(first.item["type"]).toUpperCase()}`,
    );
  const value = objectAt(first.item, kind, first.place);
  if (kind === "location") return { media: { kind } };
  return { media: { kind, ...checkMediaSource(value, inside(first.place, kind), media) } };
}

function noParameters(where: string, parameters: unknown[]): Partial<Shown> {
  if (parameters.length > 0) throw wrongCount(where, parameters.length, 0);
  return {};
}

function fillBody(template: TemplateRecord, sent: SentComponent[]): string {
  const parameters = sent.find((component) => component.type === "body")?.parameters ?? [];
  const body = componentOf(template.components, "BODY");
  // The words of an authentication template are Meta's; the code is its one parameter.
  const text = body?.text ?? "{{1}} is your verification code.";
  const filled = fillText("body", text, parameters, template);
  const max = LIMITS.template.body;
  if (lengthOf(filled) > max)
    throw new GraphError(
      132005,
      `body: the text is ${lengthOf(filled)} characters long once it is filled in; at most ${max} are allowed.`,
    );
  return filled;
}

function fillText(
  where: string,
  text: string,
  parameters: { item: Json; place: string }[],
  template: TemplateRecord,
): string {
  const names = placeholdersIn(text);
  if (parameters.length !== names.length) throw wrongCount(where, parameters.length, names.length);
  const values = new Map(
    parameters.map(({ item, place }, index) => {
      const value = parameterText(item, place, where, template);
      if (template.parameter_format === "POSITIONAL") return [String(index + 1), value] as const;
      const name = maybeTextAt(item, "parameter_name", place);
      if (name === undefined || !names.includes(name)) {
        throw wrongFormat(
          `${where}: ${place} must carry a parameter_name; expected ${names.join(", ")}, received ${name ?? "none"}`,
        );
      }
      return [name, value] as const;
    }),
  );
  if (values.size !== names.length) throw wrongCount(where, values.size, names.length);
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => values.get(name) ?? "");
}

function parameterText(item: Json, place: string, where: string, template: TemplateRecord): string {
  const type = textAt(item, "type", place).toLowerCase();
  if (type === "currency" || type === "date_time")
    return textAt(objectAt(item, type, place), "fallback_value", inside(place, type));
  if (type !== "text") throw wrongFormat(`${where}: Format mismatch, expected TEXT, received ${type.toUpperCase()}`);
  const text = textAt(item, "text", place);
  if (/[\n\r\t]| {5,}/.test(text)) {
    throw new GraphError(
      132018,
      `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces (${place}).`,
    );
  }
  const max = LIMITS.template.authenticationParameter;
  if (template.category === "AUTHENTICATION" && lengthOf(text) > max)
    throw wrongFormat(`${where}: a code has at most ${max} characters (${place})`);
  return text;
}

function fillButtons(template: TemplateRecord, sent: SentComponent[]): Pick<Shown, "buttons" | "links"> {
  const buttons = buttonsOf(template.components);
  const byIndex = new Map<number, SentComponent>();
  for (const component of sent) {
    if (component.type !== "button") continue;
    const { index, place } = component;
    if (index === undefined) throw missing(inside(place, "index"));
    const button = buttons[index];
    if (!button)
      throw wrongFormat(
        `buttons: ${inside(place, "index")} is ${index}, but the template has ${buttons.length} buttons`,
      );
    checkSubType(button, component, index);
    byIndex.set(index, component);
  }
  const targets: TapTarget[] = [];
  const links: Shown["links"] = [];
  for (const [index, button] of buttons.entries()) {
    const parameter = byIndex.get(index)?.parameters[0];
    if (button.type === "QUICK_REPLY") targets.push(quickReply(button, parameter));
    else links.push(link(button, index, parameter));
  }
  return { buttons: targets, links };
}

/** The button types that go under another name when they are sent. */
const SUB_TYPES: Record<string, string[]> = {
  OTP: ["url", "otp", "copy_code"],
  PHONE_NUMBER: ["phone_number", "voice_call"],
};

function checkSubType(button: TemplateButton, component: SentComponent, index: number): void {
  const expected = SUB_TYPES[button.type] ?? [button.type.toLowerCase()];
  if (component.subType === undefined) throw missing(inside(component.place, "sub_type"));
  if (!expected.includes(component.subType)) {
    throw wrongFormat(
      `buttons: Button at index ${index} is of type ${button.type}, but sub_type is ${component.subType}`,
    );
  }
}

function quickReply(button: TemplateButton, parameter: { item: Json; place: string } | undefined): TapTarget {
  const title = button.text ?? "";
  if (!parameter) return { id: title, title, on: "template" };
  const { item, place } = parameter;
  if (item["type"] !== "payload")
    throw wrongFormat(`buttons: Format mismatch, expected PAYLOAD, received ${String(item["type"]).toUpperCase()}`);
  return { id: textAt(item, "payload", place, { max: LIMITS.template.quickReplyPayload }), title, on: "template" };
}

function link(
  button: TemplateButton,
  index: number,
  parameter: { item: Json; place: string } | undefined,
): Shown["links"][number] {
  const kind = button.type.toLowerCase().replaceAll("_", "-");
  const title = button.text ?? (button.type === "COPY_CODE" ? "Copy code" : button.type);
  const required = () => {
    if (!parameter)
      throw new GraphError(131008, `buttons: Button at index ${index} of type ${button.type} requires a parameter`);
    return parameter;
  };
  if (button.type === "URL") {
    const url = button.url ?? "";
    if (placeholdersIn(url).length === 0) return { kind, title, value: url };
    const { item, place } = required();
    return { kind, title, value: url.replace(/\{\{[^}]*\}\}/, textAt(item, "text", place)) };
  }
  if (button.type === "COPY_CODE") {
    const { item, place } = required();
    return { kind, title, value: textAt(item, "coupon_code", place, { max: LIMITS.template.buttons.code }) };
  }
  if (button.type === "OTP") {
    const { item, place } = required();
    return { kind, title, value: textAt(item, item["coupon_code"] === undefined ? "text" : "coupon_code", place) };
  }
  return { kind, title, value: button.phone_number };
}

/** Every card is filled in by itself, in the order of the template. */
function fillCards(template: TemplateRecord, sent: SentComponent[], media: MediaLookup) {
  const carousel = componentOf(template.components, "CAROUSEL") as (TemplateComponent & { cards?: unknown[] }) | null;
  const expected = (carousel?.cards ?? []).filter(isObject);
  const cards = sent.find((component) => component.type === "carousel")?.cards;
  const received = Array.isArray(cards) ? cards.filter(isObject) : [];
  if (expected.length !== received.length) throw wrongCount("carousel", received.length, expected.length, "cards");
  return expected.map((card, index) => {
    const given = received.find((candidate) => candidate["card_index"] === index);
    if (!given) throw missing(`carousel.cards[card_index=${index}]`);
    const components = Array.isArray(card["components"]) ? (card["components"] as TemplateComponent[]) : [];
    const own: TemplateRecord = { ...template, components };
    const parts = readComponents(given, `template['components'] card ${index}`);
    fillHeader(own, parts, media);
    const hasBody = componentOf(components, "BODY") !== null;
    return { text: hasBody ? fillBody(own, parts) : "", ...fillButtons(own, parts) };
  });
}

function wrongCount(where: string, received: number, expected: number, what = "localizable_params"): GraphError {
  return new GraphError(
    132000,
    `${where}: number of ${what} (${received}) does not match the expected number of params (${expected})`,
  );
}

function wrongFormat(details: string): GraphError {
  return new GraphError(132012, details);
}
