import type { DeliverWebhook } from "./webhooks.ts";

/** Real time; whoever needs longer to store a webhook gets it again. */
const TIMEOUT = 10_000;

/** Posts to that address. Redirects are not followed, as WhatsApp does not. */
export function postWebhook(url: string): DeliverWebhook {
  return async (body, headers) => {
    const response = await fetch(url, {
      method: "POST",
      body: new Uint8Array(body),
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    // The answer has to be read, or the connection stays taken.
    await response.arrayBuffer();
    return { status: response.status };
  };
}
