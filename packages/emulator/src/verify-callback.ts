/** The handshake before webhooks are sent to an address (WR §6: verification). */
import { randomInt } from "node:crypto";

/** Null when the address answered the challenge; otherwise what it did instead. */
export async function verifyCallback(url: string, verifyToken: string): Promise<string | null> {
  const challenge = String(randomInt(1_000_000_000, 9_999_999_999));
  const address = new URL(url);
  address.searchParams.set("hub.mode", "subscribe");
  address.searchParams.set("hub.challenge", challenge);
  address.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (response.status !== 200) return `it answered ${response.status} instead of 200`;
    return text === challenge ? null : "it did not answer with the challenge alone";
  } catch (error) {
    return `no answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
