/** What a contact sends us, free of any channel's wire format. */
import type { Instant } from "../time/instant.ts";

/** How a message names its sender. At least one is set. WhatsApp may leave the phone out (WR §6.1). */
export interface Identity {
  /** E.164 with "+". */
  phone?: string;
  /** Business-scoped user id, "BR.1349…". */
  userId?: string;
}

export interface Referral {
  sourceType?: string;
  sourceId?: string;
  sourceUrl?: string;
  headline?: string;
  body?: string;
}

export type IncomingContent =
  | { kind: "text"; text: string }
  /** A tap: template quick reply ("template"), interactive reply button ("button") or list row ("row"). `id` is the payload. */
  | { kind: "tap"; on: "template" | "button" | "row"; id: string; title: string }
  | { kind: "form"; name?: string; response: unknown }
  | {
      kind: "media";
      media: "image" | "video" | "audio" | "document" | "sticker";
      mediaId: string;
      mimeType?: string;
      caption?: string;
      filename?: string;
    }
  | { kind: "location"; latitude: number; longitude: number; name?: string; address?: string }
  | { kind: "contacts"; contacts: unknown[] }
  | { kind: "order"; order: unknown }
  | { kind: "reaction"; emoji: string | null; wamid: string }
  /** `text`: what it says now, if it says something. */
  | { kind: "edit"; wamid: string; text?: string }
  | { kind: "revoke"; wamid: string }
  /** Number or identity changes and other notices: no act of the person. */
  | { kind: "system"; notice: string; newPhone?: string }
  /** A kind we do not know: kept and shown, opens the window, counts as an interaction only if WhatsApp calls it a message. */
  | { kind: "unsupported"; type: string };

export interface IncomingMessage {
  /** WhatsApp's id. With the phone number id it is the key against duplicates. */
  wamid: string;
  at: Instant;
  from: Identity;
  profileName?: string;
  /** The message it answers, if the phone said so. */
  contextWamid?: string;
  referral?: Referral;
  content: IncomingContent;
}

/**
 * An interaction is an act of the contact that reaches us as a message and counts as a response (caps.md §1).
 * Reactions, edits, deletions and notices are none.
 */
export function isInteraction(content: IncomingContent): boolean {
  switch (content.kind) {
    case "reaction":
    case "edit":
    case "revoke":
    case "system":
      return false;
    default:
      return true;
  }
}

/** The words a person wrote or tapped, for matching and for the timeline; empty when there are none. */
export function textOf(content: IncomingContent): string {
  switch (content.kind) {
    case "text":
      return content.text;
    case "tap":
      return content.title;
    case "media":
      return content.caption ?? "";
    case "edit":
      return content.text ?? "";
    case "system":
      return content.notice;
    default:
      return "";
  }
}
