/**
 * The log: one JSON object a line. It carries ids of ours, never what somebody wrote, a number, or a message id of
 * WhatsApp's, which holds the number in base64. Errors of libraries quote what they choked on, so their words are cleaned.
 */
import { createHmac } from "node:crypto";
import pino, { type Logger } from "pino";

export function createLog(level: string, secret: string): Logger {
  return pino({
    level,
    base: null,
    serializers: {
      err: (error: unknown) => cleanError(error, secret),
      /** Keys of events are made of WhatsApp's message ids. */
      event: (key: string) => hashed(key, secret),
    },
  });
}

interface LoggedError {
  type: string;
  code?: unknown;
  message: string;
  stack?: string;
  cause?: LoggedError;
}

function cleanError(error: unknown, secret: string): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: clean(String(error), secret) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: clean(error.message, secret),
    ...(error.stack === undefined ? {} : { stack: clean(error.stack, secret) }),
    ...(error.cause === undefined ? {} : { cause: cleanError(error.cause, secret) }),
  };
}

/** `Unexpected token 'h', "hi +5511…" is not valid JSON` -> `Unexpected token, … is not valid JSON`. */
export function clean(text: string, secret: string): string {
  return text
    .replace(/(Unexpected [a-z ]+) '[\s\S]*?', [\s\S]*? is not valid JSON/g, "$1, … is not valid JSON")
    .replace(/"[\s\S]*?" is not valid JSON/g, "… is not valid JSON")
    .replace(/wa[mc]id\.[A-Za-z0-9+/=_-]+/g, (id) => hashed(id, secret))
    .replace(/\+?\d(?:[ ().-]{0,2}\d){6,}/g, "‹number›");
}

/** The same id has the same hash, so that lines about one message are found together. */
function hashed(text: string, secret: string): string {
  return `#${createHmac("sha256", secret).update(`log:${text}`).digest("base64url").slice(0, 12)}`;
}
