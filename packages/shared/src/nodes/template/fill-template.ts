/** A template filled in: what goes on the wire and what the phone shows. */
import { bodyOf, buttonsOf, footerOf, headerOf, parametersOf, type Template } from "../../flow/template.ts";
import type { TemplateButtonContent, TemplateContent, TemplateParameter } from "../../messages/outgoing.ts";
import type { TemplateConfig } from "./config.ts";

/** `resolve` turns `{{ expressions }}` into text; the identity keeps them, for previews. */
export function fillTemplate(
  template: Template,
  config: TemplateConfig,
  resolve: (text: string) => string,
): TemplateContent {
  const values = parameterValues(config);
  const wanted = parametersOf(template);
  const named = template.parameter_format === "NAMED";
  const value = (part: "header" | "body" | "button", name: string, index = 0) => {
    const source =
      part === "button" ? values.get(`button.${index}`) : (values.get(`${part}.${name}`) ?? values.get(name));
    return resolve(source ?? "");
  };
  const parameters = (part: "header" | "body", names: string[]): TemplateParameter[] =>
    names.map((name) => ({ ...(named ? { name } : {}), text: value(part, name) }));
  const buttons = wanted.buttons.map(({ index, name }) => ({ index, text: value("button", name, index) }));
  const fill = (part: "header" | "body", text: string) =>
    text.replaceAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (_, name: string) => value(part, name));
  const header = headerOf(template);
  const footer = footerOf(template);
  return {
    kind: "template",
    name: template.name,
    language: template.language,
    parameters: { header: parameters("header", wanted.header), body: parameters("body", wanted.body), buttons },
    shown: {
      ...(header?.format === "TEXT" && header.text ? { header: fill("header", header.text) } : {}),
      body: fill("body", bodyOf(template)),
      ...(footer ? { footer } : {}),
      buttons: buttonsOf(template).map((button, index) =>
        shownButton(button, buttons.find((parameter) => parameter.index === index)?.text),
      ),
    },
  };
}

/** Placeholders of the template that the config gives no value for: `["1", "button.0"]`. */
export function missingParameters(template: Template, config: TemplateConfig): string[] {
  const values = parameterValues(config);
  const wanted = parametersOf(template);
  const has = (key: string) => (values.get(key) ?? "").trim() !== "";
  return [
    ...wanted.header.filter((name) => !has(`header.${name}`) && !has(name)).map((name) => `header.${name}`),
    ...wanted.body.filter((name) => !has(name) && !has(`body.${name}`)),
    ...wanted.buttons.filter(({ index }) => !has(`button.${index}`)).map(({ index }) => `button.${index}`),
  ];
}

/** Values of the config that the template has no place for. */
export function surplusParameters(template: Template, config: TemplateConfig): string[] {
  const wanted = parametersOf(template);
  const known = new Set([
    ...wanted.body,
    ...wanted.body.map((name) => `body.${name}`),
    ...wanted.header,
    ...wanted.header.map((name) => `header.${name}`),
    ...wanted.buttons.map(({ index }) => `button.${index}`),
  ]);
  return [...parameterValues(config).keys()].filter((key) => !known.has(key));
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
  parameter: string | undefined,
): TemplateButtonContent {
  const title = button.text ?? "";
  switch (button.type.toUpperCase()) {
    case "QUICK_REPLY":
      return { type: "quick-reply", title };
    case "URL":
      return {
        type: "url",
        title,
        url: (button.url ?? "").replace(
          /\{\{\s*[A-Za-z0-9_]+\s*\}\}/,
          parameter === undefined ? "" : encodeURIComponent(parameter),
        ),
      };
    case "PHONE_NUMBER":
      return { type: "phone", title };
    case "COPY_CODE":
      return { type: "copy-code", title };
    default:
      return { type: "other", title };
  }
}
