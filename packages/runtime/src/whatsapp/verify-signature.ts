import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Was this body sent by somebody who knows the app secret? `header` is `X-Hub-Signature-256`: "sha256=" and the HMAC
 * over the raw bytes as 64 lower-case hex digits (WR §6). Everything else is refused: another case, two headers joined
 * by a comma, a missing header, an empty secret (S10). The comparison takes the same time wherever the digits differ.
 */
export function verifySignature(rawBody: Buffer, header: string | undefined, appSecret: string): boolean {
  if (appSecret === "" || header === undefined || !/^sha256=[0-9a-f]{64}$/.test(header)) return false;
  const claimed = Buffer.from(header.slice("sha256=".length), "hex");
  return timingSafeEqual(claimed, createHmac("sha256", appSecret).update(rawBody).digest());
}
