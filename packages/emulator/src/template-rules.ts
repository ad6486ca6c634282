/** What a template must be to be taken at all (WR §5.1). */
import { LIMITS, lengthOf } from "@sluice/shared/messages/limits";
import { asObject, inside, isObject, type Json, maybeTextAt, missing, objectsAt, textAt } from "./check.ts";
import { GraphError } from "./graph-error.ts";
import {
  placeholdersIn,
  type TemplateButton,
  type TemplateCategory,
  type TemplateComponent,
  type TemplateRecord,
} from "./template-book.ts";

/** Names of before 2023, which Meta moved over to today's. */
const OLD_CATEGORIES: Record<string, TemplateCategory> = { TRANSACTIONAL: "UTILITY", OTP: "AUTHENTICATION" };
const HEADER_FORMATS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];
const BUTTON_TYPES =
  "QUICK_REPLY URL PHONE_NUMBER COPY_CODE OTP MPM SPM CATALOG FLOW VOICE_CALL REQUEST_CONTACT_INFO ORDER_DETAILS APP".split(
    " ",
  );
const COMPONENT_TYPES = "HEADER BODY FOOTER BUTTONS CAROUSEL LIMITED_TIME_OFFER CALL_PERMISSION_REQUEST".split(" ");

type Draft = Pick<
  TemplateRecord,
  "name" | "language" | "category" | "parameter_format" | "components" | "message_send_ttl_seconds"
>;

/**
 * Checks a `POST message_templates` body. `review` adds what a reviewer refuses: missing examples, a variable at the start
 * or the end of the body (2388299), too many of them (2388293).
 */
export function readTemplate(body: unknown, options: { review: boolean }): Draft {
  const template = asObject(body, "template");
  const name = textAt(template, "name", "", { max: LIMITS.template.name });
  if (!/^[a-z0-9_]+$/.test(name))
    throw refuse(`Param name may only have lowercase letters, digits and underscores; it is "${name}".`);
  const language = textAt(template, "language");
  if (!/^[a-z]{2,3}(_[A-Za-z]{2,4}){0,2}$/.test(language))
    throw refuse(`Param language must be a code like "en" or "pt_BR"; it is "${language}".`);
  const category = readCategory(template);
  const format = (maybeTextAt(template, "parameter_format") ?? "POSITIONAL").toUpperCase();
  if (format !== "POSITIONAL" && format !== "NAMED")
    throw refuse(`Param parameter_format must be POSITIONAL or NAMED; it is "${format}".`);
  const components = objectsAt(template, "components", "", { min: 1, max: 10 }).map(({ item, place }) => {
    const type = textAt(item, "type", place).toUpperCase();
    if (!COMPONENT_TYPES.includes(type))
      throw refuse(`Param ${inside(place, "type")} must be one of ${COMPONENT_TYPES.join(", ")}; it is "${type}".`);
    return { ...item, type } as TemplateComponent;
  });
  checkComponents(components, category, format, options.review);
  return {
    name,
    language,
    category,
    parameter_format: format,
    components,
    message_send_ttl_seconds: readTtl(template, category),
  };
}

/** `readCategory({category: "marketing"})` -> "MARKETING" */
function readCategory(template: Json): TemplateCategory {
  const text = textAt(template, "category").toUpperCase();
  const category = OLD_CATEGORIES[text] ?? text;
  if (category === "MARKETING" || category === "UTILITY" || category === "AUTHENTICATION") return category;
  throw refuse(`Param category must be one of MARKETING, UTILITY, AUTHENTICATION; it is "${text}".`);
}

function readTtl(template: Json, category: TemplateCategory): number | undefined {
  const ttl = template["message_send_ttl_seconds"];
  if (ttl === undefined || ttl === null) return undefined;
  const { min, max } = LIMITS.template.ttlSeconds[category];
  const forever = ttl === -1 && category !== "MARKETING";
  if (typeof ttl === "number" && ((ttl >= min && ttl <= max) || forever)) return ttl;
  throw refuse(
    `Param message_send_ttl_seconds must be between ${min} and ${max} for ${category}; it is ${JSON.stringify(ttl)}.`,
  );
}

function checkComponents(
  components: TemplateComponent[],
  category: TemplateCategory,
  format: "POSITIONAL" | "NAMED",
  review: boolean,
): void {
  for (const type of COMPONENT_TYPES) {
    if (components.filter((component) => component.type === type).length > 1)
      throw refuse(`A template has at most one ${type} component.`);
  }
  const find = (type: string) => components.find((component) => component.type === type);
  const body = find("BODY");
  if (!body) throw missing("components[type=BODY]");
  const header = find("HEADER");
  if (header) checkHeader(header, format, review);
  checkBody(body, category, format, review);
  const footer = find("FOOTER");
  if (footer?.text !== undefined) checkLength("The footer", footer.text, LIMITS.template.footer);
  const buttons = readButtons(find("BUTTONS"));
  checkButtons(buttons, review);
  if (category === "AUTHENTICATION" && !buttons.some((button) => button.type === "OTP")) {
    throw refuse("An AUTHENTICATION template needs a button of type OTP; its body is fixed.");
  }
  const offer = find("LIMITED_TIME_OFFER");
  if (offer) checkOffer(offer, category, footer);
  const carousel = find("CAROUSEL");
  if (carousel) checkCards(carousel);
}

function checkHeader(header: TemplateComponent, format: "POSITIONAL" | "NAMED", review: boolean): void {
  const kind = (header.format ?? "").toUpperCase();
  if (!HEADER_FORMATS.includes(kind))
    throw refuse(
      `The format of the header must be one of ${HEADER_FORMATS.join(", ")}; it is "${header.format ?? ""}".`,
    );
  header.format = kind;
  if (kind !== "TEXT") return;
  const text = header.text ?? "";
  if (text === "") throw missing("components[type=HEADER]['text']");
  checkLength("The header", text, LIMITS.template.header);
  const variables = checkPlaceholders("header", text, format);
  if (variables.length > LIMITS.template.headerParameters) throw refuse("The header has more than one variable.");
  if (review && variables.length > 0 && !hasExample(header, ["header_text", "header_text_named_params"])) {
    throw refuse("The header has a variable, but no example value.");
  }
}

function checkBody(
  body: TemplateComponent,
  category: TemplateCategory,
  format: "POSITIONAL" | "NAMED",
  review: boolean,
): void {
  if (category === "AUTHENTICATION" && body.text === undefined) return;
  const text = body.text ?? "";
  if (text.trim() === "") throw missing("components[type=BODY]['text']");
  checkLength("The body", text, LIMITS.template.body);
  const variables = checkPlaceholders("body", text, format);
  if (!review) return;
  if (/^\s*\{\{|\}\}\s*$/.test(text)) throw refuse("Variables can't be at the start or end of the template.", 2388299);
  const words = text
    .replace(/\{\{[^}]*\}\}/g, " ")
    .split(/\s+/)
    .filter(Boolean).length;
  if (variables.length > 0 && words < 2 * variables.length + 1) {
    throw refuse(`The body has too many variables for its length: ${variables.length} beside ${words} words.`, 2388293);
  }
  if (variables.length > 0 && !hasExample(body, ["body_text", "body_text_named_params"])) {
    throw refuse("The body has variables, but no example values.");
  }
}

/** Positional ones count from 1 without a gap; named ones are lowercase words. */
function checkPlaceholders(where: string, text: string, format: "POSITIONAL" | "NAMED"): string[] {
  const names = placeholdersIn(text);
  if (format === "POSITIONAL") {
    const numbers = names.map(Number).sort((a, b) => a - b);
    if (numbers.some((number, index) => number !== index + 1)) {
      throw refuse(
        `The variables of the ${where} must be {{1}}, {{2}}, … without a gap; they are ${names.map((name) => `{{${name}}}`).join(", ")}.`,
      );
    }
  } else if (names.some((name) => !/^[a-z_][a-z0-9_]*$/.test(name))) {
    throw refuse(`The variables of the ${where} must be named in lowercase; they are ${names.join(", ")}.`);
  }
  return names;
}

function hasExample(component: TemplateComponent, keys: string[]): boolean {
  const example = component["example"];
  return isObject(example) && keys.some((key) => Array.isArray(example[key]) && example[key].length > 0);
}

function readButtons(component: TemplateComponent | undefined): TemplateButton[] {
  if (!component) return [];
  const found = objectsAt(component, "buttons", "components[type=BUTTONS]", {
    min: 1,
    max: LIMITS.template.buttons.max,
  });
  const buttons = found.map(
    ({ item, place }) => ({ ...item, type: textAt(item, "type", place).toUpperCase() }) as TemplateButton,
  );
  component.buttons = buttons;
  return buttons;
}

function checkButtons(buttons: TemplateButton[], review: boolean): void {
  const limits = LIMITS.template.buttons;
  const count = (type: string) => buttons.filter((button) => button.type === type).length;
  for (const [type, max] of [
    ["QUICK_REPLY", limits.quickReply],
    ["URL", limits.url],
    ["PHONE_NUMBER", limits.phone],
    ["COPY_CODE", limits.copyCode],
  ] as const) {
    if (count(type) > max)
      throw refuse(`A template has at most ${max} buttons of type ${type}; there are ${count(type)}.`);
  }
  const quick = buttons.map((button) => button.type === "QUICK_REPLY");
  const groups = quick.filter((isQuick, index) => isQuick !== quick[index - 1]).length;
  if (groups > 2) throw refuse("Quick replies must stand together, not between other buttons.");
  for (const [index, button] of buttons.entries()) checkButton(button, `Button ${index}`, review);
}

function checkButton(button: TemplateButton, name: string, review: boolean): void {
  const limits = LIMITS.template.buttons;
  if (!BUTTON_TYPES.includes(button.type))
    throw refuse(`${name} must have one of the types ${BUTTON_TYPES.join(", ")}; it has "${button.type}".`);
  if (button.text === undefined && !["COPY_CODE", "OTP", "CATALOG", "VOICE_CALL"].includes(button.type))
    throw missing(`${name}['text']`);
  if (button.text !== undefined) checkLength(name, String(button.text), limits.label);
  if (button.type === "PHONE_NUMBER")
    checkLength(`The number of ${name}`, textAt(button, "phone_number", name), limits.phoneLength);
  if (button.type !== "URL") return;
  const url = textAt(button, "url", name);
  checkLength(`The address of ${name}`, url, limits.urlLength);
  const variables = placeholdersIn(url);
  if (variables.length > limits.urlParameters || (variables.length === 1 && !/\}\}$/.test(url))) {
    throw refuse(`The address of ${name} may have one variable, at its end.`);
  }
  if (review && variables.length === 1 && !Array.isArray(button.example))
    throw refuse(`${name} has a variable in its address, but no example.`);
}

function checkOffer(offer: TemplateComponent, category: TemplateCategory, footer: TemplateComponent | undefined): void {
  if (category !== "MARKETING") throw refuse("A limited-time offer is for MARKETING templates only.");
  if (footer) throw refuse("A template with a limited-time offer has no footer.");
  const part = asObject(offer["limited_time_offer"], "components[type=LIMITED_TIME_OFFER]['limited_time_offer']");
  checkLength("The text of the offer", textAt(part, "text"), LIMITS.template.offerText);
}

function checkCards(carousel: TemplateComponent): void {
  const cards = objectsAt(carousel, "cards", "components[type=CAROUSEL]", LIMITS.template.cards);
  const shapes = cards.map(({ item, place }) => {
    const components = objectsAt(item, "components", place, { min: 1, max: 4 }).map(
      (part) => part.item as TemplateComponent,
    );
    return components.map((component) => `${component.type} ${component.format ?? ""}`.toUpperCase().trim()).join(", ");
  });
  if (new Set(shapes).size > 1)
    throw refuse(`All cards must have the same components; they have ${shapes.join(" / ")}.`);
}

function checkLength(what: string, text: string, max: number): void {
  if (lengthOf(text) > max) throw refuse(`${what} must be at most ${max} characters long; it has ${lengthOf(text)}.`);
}

function refuse(details: string, subcode?: number): GraphError {
  return new GraphError(100, details, subcode === undefined ? {} : { subcode });
}
