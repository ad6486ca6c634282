/** A WhatsApp that takes everything and counts: what left, to whom, and when. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Taken {
  to: string;
  /** The template's name, or null for anything else. */
  template: string | null;
  /** Of the attempt, as it comes back in statuses. */
  callbackData: string;
  wamid: string;
  at: number;
}

export class CountingGraph {
  readonly taken: Taken[] = [];
  readonly #server: Server;
  readonly #wait: () => number;

  private constructor(wait: () => number) {
    this.#wait = wait;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const answer = this.#answer(request.method ?? "", Buffer.concat(chunks).toString());
        setTimeout(() => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(answer));
        }, this.#wait());
      });
    });
  }

  /** `wait`: how many milliseconds the next answer takes. */
  static async listen(wait: () => number = () => 0): Promise<CountingGraph> {
    const graph = new CountingGraph(wait);
    await new Promise<void>((resolve) => graph.#server.listen(0, "127.0.0.1", resolve));
    return graph;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(method: string, text: string): object {
    const body = method === "POST" ? (JSON.parse(text) as Wire) : {};
    // Read and typing marks have a status, templates that are made have a name.
    if (method !== "POST" || body.status !== undefined || body.to === undefined)
      return { id: "1", status: "APPROVED", success: true, data: [] };
    const wamid = `wamid.out-${this.taken.length + 1}`;
    this.taken.push({
      to: body.to,
      template: body.template?.name ?? null,
      callbackData: body.biz_opaque_callback_data ?? "",
      wamid,
      at: Date.now(),
    });
    return { messaging_product: "whatsapp", messages: [{ id: wamid }] };
  }
}

interface Wire {
  to?: string;
  status?: string;
  template?: { name: string };
  biz_opaque_callback_data?: string;
}
