/**
 * One call of a flow to another system. Nothing of it reaches this machine or the network around it: the address is checked
 * when it is connected to, after the name was resolved and again for every redirect, so that a name that changes its
 * address between two looks gains nothing. Never rejects: what the network does is an answer or a sentence.
 */
import { lookup as systemLookup } from "node:dns";
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { type BlockList, isIP, type LookupFunction } from "node:net";
import type { HttpCall, HttpResult } from "@sluice/shared/nodes/definition";
import { sayDuration } from "@sluice/shared/time/duration";
import { isCallable } from "./public-address.ts";
import { readAnswer } from "./read-answer.ts";

export interface Egress {
  /** Networks that may be called besides the public internet. */
  allowed: BlockList | null;
  lookup?: typeof systemLookup;
}

const MOST_REDIRECTS = 3;
const MOST_BYTES = 1024 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What one exchange led to: an answer, or a place to go on at. */
type Exchange = { kind: "done"; result: HttpResult } | { kind: "redirect"; status: number; location: string };

interface Target {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | null;
}

export async function callWeb(call: HttpCall, egress: Egress, stopped?: AbortSignal): Promise<HttpResult> {
  const timeout = AbortSignal.timeout(call.timeout);
  const signal = stopped ? AbortSignal.any([timeout, stopped]) : timeout;
  const url = URL.parse(call.url);
  if (!url) return { error: `"${call.url.slice(0, 200)}" is not an address.` };
  let target: Target = {
    url,
    method: call.method,
    headers: {
      accept: "application/json, */*;q=0.5",
      "user-agent": "Sluice",
      ...call.headers,
      "idempotency-key": call.id,
    },
    body: call.body,
  };
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const refused = refusal(target.url, egress);
    if (refused !== null) return { error: refused };
    const exchange = await exchangeOnce(target, egress, signal).catch((error: unknown) => ({
      kind: "done" as const,
      result: { error: say(error, target.url, timeout.aborted ? call.timeout : null) },
    }));
    if (exchange.kind === "done") return exchange.result;
    const next = follow(target, exchange.status, exchange.location);
    if (next === null) return { error: `${target.url.host} sent the call on to an address that is none.` };
    if (target.url.protocol === "https:" && next.url.protocol !== "https:")
      return { error: `${target.url.host} sent the call on to an address without https.` };
    target = next;
  }
  return { error: `${url.host} sent the call on more than ${MOST_REDIRECTS} times.` };
}

/** What can be said before anything is connected. Names are looked at when they are resolved. */
function refusal(url: URL, { allowed }: Egress): string | null {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "Only http and https addresses can be called.";
  if (url.username !== "" || url.password !== "")
    return "An address with a password in it is not called; use a header.";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 || isCallable(host, allowed) ? null : notPublic(url.hostname);
}

function exchangeOnce(target: Target, egress: Egress, signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { url, method, body } = target;
    const options: RequestOptions = {
      method,
      // What comes back is counted as it is, so it must not grow by being unpacked.
      headers: { ...target.headers, "accept-encoding": "identity", ...(body === null ? {} : lengthOf(body)) },
      agent: false,
      lookup: guardedLookup(egress),
      signal,
      maxHeaderSize: 16 * 1024,
    };
    const request: ClientRequest = (url.protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      options,
      (response) => {
        const { statusCode: status = 0 } = response;
        const { location } = response.headers;
        if (REDIRECTS.has(status) && location !== undefined) {
          response.destroy();
          resolve({ kind: "redirect", status, location });
        } else
          readBody(response).then(
            (text) => resolve({ kind: "done", result: readAnswer(status, response, text) }),
            reject,
          );
      },
    );
    request.on("error", reject);
    request.end(body ?? undefined);
  });
}

/** Gives the connection none but addresses that may be called. */
function guardedLookup({ allowed, lookup = systemLookup }: Egress): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "", 0);
      const callable = found.filter(({ address }) => isCallable(address, allowed));
      const [first] = callable;
      if (!first) return callback(new NotPublic(hostname), "", 0);
      if (options.all) callback(null, callable);
      else callback(null, first.address, first.family);
    });
  };
}

/** 303, and 301 and 302 after a POST, go on as GET. Another host hears nothing that was meant for the first. */
function follow(target: Target, status: number, location: string): Target | null {
  const url = URL.parse(location, target.url.href);
  if (!url) return null;
  const asGet = status === 303 || (status < 303 && target.method === "POST");
  const { "idempotency-key": key = "", accept = "", "user-agent": agent = "", ...meant } = target.headers;
  const kept = url.origin === target.url.origin ? meant : {};
  const type = target.headers["content-type"];
  return {
    url,
    method: asGet ? "GET" : target.method,
    headers: {
      accept,
      "user-agent": agent,
      "idempotency-key": key,
      ...kept,
      ...(type !== undefined && !asGet ? { "content-type": type } : {}),
    },
    body: asGet ? null : target.body,
  };
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the response, and with it the connection.
    if (bytes > MOST_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function lengthOf(body: string): Record<string, string> {
  return { "content-length": String(Buffer.byteLength(body)) };
}

class NotPublic extends Error {
  readonly hostname: string;

  constructor(hostname: string) {
    super(notPublic(hostname));
    this.hostname = hostname;
  }
}

class TooLarge extends Error {}

function notPublic(host: string): string {
  return `${host} is not an address of the public internet, and is not called. The operator can allow it with HTTP_ALLOW.`;
}

function say(error: unknown, url: URL, timeout: number | null): string {
  if (error instanceof NotPublic) return error.message;
  if (error instanceof TooLarge) return `${url.host} answered with more than ${MOST_BYTES / 1024 / 1024} MB.`;
  if (timeout !== null) return `${url.host} did not answer within ${sayDuration(timeout)}.`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The name ${url.hostname} could not be found.`;
    case "ECONNREFUSED":
      return `${url.host} takes no connection.`;
    case "ECONNRESET":
      return `${url.host} closed the connection without an answer.`;
    default:
      return `${url.host} could not be called${code ? ` (${code})` : ""}.`;
  }
}
