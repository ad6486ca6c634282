/** Graph requests over HTTP: faults before and after the call, the log, and Meta's headers. */
import { randomBytes } from "node:crypto";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { FaultRule } from "./faults.ts";
import { answerGraph } from "./graph.ts";
import { GraphError } from "./graph-error.ts";
import type { GraphAnswer, GraphRequest } from "./graph-request.ts";
import type { World } from "./world.ts";

/** Largest file WhatsApp takes, and its envelope. */
const BODY_LIMIT = 101 * 1024 * 1024;
/** Bodies beyond this are cut in the log. */
const LOGGED_BODY = 256 * 1024;

export function graphRoutes(world: World): Router {
  const router = express.Router();
  router.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  router.use(async (request, response) => {
    const started = performance.now();
    const graph = readRequest(request);
    const path = graph.path.replace(/\/+$/, "");
    const fault = world.faults.take(path, (rule) => rule.failLater === undefined);
    if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay).unref());
    const answer = answerWith(world, graph, fault);
    const text = answer.file ? "" : JSON.stringify(answer.body);
    world.log.add({
      kind: "request",
      at: new Date(world.clock.now()).toISOString(),
      method: graph.method,
      path: request.originalUrl,
      headers: loggedHeaders(request),
      body: loggedBody(graph),
      status: answer.status,
      answer: answer.file ? `(${answer.file.bytes.length} bytes of ${answer.file.contentType})` : text,
      note: fault ? `fault: ${JSON.stringify(fault)}` : undefined,
      milliseconds: Math.round(performance.now() - started),
    });
    reply(response, answer, text, fault, graph.version);
  });
  router.use(answerUnreadable);
  return router;
}

/** Too large, cut off, oddly encoded: what the server refuses before the call is known. Bugs go on to the server. */
function answerUnreadable(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (!(error instanceof Error) || status >= 500 || response.headersSent) next(error);
  else
    response
      .status(status)
      .json(new GraphError(100, `The request cannot be read: ${error.message}.`, { status }).body("unread"));
}

function readRequest(request: Request): GraphRequest {
  // "//host" in front would be read as another host.
  const url = new URL(request.url.replace(/^\/+/, "/"), "http://emulator.invalid");
  const match = /^\/(v\d+\.\d+)(?=\/|$)/.exec(url.pathname);
  return {
    method: request.method,
    path: url.pathname.slice(match?.[0].length ?? 0),
    version: match?.[1] ?? "",
    query: url.searchParams,
    authorization: request.headers.authorization ?? "",
    contentType: request.headers["content-type"] ?? "",
    body: bodyOf(request),
    baseUrl: `${request.protocol}://${request.headers.host ?? "localhost"}${request.baseUrl}`,
  };
}

/** Mounted behind somebody's JSON parser, the bytes are gone; the meaning is not. */
function bodyOf(request: Request): Buffer {
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) return body;
  return body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function answerWith(world: World, request: GraphRequest, fault: FaultRule | null): GraphAnswer {
  const traceId = `A${randomBytes(16).toString("base64url")}`;
  try {
    if (fault?.status !== undefined) {
      const error = new GraphError(fault.code ?? codeFor(fault.status), "A fault that was asked for.", {
        status: fault.status,
      });
      return { status: fault.status, body: fault.status === 200 ? {} : error.body(traceId) };
    }
    return answerGraph(world, request);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.status, body: error.body(traceId) };
  }
}

function codeFor(status: number): number {
  if (status === 401) return 190;
  if (status === 429) return 130429;
  if (status === 503) return 131016;
  return status >= 500 ? 131000 : 100;
}

function reply(response: Response, answer: GraphAnswer, text: string, fault: FaultRule | null, version: string): void {
  if (fault?.loseReply) {
    response.socket?.destroy();
    return;
  }
  const body = answer.file ? answer.file.bytes : Buffer.from(text, "utf8");
  const contentType = answer.file ? answer.file.contentType : "application/json; charset=UTF-8";
  if (fault?.resetAfter !== undefined) {
    breakOff(response, answer.status, contentType, body, fault.resetAfter);
    return;
  }
  response.status(answer.status).set("content-type", contentType);
  response.set("facebook-api-version", version || "v25.0").set("x-fb-trace-id", randomBytes(8).toString("base64url"));
  response.end(body);
}

/** Writes the first bytes of the answer, head included, and cuts the line. */
function breakOff(response: Response, status: number, contentType: string, body: Buffer, bytes: number): void {
  const socket = response.socket;
  if (!socket) return;
  const head = `HTTP/1.1 ${status} OK\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const part = Buffer.concat([Buffer.from(head, "latin1"), body]).subarray(0, bytes);
  if (part.length === 0) socket.destroy();
  else socket.write(part, () => socket.destroy());
}

function loggedHeaders(request: Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== "authorization" && typeof value === "string") headers[name] = value;
  }
  return headers;
}

function loggedBody(request: GraphRequest): string {
  if (request.contentType.startsWith("multipart/")) return `(${request.body.length} bytes of ${request.contentType})`;
  const text = request.body.toString("utf8");
  return text.length > LOGGED_BODY ? `${text.slice(0, LOGGED_BODY)} … (${text.length} characters)` : text;
}
