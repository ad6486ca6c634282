/**
 * WhatsApp for proofs that kill the server: it lives on in this process and knows the truth. What it got no 200 for it keeps
 * and delivers again when it is told to, and what it did get a 200 for too.
 */
import { type ServedEmulator, serveEmulator } from "@sluice/emulator/serve";
import { OFFER } from "./flows.ts";

interface Delivery {
  body: Buffer;
  headers: Record<string, string>;
}

interface Post {
  to: string | null;
  kept: Delivery[];
  acknowledged: Delivery[];
}

export class LivingWhatsApp {
  readonly served: ServedEmulator;
  readonly #delivery: Post;

  private constructor(served: ServedEmulator, delivery: Post) {
    this.served = served;
    this.#delivery = delivery;
  }

  static async start(): Promise<LivingWhatsApp> {
    const delivery: Post = { to: null, kept: [], acknowledged: [] };
    const served = await serveEmulator({
      port: 0,
      contacts: [],
      templates: [{ ...OFFER, parameter_format: "POSITIONAL", quality_score: { score: "GREEN" } }],
      delays: { sent: 10, delivered: 30, read: 60, failed: 30 },
      deliver: async (body, headers) => {
        const taken = await post(delivery.to, { body, headers });
        (taken ? delivery.acknowledged : delivery.kept).push({ body, headers });
        // It is tried again when we say so, not when the clock does.
        return { status: 200 };
      },
    });
    return new LivingWhatsApp(served, delivery);
  }

  get world() {
    return this.served.emulator.world;
  }

  /** Where webhooks go; null: nobody is there. */
  set callback(url: string | null) {
    this.#delivery.to = url === null ? null : `${url}/webhooks/whatsapp`;
  }

  get acknowledged(): number {
    return this.#delivery.acknowledged.length;
  }

  /** What was not taken, in order; what is not taken now is kept again. */
  async redeliver(): Promise<void> {
    for (const delivery of this.#delivery.kept.splice(0)) {
      const taken = await post(this.#delivery.to, delivery);
      (taken ? this.#delivery.acknowledged : this.#delivery.kept).push(delivery);
    }
  }

  /** The last `count` that were taken, once more. */
  async double(count: number): Promise<void> {
    for (const delivery of this.#delivery.acknowledged.slice(-count)) await post(this.#delivery.to, delivery);
  }

  close(): Promise<void> {
    return this.served.close();
  }
}

async function post(to: string | null, { body, headers }: Delivery): Promise<boolean> {
  if (to === null) return false;
  try {
    const response = await fetch(to, {
      method: "POST",
      body: new Uint8Array(body),
      headers,
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false; // nobody there, or it died under our hands
  }
}
