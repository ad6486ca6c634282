/**
 * The two ways to WhatsApp: the Cloud API for everything, and the Marketing Messages API for marketing templates where the
 * channel wants it (WR §5.2). A refusal that says "not this way" is tried the other way at once: it was certainly not sent.
 */
import type { Attempt, Message } from "@sluice/shared/conversation/message";
import type { SendOutcome } from "../whatsapp/client.ts";

export interface SendWays {
  cloud(body: object): Promise<SendOutcome>;
  marketing(body: object): Promise<SendOutcome>;
}

/** Marketing is switched off on the Cloud API of this account. */
const ONLY_MARKETING_API = 131063;
/** The marketing API does not take it: not marketing after all, no such method here, not enrolled. */
const NOT_HERE: ReadonlySet<number> = new Set([131055, 134100, 134102]);

export async function sendBy(
  ways: SendWays,
  body: object,
  about: { message: Message; attempt: Pick<Attempt, "as">; marketingApi: "off" | "on" },
): Promise<SendOutcome> {
  const { message, attempt, marketingApi } = about;
  const isMarketing = message.class === "marketing" && attempt.as === "template";
  if (isMarketing && marketingApi === "on") {
    const outcome = await ways.marketing(body);
    return outcome.kind === "rejected" && NOT_HERE.has(outcome.code) ? ways.cloud(body) : outcome;
  }
  const outcome = await ways.cloud(body);
  const otherWay = isMarketing && outcome.kind === "rejected" && outcome.code === ONLY_MARKETING_API;
  return otherWay ? ways.marketing(body) : outcome;
}
