/** What the screens know of the server's answers. Instants are milliseconds. */

import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import type { Finding } from "@sluice/shared/lint/finding";
import type { Instant } from "@sluice/shared/time/instant";

/** Lists come in pages; `next` goes into the next question's `cursor`, null is the end. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface FlowRow {
  id: string;
  name: string;
  draft: FlowDocument;
  version: number;
  updatedAt: Instant;
  updatedBy: string;
  /** Of the draft. */
  findings: Pick<Finding, "severity" | "certainty">[];
  published: number | null;
  /** The draft differs from what is published. */
  changed: boolean;
  pausedAt: Instant | null;
  pausedBy: string | null;
  running: number;
  held: number;
  capped: number;
}

export interface Totals {
  inFlows: number;
  openWindows: number;
  held: number;
  capped: number;
  /** Conversations that wait for a person. */
  unanswered: number;
}

export interface Channel {
  id: string;
  name: string;
  phone: string | null;
  phoneNumberId: string;
  wabaId: string;
  /** The emulator is behind it. */
  emulated: boolean;
  timeZone: string;
  gate: "strict" | "platform" | "off";
  ruleSet: string;
  frequency: { max: number; per: string } | null;
  quietHours: { from: string; to: string } | null;
  defaultReply: string | null;
  paused: boolean;
  pausedAt: Instant | null;
  pausedBy: string | null;
}

export interface TemplateRow extends Template {
  syncedAt: Instant | null;
}
