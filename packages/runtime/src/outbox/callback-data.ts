/**
 * What travels with a send as `biz_opaque_callback_data` and comes back in its statuses: the attempt, and a mark that only we
 * can make. It proves that an attempt with an unknown outcome was sent (reliability.md §2.2). No personal data.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export function callbackData(attempt: string, secret: string): string {
  return `${attempt}.${mark(attempt, secret)}`;
}

/** The attempt's id; null when somebody else made it. */
export function readCallbackData(data: string, secret: string): string | null {
  const [attempt, given, ...rest] = data.split(".");
  if (!attempt || !given || rest.length > 0) return null;
  const expected = Buffer.from(mark(attempt, secret));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? attempt : null;
}

function mark(attempt: string, secret: string): string {
  return createHmac("sha256", secret).update(`attempt:${attempt}`).digest("base64url").slice(0, 16);
}
