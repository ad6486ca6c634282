/** Settings from the environment. All problems are reported at once, at start; nothing is guessed. */
import type { BlockList } from "node:net";
import { join, resolve } from "node:path";
import { DAY, type Duration, formatDuration, parseDuration } from "@sluice/shared/time/duration";
import { parseNetworks } from "./egress/public-address.ts";
import { type RetentionPeriods, USUAL_RETENTION } from "./operations/retention.ts";

export interface WhatsAppSettings {
  phoneNumberId: string;
  wabaId: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  apiUrl: string;
  apiVersion: string;
}

export interface Config {
  port: number;
  host: string;
  /** Path of the SQLite file, or ":memory:". */
  database: string;
  publicUrl: string | null;
  logLevel: string;
  /** How long is kept what nobody needs any more. */
  retention?: RetentionPeriods;
  /** Networks that flows may call besides the public internet. */
  callable?: BlockList | null;
  /** Null: the emulator is the channel. */
  whatsapp: WhatsAppSettings | null;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: string[] };

const REQUIRED = [
  "WHATSAPP_PHONE_NUMBER_ID",
  "WHATSAPP_WABA_ID",
  "WHATSAPP_TOKEN",
  "WHATSAPP_APP_SECRET",
  "WHATSAPP_VERIFY_TOKEN",
] as const;
const LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export function readConfig(environment: Readonly<Record<string, string | undefined>>, folder: string): ConfigResult {
  const problems: string[] = [];
  const value = (name: string) => environment[name]?.trim() || undefined;

  const port = Number(value("PORT") ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push(`PORT is "${value("PORT")}"; a number from 0 to 65535 was expected.`);

  const host = value("HOST") ?? "127.0.0.1";
  if (!LOOPBACK.has(host)) {
    problems.push(
      `HOST is "${host}"; only this machine (127.0.0.1) is allowed while there is no administrator account. Put a reverse proxy with access control in front.`,
    );
  }

  const database = readDatabase(value("DATABASE_URL") ?? "file:./data/sluice.db", folder, problems);
  const publicUrl = value("PUBLIC_URL") ?? null;
  if (publicUrl !== null && !URL.canParse(publicUrl))
    problems.push(`PUBLIC_URL is "${publicUrl}"; an address such as https://bot.example.org was expected.`);

  const logLevel = value("LOG_LEVEL") ?? "info";
  if (!LEVELS.includes(logLevel))
    problems.push(`LOG_LEVEL is "${logLevel}"; one of ${LEVELS.join(", ")} was expected.`);

  const retention = readRetention(value, problems);
  const callable = readNetworks(value("HTTP_ALLOW"), problems);
  const whatsapp = readWhatsApp(value, problems);
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, config: { port, host, database, publicUrl, logLevel, retention, callable, whatsapp } };
}

function readNetworks(text: string | undefined, problems: string[]): BlockList | null {
  if (text === undefined) return null;
  const parsed = parseNetworks(text);
  if (parsed.ok) return parsed.networks;
  problems.push(
    `HTTP_ALLOW holds "${parsed.wrong}"; addresses and networks such as 10.0.0.5 or 192.168.7.0/24 were expected.`,
  );
  return null;
}

function readDatabase(url: string, folder: string, problems: string[]): string {
  if (url === ":memory:") return url;
  if (url.startsWith("postgres:") || url.startsWith("postgresql:")) {
    problems.push("DATABASE_URL names PostgreSQL, which this version does not support yet. Use file:./data/sluice.db.");
    return ":memory:";
  }
  if (/^[a-z]+:/i.test(url) && !url.startsWith("file:")) {
    problems.push(`DATABASE_URL is "${url}"; file:<path> was expected.`);
    return ":memory:";
  }
  const path = url.replace(/^file:(\/\/(?=\/))?/, "");
  if (path === "") problems.push("DATABASE_URL names no file; file:./data/sluice.db was expected.");
  return path.startsWith("/") ? path : resolve(join(folder, path));
}

function readRetention(value: (name: string) => string | undefined, problems: string[]): RetentionPeriods {
  const read = (name: string, usual: Duration, least: Duration) => {
    const text = value(name);
    if (text === undefined) return usual;
    const period = parseDuration(text);
    if (period !== null && period >= least) return period;
    problems.push(
      `${name} is "${text}"; a duration of at least ${formatDuration(least)}, such as ${formatDuration(usual)}, was expected.`,
    );
    return usual;
  };
  return {
    webhooks: read("RETAIN_WEBHOOKS", USUAL_RETENTION.webhooks, DAY),
    // WhatsApp delivers again for 7 days (WR §6): a key that is forgotten earlier would let a duplicate in.
    eventKeys: read("RETAIN_EVENT_KEYS", USUAL_RETENTION.eventKeys, 8 * DAY),
  };
}

/** With none of them the emulator is the channel; with some but not all the start fails. */
function readWhatsApp(value: (name: string) => string | undefined, problems: string[]): WhatsAppSettings | null {
  const set = REQUIRED.filter((name) => value(name) !== undefined);
  if (set.length === 0) return null;
  const missing = REQUIRED.filter((name) => value(name) === undefined);
  if (missing.length > 0) {
    problems.push(
      `${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing: WhatsApp needs all of ${REQUIRED.join(", ")}. Set none of them to use the emulator.`,
    );
    return null;
  }
  const apiUrl = value("WHATSAPP_API_URL") ?? "https://graph.facebook.com";
  if (!URL.canParse(apiUrl) || !/^https?:$/.test(new URL(apiUrl).protocol))
    problems.push(`WHATSAPP_API_URL is "${apiUrl}"; an http or https address was expected.`);
  const apiVersion = value("WHATSAPP_API_VERSION") ?? "v25.0";
  if (!/^v\d+\.\d+$/.test(apiVersion))
    problems.push(`WHATSAPP_API_VERSION is "${apiVersion}"; a version such as v25.0 was expected.`);
  const read = (name: (typeof REQUIRED)[number]) => value(name) ?? "";
  return {
    phoneNumberId: read("WHATSAPP_PHONE_NUMBER_ID"),
    wabaId: read("WHATSAPP_WABA_ID"),
    token: read("WHATSAPP_TOKEN"),
    appSecret: read("WHATSAPP_APP_SECRET"),
    verifyToken: read("WHATSAPP_VERIFY_TOKEN"),
    apiUrl,
    apiVersion,
  };
}
