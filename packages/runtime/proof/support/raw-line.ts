/** A connection that is kept, and what is written on it byte by byte: for requests that no HTTP client would make. */
import { connect, type Socket } from "node:net";

/** Whoever does not answer within this never does. */
const PATIENCE = 30_000;
/** Node's server ends connections that were idle for five seconds. */
const MOST_IDLE = 2_000;

export class RawLine {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | null = null;
  #usedAt = 0;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** The whole answer, head and body. One request at a time. */
  async send(request: Buffer): Promise<string> {
    const socket = await this.#open();
    return new Promise((resolve, reject) => {
      let answer = "";
      const settle = (error?: Error) => {
        clearTimeout(impatient);
        socket.removeAllListeners();
        socket.on("error", () => {}); // of an idle connection
        this.#usedAt = Date.now();
        if (error) {
          socket.destroy();
          this.#socket = null;
          if (answer === "") return reject(error);
        }
        resolve(answer);
      };
      const impatient = setTimeout(() => settle(new Error("there was no answer")), PATIENCE);
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
        const head = answer.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))?.[1] ?? 0);
        if (answer.length >= head + 4 + length && !/\r\nconnection: close/i.test(answer.slice(0, head))) settle();
      });
      socket.on("close", () => settle(new Error(`the connection was closed after "${answer.slice(0, 80)}"`)));
      socket.on("error", (error) => settle(error));
      socket.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #open(): Promise<Socket> {
    if (this.#socket && Date.now() < this.#usedAt + MOST_IDLE) return this.#socket;
    this.#socket?.destroy();
    this.#socket = await this.#connect();
    return this.#socket;
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, this.#host);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.removeAllListeners();
        resolve(socket);
      });
    });
  }
}

/** A POST of a webhook with these header lines, as they stand. */
export function postOf(path: string, headers: readonly string[], body: Buffer): Buffer {
  const head = [`POST ${path} HTTP/1.1`, "host: proof", `content-length: ${body.length}`, ...headers, "", ""];
  return Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), body]);
}
