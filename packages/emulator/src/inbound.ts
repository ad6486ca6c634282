/** What a person does on the phone, as the webhook the business gets (WR §6). */
import type { Contact } from "./contacts.ts";
import { deliverNow } from "./message-life.ts";
import { type Message, newWamid } from "./message-store.ts";
import { PLACEHOLDERS } from "./placeholder-media.ts";
import { type Shown, shown, type TapTarget } from "./shown.ts";
import { businessWaId, profileOf, seconds, sendAbout, type World } from "./world.ts";

/** Exactly one of these; `on` is the message it answers. */
export type InboundContent =
  | { kind: "text"; text: string }
  | { kind: "tap"; tap: string }
  | { kind: "media"; media: InboundMedia }
  | {
      kind: "location";
      location: { latitude: number; longitude: number; name?: string | undefined; address?: string | undefined };
    }
  | { kind: "call" }
  | { kind: "reaction"; emoji: string }
  | { kind: "form"; response: Record<string, unknown> };

export interface InboundMedia {
  type: "image" | "video" | "audio" | "document" | "sticker";
  caption?: string | undefined;
  filename?: string | undefined;
  mimeType?: string | undefined;
  /** Base64; without it a small placeholder is sent. */
  data?: string | undefined;
}

export interface Inbound {
  content: InboundContent;
  on?: string | undefined;
  /** The person came through an ad or page button. */
  referral?: Record<string, unknown> | undefined;
}

/** The phone shows nothing that could be tapped or answered like this; `path` is the wrong field. */
export class InboundProblem extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Resolves after the first try to deliver the webhook. `delivered`: it was answered with 200. */
export async function receiveInbound(
  world: World,
  contact: Contact,
  inbound: Inbound,
): Promise<{ wamid: string; delivered: boolean }> {
  const now = world.clock.now();
  if (inbound.content.kind === "call") return receiveCall(world, contact, now);
  if (inbound.content.kind === "tap") await deliverNow(world, contact);
  const built = build(world, contact, inbound, now);
  const wamid = newWamid(contact.waId);
  // No source says that a reaction opens the window (WR §1.3).
  if (inbound.content.kind !== "reaction") contact.lastInboundAt = now;
  if (inbound.referral) contact.referredAt = now;
  record(world, contact, { ...built, wamid, now });
  const context = built.contextId === undefined ? {} : { context: { from: businessWaId(world), id: built.contextId } };
  const delivered = await sendAbout(world, contact, "messages", {
    contacts: [profileOf(contact)],
    messages: [
      {
        ...context,
        from: contact.waId,
        from_user_id: contact.userId,
        id: wamid,
        timestamp: String(seconds(now)),
        ...built.wire,
        ...(inbound.referral ? { referral: inbound.referral } : {}),
      },
    ],
  });
  return { wamid, delivered };
}

interface Built {
  wire: Record<string, unknown>;
  shown: Shown;
  contextId?: string | undefined;
}

function build(world: World, contact: Contact, { content, on }: Inbound, now: number): Built {
  if (on !== undefined && world.messages.get(on)?.waId !== contact.waId) {
    throw new InboundProblem("on", `There is no message "${on}" in the chat with +${contact.waId}.`);
  }
  switch (content.kind) {
    case "text":
      return {
        wire: { type: "text", text: { body: content.text } },
        shown: shown("text", { text: content.text }),
        contextId: on,
      };
    case "tap":
      return tap(world, contact, content.tap, on);
    case "media":
      return { ...media(world, content.media, now), contextId: on };
    case "location":
      return {
        wire: { type: "location", location: content.location },
        shown: shown("location", { location: content.location }),
        contextId: on,
      };
    case "reaction":
      return reaction(world, contact, content.emoji, on);
    case "form":
      return form(world, contact, content.response, on);
    case "call":
      throw new Error("a call is not a message");
  }
}

/** Newest first: what the phone really shows. */
function visible(world: World, contact: Contact, on: string | undefined): Message[] {
  const shownOnes = world.messages
    .of(contact.waId)
    .filter(
      (message) =>
        message.direction === "from-business" && (message.status === "delivered" || message.status === "read"),
    );
  return (on === undefined ? shownOnes : shownOnes.filter((message) => message.wamid === on)).reverse();
}

function tap(world: World, contact: Contact, wanted: string, on: string | undefined): Built {
  for (const message of visible(world, contact, on)) {
    const buttons = message.shown.buttons;
    const target =
      buttons.find((button) => button.id === wanted) ?? buttons.find((button) => sameWords(button.title, wanted));
    if (target) return { ...tapOn(target), contextId: message.wamid };
  }
  const offered = visible(world, contact, on).flatMap((message) =>
    message.shown.buttons.map((button) => `"${button.title}"`),
  );
  const where = on === undefined ? `on the phone of +${contact.waId}` : `on the message ${on}`;
  const instead =
    offered.length > 0
      ? `it shows ${[...new Set(offered)].slice(0, 12).join(", ")}`
      : "it shows none; a message must be delivered first";
  throw new InboundProblem("tap", `There is no button or row "${wanted}" ${where}: ${instead}.`);
}

function tapOn(target: TapTarget): Built {
  const { id, title, description } = target;
  const seen = shown("button", { text: title });
  if (target.on === "template") return { wire: { type: "button", button: { payload: id, text: title } }, shown: seen };
  const kind = target.on === "row" ? "list_reply" : "button_reply";
  const reply = target.on === "row" && description !== undefined ? { id, title, description } : { id, title };
  return {
    wire: { type: "interactive", interactive: { type: kind, [kind]: reply } },
    shown: { ...seen, type: "interactive", interactive: kind },
  };
}

function sameWords(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
}

function media(world: World, media: InboundMedia, now: number): Built {
  const placeholder = PLACEHOLDERS[media.type];
  const mimeType = media.mimeType ?? placeholder.mimeType;
  const bytes = media.data === undefined ? placeholder.bytes : Buffer.from(media.data, "base64");
  const file = world.media.receive(bytes, mimeType, now);
  const { caption, filename } = media;
  const value = {
    ...(caption === undefined ? {} : { caption }),
    ...(media.type === "document" ? { filename: filename ?? placeholder.filename } : {}),
    mime_type: mimeType,
    sha256: file.sha256,
    id: file.id,
    ...(media.type === "audio" ? { voice: true } : {}),
    ...(media.type === "sticker" ? { animated: false } : {}),
  };
  return {
    wire: { type: media.type, [media.type]: value },
    shown: shown(media.type, { text: caption, media: { kind: media.type, id: file.id, filename } }),
  };
}

function reaction(world: World, contact: Contact, emoji: string, on: string | undefined): Built {
  const target = visible(world, contact, on)[0];
  if (!target)
    throw new InboundProblem(
      "reaction",
      `The phone of +${contact.waId} shows no message from the business to react to.`,
    );
  target.reaction = emoji === "" ? undefined : emoji;
  const wire = { type: "reaction", reaction: { message_id: target.wamid, emoji } };
  return { wire, shown: shown("reaction", { text: emoji, reaction: { emoji, wamid: target.wamid } }) };
}

function form(world: World, contact: Contact, response: Record<string, unknown>, on: string | undefined): Built {
  const target = visible(world, contact, on).find((message) =>
    message.shown.links.some((link) => link.kind === "form"),
  );
  if (!target) throw new InboundProblem("form", `The phone of +${contact.waId} shows no form to answer.`);
  const reply = { name: "flow", body: "Sent", response_json: JSON.stringify(response) };
  const wire = { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: reply } };
  return { wire, shown: shown("interactive", { interactive: "nfm_reply", text: "Sent" }), contextId: target.wamid };
}

function record(
  world: World,
  contact: Contact,
  inbound: { wamid: string; shown: Shown; contextId?: string | undefined; now: number },
): void {
  const { wamid, contextId, now } = inbound;
  const history = [{ status: "received" as const, at: now }];
  world.messages.add({
    wamid,
    waId: contact.waId,
    direction: "from-contact",
    shown: inbound.shown,
    at: now,
    status: "received",
    history,
    contextId,
  });
  world.listeners.tell({ type: "message", waId: contact.waId, wamid });
  world.listeners.tell({ type: "contact", waId: contact.waId });
}

/** A call that rings and ends unanswered; it opens the window like a message (WR §1.3). */
async function receiveCall(
  world: World,
  contact: Contact,
  now: number,
): Promise<{ wamid: string; delivered: boolean }> {
  const id = newWamid(contact.waId).replace("wamid.", "wacid.");
  contact.lastInboundAt = now;
  record(world, contact, { wamid: id, shown: shown("call", { text: "Call" }), now });
  const call = {
    id,
    from: contact.waId,
    to: businessWaId(world),
    timestamp: String(seconds(now)),
    direction: "USER_INITIATED",
  };
  const value = (more: Record<string, unknown>) => ({ contacts: [profileOf(contact)], calls: [{ ...call, ...more }] });
  const rings = await sendAbout(world, contact, "calls", value({ event: "connect" }));
  const ends = await sendAbout(world, contact, "calls", value({ event: "terminate", status: "FAILED" }));
  return { wamid: id, delivered: rings && ends };
}
