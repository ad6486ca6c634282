/** The request of an `http` node, filled in. What `{{ }}` put in cannot change what stands around it: see `fill`. */
import { compileText } from "../../expression/text-template.ts";
import type { Json } from "../../flow/json.ts";
import type { HttpRequest, Resolver } from "../definition.ts";
import { type HttpConfig, httpTimeout } from "./config.ts";

export type Filled = { ok: true; request: HttpRequest } | { ok: false; problem: string };

const LONGEST_URL = 8_000;
const LONGEST_BODY = 64_000;

export function fillRequest(config: HttpConfig, resolve: Resolver): Filled {
  const refused = (problem: string): Filled => ({ ok: false, problem });
  const url = fillUrl(config.url, resolve);
  if (!/^https?:\/\/[^\s/]/i.test(url)) return refused("the address does not begin with https://");
  if (url.length > LONGEST_URL) return refused(`the address is longer than ${LONGEST_URL} characters`);
  const headers: Record<string, string> = {};
  for (const [name, source] of Object.entries(config.headers ?? {})) {
    const value = resolve.text(source).trim();
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      return refused(`the header ${name} has a character that headers cannot have`);
    headers[name.toLowerCase()] = value;
  }
  const body = config.method === "GET" || !config.body ? null : fillBody(config.body, headers, resolve);
  if (body === undefined) return refused("the body is not JSON once it is filled in");
  if (body !== null && body.length > LONGEST_BODY) return refused(`the body is longer than ${LONGEST_BODY} characters`);
  return { ok: true, request: { method: config.method, url, headers, body, timeout: httpTimeout(config) } };
}

/** An expression at the very beginning is an address; every other one is a part of an address and is encoded. */
function fillUrl(source: string, resolve: Resolver): string {
  return fill(source.trim(), (expression, index) => {
    const text = resolve.text(`{{ ${expression} }}`);
    return index === 0 ? text.trim() : encode(text);
  });
}

/** Undefined: it should have become JSON, and did not. */
function fillBody(source: string, headers: Record<string, string>, resolve: Resolver): string | undefined {
  const usual = /^\s*[[{]/.test(source) ? "application/json" : "text/plain; charset=utf-8";
  const type = headers["content-type"] ?? usual;
  headers["content-type"] = type;
  if (/^application\/x-www-form-urlencoded/i.test(type))
    return fill(source, (expression) => encode(resolve.text(`{{ ${expression} }}`)));
  if (!/^application\/([\w.+-]+\+)?json/i.test(type)) return resolve.text(source);
  const body = fill(source, (expression) => insideJson(resolve.stored(`{{ ${expression} }}`)));
  return isJson(body) ? body : undefined;
}

/** A text as it stands between quotes; any other value as JSON. */
function insideJson(value: Json): string {
  const written = JSON.stringify(value);
  return typeof value === "string" ? written.slice(1, -1) : written;
}

/** Each expression of the source (without braces, with its place among the parts) replaced by what `put` makes of it. */
function fill(source: string, put: (expression: string, index: number) => string): string {
  const compiled = compileText(source);
  if (!compiled.ok) return source;
  return compiled.text.parts.map((part, index) => (typeof part === "string" ? part : put(part.source, index))).join("");
}

function encode(text: string): string {
  // Halves of a character cannot be encoded.
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
