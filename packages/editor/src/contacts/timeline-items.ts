/** Turns the parts of a timeline into what stands on the screen: bubbles, sentences and days. No React. */
import { sayMoney } from "@sluice/shared/costs/rates";
import type { IncomingContent } from "@sluice/shared/messages/incoming";
import type { HeaderMedia, OutgoingContent, TemplateButtonContent } from "@sluice/shared/messages/outgoing";
import type { TimelinePartView } from "@sluice/shared/protocol/contact";
import type { MessageView } from "@sluice/shared/protocol/message";
import { type Duration, MINUTE } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import type { BubbleButton, Ticks } from "../ui/chat/bubble.tsx";
import { dayNumber, sayDay } from "../ui/say-time.ts";

export type TimelineItem = TimelinePartView | { kind: "day"; position: string; words: string };

/** Puts a line with the day before the first part of each day; a message stands where it was last tried. */
export function withDays(parts: readonly TimelinePartView[], now: Instant): TimelineItem[] {
  const items: TimelineItem[] = [];
  let day: number | null = null;
  for (const part of parts.map(whereTried).sort((a, b) => a.at - b.at)) {
    const its = dayNumber(part.at);
    if (its !== day) items.push({ kind: "day", position: `day ${its}`, words: sayDay(part.at, now) });
    day = its;
    items.push(part);
  }
  return items;
}

/**
 * A message that was held went out later than it was meant: the phone shows it there, and so do we. One that left at once
 * keeps its place, before what the flow did after it.
 */
function whereTried(part: TimelinePartView): TimelinePartView {
  const tried = part.kind === "message" ? part.message.attempts.at(-1)?.at : undefined;
  return tried === undefined || tried - part.at < AT_ONCE ? part : { ...part, at: tried };
}

const AT_ONCE: Duration = MINUTE;

export interface BubbleContent {
  header?: string | undefined;
  text: string;
  footer?: string | undefined;
  media?: string | undefined;
  buttons: BubbleButton[];
}

export function outgoingBubble(content: OutgoingContent): BubbleContent {
  switch (content.kind) {
    case "text":
      return { text: content.text, buttons: [] };
    case "media":
      return { text: content.caption ?? "", media: mediaWord(content.media, content.filename), buttons: [] };
    case "buttons":
      return { ...texts(content), buttons: content.buttons.map(({ id, title }) => ({ id, title, kind: "reply" })) };
    case "list":
      return { ...texts(content), buttons: [{ id: "list", title: content.label, kind: "list" }] };
    case "cta-url":
      return { ...texts(content), buttons: [{ id: "url", title: content.displayText, kind: "url" }] };
    case "location":
      return {
        text: [content.name, content.address].filter(Boolean).join("\n"),
        media: placeWord(content),
        buttons: [],
      };
    case "contacts":
      return {
        text: content.contacts.map((contact) => contact.name).join("\n"),
        media: content.contacts.length === 1 ? "Contact" : `${content.contacts.length} contacts`,
        buttons: [],
      };
    case "location-request":
      return { ...texts(content), buttons: [{ id: "location", title: "Send location", kind: "location" }] };
    case "form":
      return { ...texts(content), buttons: [{ id: "form", title: content.label, kind: "form" }] };
    case "product":
      return {
        text: content.body ?? "",
        footer: content.footer,
        media: `Product ${content.productId}`,
        buttons: [{ id: "product", title: "View", kind: "product" }],
      };
    case "products":
      return { ...texts(content), buttons: [{ id: "products", title: "View items", kind: "product" }] };
    case "catalog":
      return { ...texts(content), buttons: [{ id: "catalog", title: "View catalog", kind: "product" }] };
    case "template": {
      const { header, headerMedia, headerLocation, body, footer, buttons, cards = [] } = content.shown;
      return {
        header,
        media: headerMedia
          ? mediaWord(headerMedia.media, headerMedia.filename)
          : headerLocation && (headerLocation.name || placeWord(headerLocation)),
        text: [body, ...cards.map((card, index) => `${index + 1}. ${card.body ?? "Card"}`)].join("\n"),
        footer,
        buttons: [...buttons, ...cards.flatMap((card) => card.buttons)].map((button, index) => ({
          id: String(index),
          title: button.title,
          kind: TEMPLATE_BUTTONS[button.type] ?? "url",
        })),
      };
    }
  }
}

const TEMPLATE_BUTTONS: Partial<Record<TemplateButtonContent["type"], BubbleButton["kind"]>> = {
  "quick-reply": "reply",
  phone: "phone",
  form: "form",
  catalog: "product",
  products: "product",
};

function texts(content: { header?: string; headerMedia?: HeaderMedia; body: string; footer?: string }) {
  const { header, headerMedia, body, footer } = content;
  return { header, text: body, footer, media: headerMedia && mediaWord(headerMedia.media, headerMedia.filename) };
}

function placeWord({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `Location ${latitude}, ${longitude}`;
}

/** What the person sent; `text` is what was written or tapped, in words. */
export function incomingBubble(content: IncomingContent, text: string): BubbleContent & { note?: string } {
  switch (content.kind) {
    case "tap":
      return { text: content.title, note: content.on === "row" ? "Chosen from the list" : "Tapped", buttons: [] };
    case "media":
      return { text: content.caption ?? "", media: mediaWord(content.media, content.filename), buttons: [] };
    case "location":
      return {
        text: content.name ?? content.address ?? "",
        media: placeWord(content),
        buttons: [],
      };
    case "form":
      return { text: linesOf(content.response), note: "Filled in a form", buttons: [] };
    case "order":
      return { text: itemsOf(content.order), note: "Ordered", buttons: [] };
    case "contacts":
      return {
        text: "",
        media: content.contacts.length === 1 ? "Contact" : `${content.contacts.length} contacts`,
        buttons: [],
      };
    case "reaction":
      return { text: content.emoji ?? "", note: content.emoji ? "Reaction" : "Took a reaction back", buttons: [] };
    case "edit":
      return { text, note: "Changed an earlier message", buttons: [] };
    case "revoke":
      return { text: "", note: "Took an earlier message back", buttons: [] };
    case "system":
      return { text, note: "Told by WhatsApp", buttons: [] };
    case "unsupported":
      return { text, media: `Something we cannot show (${content.type})`, buttons: [] };
    default:
      return { text: text || content.kind, buttons: [] };
  }
}

/** The answers of a form, one a line; its token is nobody's answer. */
function linesOf(response: unknown): string {
  if (typeof response !== "object" || response === null) return String(response ?? "");
  return Object.entries(response)
    .filter(([name]) => name !== "flow_token")
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

/** "2 × tea", one a line. */
function itemsOf(order: unknown): string {
  const items = (order as { product_items?: unknown } | null)?.product_items;
  if (!Array.isArray(items)) return "";
  return items
    .map(
      (item: { product_retailer_id?: unknown; quantity?: unknown }) =>
        `${Number(item?.quantity ?? 1)} × ${String(item?.product_retailer_id ?? "?")}`,
    )
    .join("\n");
}

const MEDIA_WORDS: Record<string, string> = {
  image: "Photo",
  video: "Video",
  audio: "Voice message",
  document: "Document",
  sticker: "Sticker",
};

function mediaWord(kind: string, filename: string | undefined): string {
  const word = MEDIA_WORDS[kind] ?? "File";
  return filename ? `${word}, ${filename}` : word;
}

/** Ticks of a message; dashed ("never") when the person did not and will not see it. */
export function ticksOf(message: MessageView): Ticks {
  switch (message.delivery) {
    case "read":
    case "delivered":
    case "sent":
      return message.delivery;
    case "held":
      return "held";
    case "failed":
    case "expired":
    case "withdrawn":
    case "refused":
      return "never";
    default:
      return "waiting";
  }
}

/** Under the text: what it was, who wrote it, and whether the person saw it. */
export function messageNote(message: MessageView, firstName: string): string {
  const kind =
    message.class !== "free-form"
      ? `${CLASS_WORDS[message.class]} ${message.shown.kind === "template" ? "template" : "as an interactive message"}`
      : message.origin.kind === "agent"
        ? (message.origin.by ?? "A person")
        : message.origin.kind === "default-reply"
          ? "Default reply"
          : message.origin.kind === "phone"
            ? "From the phone"
            : message.name;
  const seen: Partial<Record<MessageView["delivery"], string>> = {
    held: message.blocks > 0 ? "blocked, not shown yet" : "held, not sent yet",
    queued: "on its way",
    sending: "on its way",
    unknown: "nobody knows whether it arrived",
    failed: `never shown to ${firstName}`,
    expired: `never shown to ${firstName}`,
    withdrawn: "withdrawn, not sent",
    refused: "not sent",
  };
  const state = seen[message.delivery];
  return [kind, message.origin.test ? "test" : "", state].filter(Boolean).join(", ");
}

/** A few words for beside a message; empty while there is nothing to say. The sentence stands behind it. */
export function costWords(cost: MessageView["cost"]): string {
  if (cost === null || (!cost.charged && cost.due !== "free")) return "";
  switch (cost.due) {
    case "free":
      return "free";
    case "allowance":
      return "free or utility price";
    case "by-conversation":
      return "";
    case "billed":
      return cost.amount === null || cost.currency === null ? "charged" : sayMoney(cost.amount, cost.currency);
  }
}

const CLASS_WORDS = { marketing: "Marketing", utility: "Utility", authentication: "Authentication" } as const;
