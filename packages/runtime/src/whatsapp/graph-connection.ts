/**
 * One HTTP exchange with the Graph API that knows whether bytes of the request can have left (reliability.md §2.2).
 * Until the connection stands nothing was written: `not-sent`. From then on, without a complete answer, nobody here can
 * tell: `unknown`. A kept connection stands from the start, so a reset on it is always unknown.
 */
import http from "node:http";
import https from "node:https";
import { type Duration, SECOND } from "@sluice/shared/time/duration";

export type Exchange =
  | { kind: "answer"; status: number; headers: http.IncomingHttpHeaders; body: string }
  /** No byte of the request was written: name not found, refused, no connection in time, TLS failed. */
  | { kind: "not-sent"; why: string }
  /** The request may have arrived; no complete answer came back. */
  | { kind: "unknown"; why: string };

export interface ConnectionSettings {
  /** May have a path: "http://127.0.0.1:3000/emulator". */
  baseUrl: string;
  /** "v25.0". */
  version: string;
  token: string;
  /** Until the connection stands, TLS included. */
  connectTimeout?: Duration;
  /** From then on until the last byte of the answer. */
  answerTimeout?: Duration;
  /** Connections at once; further requests wait for one within the connect timeout. */
  maximumConnections?: number;
}

/** A page of templates is the largest thing we ask for. */
const maximumAnswer = 16_000_000;

/** A body that is not JSON. */
export class RawBody {
  readonly contentType: string;
  readonly bytes: Buffer;

  constructor(contentType: string, bytes: Buffer) {
    this.contentType = contentType;
    this.bytes = bytes;
  }
}

export class GraphConnection {
  private readonly agent: http.Agent;
  private readonly secure: boolean;
  private readonly target: { hostname: string; port: string; prefix: string };
  private readonly token: string;
  private readonly connectTimeout: Duration;
  private readonly answerTimeout: Duration;

  /** @throws TypeError when the address or the token cannot be used, and says which setting to mend. */
  constructor(settings: ConnectionSettings) {
    const url = URL.parse(settings.baseUrl);
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new TypeError("WHATSAPP_API_URL is not an http or https address; for example https://graph.facebook.com.");
    }
    if (!/^[\x21-\x7e]+$/.test(settings.token)) {
      throw new TypeError("WHATSAPP_TOKEN is empty or holds characters no token has; copy it again without spaces.");
    }
    this.secure = url.protocol === "https:";
    this.target = {
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port,
      prefix: `${url.pathname.replace(/\/+$/, "")}/${settings.version}`,
    };
    this.token = settings.token;
    this.connectTimeout = settings.connectTimeout ?? 5 * SECOND;
    this.answerTimeout = settings.answerTimeout ?? 30 * SECOND;
    const options = {
      keepAlive: true,
      maxSockets: settings.maximumConnections ?? 256,
      // An idle connection is given up before a server does it: a reset on a kept one would be an unknown outcome.
      timeout: 15 * SECOND,
      autoSelectFamilyAttemptTimeout: SECOND,
    };
    this.agent = this.secure ? new https.Agent(options) : new http.Agent(options);
  }

  /** `path` begins with "/" and comes after the version. Never rejects for anything the network does. */
  exchange(method: "GET" | "POST", path: string, body?: object): Promise<Exchange> {
    const raw = body instanceof RawBody ? body : null;
    const bytes = raw?.bytes ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
    const { hostname, port, prefix } = this.target;
    const request = (this.secure ? https : http).request({
      agent: this.agent,
      hostname,
      port,
      method,
      path: prefix + path,
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: "application/json",
        ...(bytes && { "content-type": raw?.contentType ?? "application/json", "content-length": bytes.length }),
      },
    });
    const done = this.follow(request);
    request.end(bytes);
    return done;
  }

  /** Ends all connections; exchanges under way end as `unknown`. */
  close(): void {
    this.agent.destroy();
  }

  private follow(request: http.ClientRequest): Promise<Exchange> {
    return new Promise((resolve) => {
      let isConnected = false;
      let isSettled = false;
      let timer = setTimeout(() => fail(`no connection within ${this.connectTimeout} ms`), this.connectTimeout);
      const settle = (exchange: Exchange) => {
        isSettled = true;
        clearTimeout(timer);
        resolve(exchange);
      };
      const fail = (why: string) => {
        // A good end is followed by a close as well.
        if (isSettled) return;
        settle({ kind: isConnected ? "unknown" : "not-sent", why });
        request.destroy();
      };
      const connected = () => {
        if (isSettled) return;
        isConnected = true;
        clearTimeout(timer);
        timer = setTimeout(() => fail(`no complete answer within ${this.answerTimeout} ms`), this.answerTimeout);
      };
      request.on("socket", (socket) => {
        if (request.reusedSocket || !socket.connecting) connected();
        else socket.once(this.secure ? "secureConnect" : "connect", connected);
      });
      request.on("error", (error) => fail(reasonOf(error)));
      request.on("close", () => fail("the connection was closed"));
      request.on("response", (response) => readAnswer(response, settle, fail));
    });
  }
}

function readAnswer(
  response: http.IncomingMessage,
  settle: (exchange: Exchange) => void,
  fail: (why: string) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maximumAnswer) fail(`the answer is longer than ${maximumAnswer} bytes`);
  });
  response.on("error", (error) => fail(`the answer broke off (${reasonOf(error)})`));
  response.on("end", () => {
    const { statusCode: status = 0, headers } = response;
    if (!response.complete) return fail("the answer broke off");
    settle({ kind: "answer", status, headers, body: Buffer.concat(chunks).toString("utf8") });
  });
}

/** The system's short name of an error ("ECONNREFUSED"), which holds no address, else its words. */
function reasonOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
