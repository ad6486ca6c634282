/** The body of a request as text and as JSON; refusals name size, line and column. */
import type { IncomingMessage } from "node:http";
import { findJsonBreak } from "@sluice/shared/flow/json-break";
import { MOST_BYTES } from "@sluice/shared/flow/parse-flow";
import { HttpProblem } from "./problem.ts";

const MEGABYTE = 1024 * 1024;
/** A draft travels with its version around it. */
const ENVELOPE = 1_024;

/** UTF-8; at most 5 MB. An empty body is "". */
export async function readText(request: IncomingMessage): Promise<string> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > MOST_BYTES + ENVELOPE) {
    request.resume();
    throw tooBig(announced);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES + ENVELOPE) chunks.push(chunk);
  }
  if (size > MOST_BYTES + ENVELOPE) throw tooBig(size);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new HttpProblem(400, "not-text", "Not text", "The body is not UTF-8 text. Nothing was changed.");
  }
}

/** Deeper than anything the API takes; deep enough to exhaust the stack of what reads it later is refused here. */
const MOST_DEPTH = 200;

export function parseJson(source: string): unknown {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  try {
    const value: unknown = JSON.parse(text);
    if (isDeep(value))
      throw new HttpProblem(
        400,
        "too-deep",
        "Too deep",
        `The body is nested deeper than ${MOST_DEPTH} levels. Nothing was changed.`,
      );
    return value;
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    const found = findJsonBreak(text);
    const { line, column } = found ?? { line: 1, column: 1 };
    const what = text.trim() === "" ? "the body is empty" : (found?.expected ?? "it cannot be read");
    throw new HttpProblem(
      400,
      "not-json",
      "Not JSON",
      `This is not JSON: ${what} (line ${line}, column ${column}). Nothing was changed.`,
      { errors: [{ path: "", message: what, line }] },
    );
  }
}

/** Iterative, for the same reason. */
function isDeep(root: unknown): boolean {
  let level: unknown[] = [root];
  for (let depth = 0; depth <= MOST_DEPTH; depth += 1) {
    const next: unknown[] = [];
    for (const value of level)
      if (typeof value === "object" && value !== null)
        for (const child of Object.values(value)) if (typeof child === "object" && child !== null) next.push(child);
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

function tooBig(size: number): HttpProblem {
  return new HttpProblem(
    413,
    "too-big",
    "Too big",
    `The file has ${(size / MEGABYTE).toFixed(1)} MB; 5 MB are allowed. Nothing was changed.`,
  );
}
