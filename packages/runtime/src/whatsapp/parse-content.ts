/** The content of an inbound message, or of one that staff sent from the phone app (WR §6). Total: never throws. */
import type { IncomingContent, Referral } from "@sluice/shared/messages/incoming";
import {
  isDeeperThan,
  type JsonObject,
  listOf,
  maximumDepth,
  numberOf,
  objectOf,
  present,
  textOf,
} from "./read-json.ts";
import { phoneOf } from "./read-person.ts";

/** What it says. A kind we do not know, or one that lacks what makes it useful, is kept as `unsupported`. */
export function parseContent(message: JsonObject): IncomingContent {
  const type = typeOf(message);
  const part = objectOf(message[type]) ?? {};
  const read = readers.get(type);
  return read?.(part, message) ?? { kind: "unsupported", type: textOf(part["type"]) ?? type };
}

export function parseReferral(message: JsonObject): Referral | undefined {
  const referral = objectOf(message["referral"]);
  if (!referral) return undefined;
  return present({
    sourceType: textOf(referral["source_type"]),
    sourceId: textOf(referral["source_id"]),
    sourceUrl: textOf(referral["source_url"]),
    headline: textOf(referral["headline"]),
    body: textOf(referral["body"]),
  });
}

type Reader = (part: JsonObject, message: JsonObject) => IncomingContent | null;

const media =
  (kind: Extract<IncomingContent, { kind: "media" }>["media"]): Reader =>
  (part) => {
    const mediaId = textOf(part["id"]);
    if (mediaId === undefined) return null;
    return present({
      kind: "media",
      media: kind,
      mediaId,
      mimeType: textOf(part["mime_type"]),
      caption: textOf(part["caption"]),
      filename: textOf(part["filename"]),
    });
  };

const readers = new Map<string, Reader>([
  ["text", (part) => (typeof part["body"] === "string" ? { kind: "text", text: part["body"] } : null)],
  ["button", readTemplateButton],
  ["interactive", readInteractive],
  ["image", media("image")],
  ["video", media("video")],
  ["audio", media("audio")],
  ["document", media("document")],
  ["sticker", media("sticker")],
  ["location", readLocation],
  ["contacts", (_, message) => ({ kind: "contacts", contacts: [...listOf(message["contacts"])] })],
  ["order", (part) => ({ kind: "order", order: part })],
  ["reaction", readReaction],
  ["edit", readEdit],
  ["revoke", (part) => about("revoke", part)],
  ["system", readSystem],
  // Removed by WhatsApp on 2026-03-27: somebody opened the chat and wrote nothing.
  ["request_welcome", () => ({ kind: "system", notice: "request_welcome" })],
]);

/** The type it names, else the first known part it carries. */
function typeOf(message: JsonObject): string {
  const named = textOf(message["type"]);
  if (named !== undefined) return named;
  for (const type of readers.keys()) if (Object.hasOwn(message, type)) return type;
  return "unknown";
}

function readTemplateButton(part: JsonObject): IncomingContent | null {
  const title = textOf(part["text"]);
  const id = textOf(part["payload"]) ?? title;
  return id === undefined ? null : { kind: "tap", on: "template", id, title: title ?? id };
}

function readInteractive(part: JsonObject): IncomingContent | null {
  const button = objectOf(part["button_reply"]);
  if (button) return tap("button", button);
  const row = objectOf(part["list_reply"]);
  if (row) return tap("row", row);
  const form = objectOf(part["nfm_reply"]);
  if (form) {
    return {
      kind: "form",
      ...present({ name: textOf(form["name"]) }),
      response: formResponse(form["response_json"]),
    };
  }
  return null;
}

function tap(on: "button" | "row", part: JsonObject): IncomingContent | null {
  const title = textOf(part["title"]);
  const id = textOf(part["id"]) ?? title;
  return id === undefined ? null : { kind: "tap", on, id, title: title ?? id };
}

/** The answers of a form are JSON inside a text; what is no JSON, or too deep, stays text. */
function formResponse(value: unknown): unknown {
  if (typeof value !== "string") return value ?? null;
  try {
    const response: unknown = JSON.parse(value);
    return isDeeperThan(response, maximumDepth) ? value : response;
  } catch {
    return value;
  }
}

function readLocation(part: JsonObject): IncomingContent | null {
  const latitude = numberOf(part["latitude"]);
  const longitude = numberOf(part["longitude"]);
  if (latitude === undefined || longitude === undefined) return null;
  return present({
    kind: "location",
    latitude,
    longitude,
    name: textOf(part["name"]),
    address: textOf(part["address"]),
  });
}

/** An empty or missing emoji takes the reaction back. */
function readReaction(part: JsonObject): IncomingContent | null {
  const wamid = textOf(part["message_id"]);
  return wamid === undefined ? null : { kind: "reaction", emoji: textOf(part["emoji"]) ?? null, wamid };
}

/** The new words stand inside as a message of their own. */
function readEdit(part: JsonObject): IncomingContent | null {
  const wamid = textOf(part["original_message_id"]);
  const inner = objectOf(part["message"]);
  const now = inner && textOf(inner["type"]) !== "edit" ? parseContent(inner) : null;
  const text = now?.kind === "text" ? now.text : now?.kind === "media" ? now.caption : undefined;
  return wamid === undefined ? null : present({ kind: "edit", wamid, text });
}

function about(kind: "revoke", part: JsonObject): IncomingContent | null {
  const wamid = textOf(part["original_message_id"]);
  return wamid === undefined ? null : { kind, wamid };
}

function readSystem(part: JsonObject, message: JsonObject): IncomingContent {
  const identity = objectOf(message["identity"]);
  const notice = textOf(part["body"]) ?? textOf(part["type"]) ?? (identity ? "customer_identity_changed" : "system");
  const newPhone = textOf(part["wa_id"]) ?? textOf(part["new_wa_id"]);
  return present({ kind: "system", notice, newPhone: newPhone === undefined ? undefined : phoneOf(newPhone) });
}
