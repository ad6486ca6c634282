/** Webhooks posted to a server as WhatsApp posts them, signed; what was answered 200 is remembered with how long it took. */
import { createHmac } from "node:crypto";
import { ACCOUNT } from "./rig.ts";
import { textWebhook } from "./webhooks.ts";

export interface Answered {
  wamid: string;
  status: number;
  /** `performance.now()` when the answer was there. */
  at: number;
  /** Milliseconds. */
  took: number;
}

export class Poster {
  readonly answered: Answered[] = [];
  /** Requests to which no answer came. */
  broken = 0;
  readonly #url: () => string | null;
  readonly #secret: string;
  #number = 0;

  /** `url`: where the server is now, or null. */
  constructor(url: () => string | null, secret = ACCOUNT.appSecret) {
    this.#url = url;
    this.#secret = secret;
  }

  get acknowledged(): Answered[] {
    return this.answered.filter(({ status }) => status === 200);
  }

  /** A text from one of 20 people; `size` letters of it. */
  async post(text = "what is this", size = 0): Promise<Answered | null> {
    this.#number += 1;
    const wamid = `wamid.posted${this.#number}`;
    const phone = `+55119${String(this.#number % 20).padStart(8, "0")}`;
    const body = JSON.stringify(textWebhook(phone, wamid, text.padEnd(size, "x"), Date.now()));
    const signature = createHmac("sha256", this.#secret).update(body).digest("hex");
    const began = performance.now();
    try {
      const response = await fetch(`${this.#url()}/webhooks/whatsapp`, {
        method: "POST",
        body,
        headers: { "x-hub-signature-256": `sha256=${signature}`, "content-type": "application/json" },
      });
      await response.arrayBuffer();
      const at = performance.now();
      const answer = { wamid, status: response.status, at, took: at - began };
      this.answered.push(answer);
      return answer;
    } catch {
      this.broken += 1;
      return null;
    }
  }

  /** Posts so many a second, and more while earlier ones wait, until it is told to end. */
  flood(perSecond: number, size = 0): { end(): Promise<void> } {
    const under = new Set<Promise<unknown>>();
    const timer = setInterval(() => {
      const posted: Promise<unknown> = this.post("what is this", size).finally(() => under.delete(posted));
      under.add(posted);
    }, 1_000 / perSecond);
    return {
      end: async () => {
        clearInterval(timer);
        await Promise.all(under);
      },
    };
  }
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
