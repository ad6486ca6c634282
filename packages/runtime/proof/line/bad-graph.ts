/**
 * A Graph API that breaks down where it is told to, and knows which sends it really took. It speaks raw TCP, because the
 * interesting failures are below HTTP.
 */
import { createServer, type Server, type Socket } from "node:net";

export interface Received {
  /** Whom it was for, if so much of it was read. */
  to: string;
  /** It would have reached the phone. */
  taken: boolean;
}

export type Behaviour =
  /** Answers well. */
  | { kind: "well" }
  /** The connection is reset once so many bytes of the request were read; nothing was taken. */
  | { kind: "reset-request"; after: number }
  /** Taken, but the connection ends after so many bytes of the answer. */
  | { kind: "cut-answer"; after: number; how: "reset" | "end" }
  /** Never answers. */
  | { kind: "hang"; taken: boolean }
  /** Answers a byte at a time. */
  | { kind: "drip" }
  /** This answer, word for word. */
  | { kind: "answer"; text: string; taken: boolean };

export const WELL: Behaviour = { kind: "well" };

export class BadGraph {
  readonly received: Received[] = [];
  /** For the next requests, one each; then it answers well. */
  readonly next: Behaviour[] = [];
  /** Connections that were kept are reset when a request comes, before it is read. */
  killKept = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #count = 0;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async listen(): Promise<BadGraph> {
    const graph = new BadGraph();
    await new Promise<void>((resolve) => graph.#server.listen(0, "127.0.0.1", resolve));
    return graph;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let bytes = Buffer.alloc(0);
    let isUsed = false;
    socket.on("data", (chunk) => {
      if (isUsed && this.killKept) {
        this.killKept = false;
        this.received.push({ to: recipientIn(chunk.toString()), taken: false });
        socket.resetAndDestroy();
        return;
      }
      bytes = Buffer.concat([bytes, chunk]);
      const behaviour = this.next[0] ?? WELL;
      if (behaviour.kind === "reset-request" && bytes.length >= behaviour.after) {
        this.next.shift();
        this.received.push({ to: recipientIn(bytes.toString()), taken: false });
        socket.resetAndDestroy();
        return;
      }
      const text = bytes.toString();
      const end = text.indexOf("\r\n\r\n") + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 4 || bytes.length < end + length) return;
      bytes = Buffer.alloc(0);
      isUsed = true;
      this.next.shift();
      this.#answer(socket, text.slice(end), behaviour);
    });
  }

  #answer(socket: Socket, body: string, behaviour: Behaviour): void {
    const taken = "taken" in behaviour ? behaviour.taken : true;
    this.#count += 1;
    this.received.push({ to: recipientIn(body), taken });
    const good = accepted(`wamid.${this.#count}`);
    switch (behaviour.kind) {
      case "well":
        socket.write(good);
        return;
      case "cut-answer":
        socket.write(good.slice(0, behaviour.after), () =>
          behaviour.how === "reset" ? socket.resetAndDestroy() : socket.end(),
        );
        return;
      case "drip":
        void drip(socket, good);
        return;
      case "answer":
        socket.write(behaviour.text);
        return;
      default: // hangs, or resets what was read in one piece already
    }
  }
}

export function accepted(wamid: string): string {
  return http(200, JSON.stringify({ messaging_product: "whatsapp", contacts: [], messages: [{ id: wamid }] }));
}

export function http(status: number, body: string, headers = ""): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${headers}\r\n${body}`;
}

export function graphError(status: number, code: number, headers = ""): string {
  return http(status, JSON.stringify({ error: { message: `(#${code})`, type: "OAuthException", code } }), headers);
}

async function drip(socket: Socket, text: string): Promise<void> {
  for (const letter of text) {
    if (socket.destroyed) return;
    socket.write(letter);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Half a body is no JSON; the number is found all the same. */
function recipientIn(text: string): string {
  return /"to":"(\+\d+)"/.exec(text)?.[1] ?? "";
}
