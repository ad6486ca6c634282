/** Turns verbatim requests and webhooks into one line each. No React. */
import { parseInstant } from "@sluice/shared/time/instant";
import type { TrafficEntry } from "./control.ts";

export interface TrafficLine {
  key: number;
  at: number;
  /** "out" is the business asking WhatsApp, "in" a webhook to the business. */
  direction: "out" | "in";
  before: string;
  subject: string;
  after: string;
  /** HTTP status, or WhatsApp's error number. */
  code: string;
  /** Something was refused or failed. */
  bad: boolean;
  verbatim: string;
}

export function trafficLines(entries: readonly TrafficEntry[]): TrafficLine[] {
  return entries.map((entry) => {
    const body = json(entry.body);
    const said = entry.kind === "webhook" ? webhookWords(body) : requestWords(entry, body, json(entry.answer));
    const lost = entry.status === null || entry.status >= 400;
    return {
      key: entry.seq,
      at: parseInstant(entry.at) ?? 0,
      direction: entry.kind === "webhook" ? "in" : "out",
      before: said.before,
      subject: said.subject,
      after: entry.note ? `${said.after} (${entry.note})` : said.after,
      code: said.error ?? (entry.status === null ? "no answer" : String(entry.status)),
      bad: said.error !== null || lost,
      verbatim: [`${entry.method} ${entry.path}`, pretty(body, entry.body), pretty(json(entry.answer), entry.answer)]
        .filter(Boolean)
        .join("\n\n"),
    };
  });
}

interface Words {
  before: string;
  subject: string;
  after: string;
  error: string | null;
}

function requestWords(entry: TrafficEntry, body: unknown, answer: unknown): Words {
  const path = entry.path.split("?")[0] ?? entry.path;
  const last = `/${path.split("/").findLast(Boolean) ?? ""}`;
  const type = text(at(body, "type"));
  const inner = text(at(body, "interactive", "type")) ?? text(at(body, "template", "name"));
  const after = at(body, "status") === "read" ? "read receipt" : [type, inner].filter(Boolean).join(", ");
  return { before: entry.method, subject: last, after, error: text(at(answer, "error", "code")) };
}

/** What a webhook says: a status of a message, something the person did, a change of a template. */
function webhookWords(body: unknown): Words {
  const change = at(body, "entry", 0, "changes", 0);
  const value = at(change, "value");
  const status = at(value, "statuses", 0);
  const state = text(at(status, "status"));
  if (state !== null) {
    const error = text(at(status, "errors", 0, "code"));
    if (state === "failed")
      return { before: "webhook", subject: "failed", after: error === "131049" ? "blocked, never shown" : "", error };
    return { before: "webhook", subject: state, after: text(at(status, "pricing", "category")) ?? "", error };
  }
  const message = at(value, "messages", 0);
  const type = text(at(message, "type"));
  if (type !== null) {
    const title =
      text(at(message, "text", "body")) ??
      text(at(message, "button", "text")) ??
      text(at(message, "interactive", "button_reply", "title")) ??
      text(at(message, "interactive", "list_reply", "title")) ??
      "";
    const kind = type === "interactive" ? (text(at(message, "interactive", "type")) ?? type) : type;
    return { before: "webhook", subject: kind, after: title, error: null };
  }
  return { before: "webhook", subject: text(at(change, "field")) ?? "unknown", after: "", error: null };
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : null;
}

function json(source: string): unknown {
  try {
    return source ? JSON.parse(source) : null;
  } catch {
    return null;
  }
}

function pretty(parsed: unknown, source: string): string {
  return parsed === null ? source : JSON.stringify(parsed, null, 2);
}
