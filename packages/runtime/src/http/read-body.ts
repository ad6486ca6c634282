/** The body of a request as text and as JSON; refusals name size, line and column. */
import type { IncomingMessage } from "node:http";
import { MOST_BYTES, readJson } from "@sluice/shared/flow/read-json";
import { HttpProblem } from "./problem.ts";

const MEGABYTE = 1024 * 1024;
/** A draft travels with its version around it. */
const MOST_BODY = MOST_BYTES + 1_024;
/** So much of what is too long is still taken and thrown away: who is cut off while it sends does not hear why. */
const MOST_DISCARDED = 256 * MEGABYTE;

/** UTF-8; at most 5 MB unless `most` says more. An empty body is "". */
export async function readText(request: IncomingMessage, most: number = MOST_BODY): Promise<string> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > most) {
    discard(request);
    throw tooBig(`${(announced / MEGABYTE).toFixed(1)} MB`, most);
  }
  const bytes = await readBytes(request, most);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HttpProblem(400, "not-text", "Not text", "The body is not UTF-8 text. Nothing was changed.");
  }
}

/** Answered as soon as it is too long: one that never ends must not wait for its end. */
function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) {
        chunks.push(chunk);
        return;
      }
      request.off("data", take);
      discard(request);
      reject(tooBig(`more than ${megabytes(most)} MB`, most));
    };
    request.on("data", take);
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new HttpProblem(400, "cut-off", "Cut off", "The body did not arrive whole.")));
  });
}

function discard(request: IncomingMessage): void {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_DISCARDED) request.destroy();
  });
}

/** Deeper than anything the API takes. */
const MOST_DEPTH = 200;

export function parseJson(source: string, most: number = MOST_BODY): unknown {
  const read = readJson(source, { what: "The body", holder: "the body", depth: MOST_DEPTH, bytes: most });
  if (read.ok) return read.value;
  const { code, path, message, line } = read.problem;
  const title = code === "not-json" ? "Not JSON" : "Refused";
  const place = { path, message, ...(line === undefined ? {} : { line }) };
  throw new HttpProblem(400, code, title, `${message} Nothing was changed.`, { errors: [place] });
}

function tooBig(size: string, most: number): HttpProblem {
  const allowed = megabytes(most);
  return new HttpProblem(
    413,
    "too-big",
    "Too big",
    `The file has ${size}; ${allowed} MB are allowed. Nothing was changed.`,
  );
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / MEGABYTE);
}
