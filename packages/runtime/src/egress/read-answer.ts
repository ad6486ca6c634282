/** The body of an answer: parsed where it says it is JSON, or looks like it; text otherwise. */
import type { IncomingMessage } from "node:http";
import type { Json } from "@sluice/shared/flow/json";
import type { HttpResult } from "@sluice/shared/nodes/definition";

/** Deeper than this nothing of ours looks into a value. */
const DEEPEST = 64;

export function readAnswer(status: number, { headers }: Pick<IncomingMessage, "headers">, text: string): HttpResult {
  const type = headers["content-type"] ?? "";
  if (text.trim() === "") return { status, body: null };
  const isJson = /\bjson\b/i.test(type);
  if (!isJson && !/^\s*[[{]/.test(text)) return { status, body: text };
  if (depthOf(text) > DEEPEST) return { error: `The answer is nested deeper than ${DEEPEST} levels.` };
  try {
    return { status, body: JSON.parse(text) as Json };
  } catch {
    return isJson && status < 300 ? { error: "The answer says it is JSON, and is not." } : { status, body: text };
  }
}

/** How deep brackets stand in brackets, outside of texts. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isInText) {
      if (character === "\\") at += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth -= 1;
  }
  return deepest;
}
