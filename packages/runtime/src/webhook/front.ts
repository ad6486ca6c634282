/**
 * What WhatsApp calls, answered before Express sees it: Express costs several times the CPU of this path. Raw body, HMAC
 * over its bytes, on the disk, and only then 200. If the disk refuses, 503: WhatsApp keeps the message for us for days.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duration } from "@sluice/shared/time/duration";
import type { Clock } from "../clock.ts";
import { crashpoint } from "../crashpoint.ts";
import { newId } from "../store/ids.ts";
import type { InboxRow } from "../store/store.ts";
import { verifySignature } from "../whatsapp/verify-signature.ts";
import type { GroupCommit } from "./group-commit.ts";

export const WEBHOOK_PATH = "/webhooks/whatsapp";
/** WR §6. */
const MOST_BYTES = 3 * 1024 * 1024;

export interface WebhookFrontSettings {
  appSecret: string;
  verifyToken: string;
  clock: Clock;
  inbox: GroupCommit<InboxRow>;
  /** Told after the commit. */
  received(row: InboxRow): void;
  onError(error: unknown): void;
  /** For figures; `took` from the call's first byte to the answer. */
  answered?(outcome: WebhookOutcome, took: Duration): void;
}

/** What became of a POST: stored (200), bad signature (401), over 3 MB (413), not stored (503). */
export type WebhookOutcome = "stored" | "unauthorized" | "too-big" | "not-stored";

export type WebhookFront = (request: IncomingMessage, response: ServerResponse) => void;

export function webhookFront(settings: WebhookFrontSettings): WebhookFront {
  return (request, response) => {
    if (request.method === "POST") void take(settings, request, response);
    else if (request.method === "GET" || request.method === "HEAD") verify(settings, request, response);
    else answer(response, 405, "Method not allowed", { allow: "GET, POST" });
  };
}

async function take(settings: WebhookFrontSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const begun = performance.now();
  const answered = (outcome: WebhookOutcome) => settings.answered?.(outcome, performance.now() - begun);
  const body = await readBody(request);
  if (body === "aborted") return;
  if (body === "too-big") {
    answered("too-big");
    return answer(response, 413, "Payload too large", { connection: "close" });
  }
  const header = request.headers["x-hub-signature-256"];
  if (!verifySignature(body, typeof header === "string" ? header : undefined, settings.appSecret)) {
    answered("unauthorized");
    return answer(response, 401, "Unauthorized");
  }
  crashpoint("webhook-verified");
  const now = settings.clock.now();
  const row: InboxRow = { id: newId("in", now), receivedAt: now, body };
  try {
    await settings.inbox.add(row);
  } catch (error) {
    settings.onError(error);
    answered("not-stored");
    return answer(response, 503, "Not stored, try again", { "retry-after": "5" });
  }
  crashpoint("webhook-stored");
  answer(response, 200, "OK");
  answered("stored");
  crashpoint("webhook-answered");
  settings.received(row);
}

function readBody(request: IncomingMessage): Promise<Buffer | "too-big" | "aborted"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) {
      request.resume();
      resolve("too-big");
      return;
    }
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else resolve("too-big");
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve("aborted"));
    request.on("close", () => resolve("aborted"));
  });
}

/** The challenge of WR §6: bare, or 403 with no word about why. */
function verify(settings: WebhookFrontSettings, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const challenge = query.get("hub.challenge");
  const known =
    query.get("hub.mode") === "subscribe" &&
    challenge !== null &&
    isEqual(query.get("hub.verify_token") ?? "", settings.verifyToken);
  if (known) answer(response, 200, challenge);
  else answer(response, 403, "Forbidden");
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
