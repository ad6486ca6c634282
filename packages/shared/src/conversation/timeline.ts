/**
 * The log in sentences: what happened, why, what comes next (ui.md §9). The log keeps codes and parameters; the words are
 * made here, so that older entries are told in today's words. Names stand between double asterisks; the person is named,
 * never "he" or "she". Total: a parameter that is missing leaves its clause out.
 */
import type { LogCode, LogEntry } from "./log-entry.ts";
import { messageSentences } from "./say-message.ts";
import { sessionSentences } from "./say-session.ts";
import { Telling } from "./telling.ts";

/** What the glyph beside a sentence means. */
export const GLYPHS = [
  "sent",
  "released",
  "held",
  "held-until",
  "blocked",
  "expired",
  "stopped",
  "window-closed",
  "unknown",
  "delayed",
  "withdrawn",
  "refused",
  "opted-in",
  "started",
  "ended",
  "moved",
  "handed-off",
  "given-back",
  "inbox",
  "received",
  "step",
  "note",
] as const;

export type Glyph = (typeof GLYPHS)[number];

export interface Said {
  sentence: string;
  /** The rule that decided: an id of caps.md, or WhatsApp's error code. */
  rule: string | null;
  glyph: Glyph;
}

/** `contact` as in sentences ("Asha"); `flow`: the name of the flow of the entry, to tell its own sends from another flow's. */
export interface Names {
  contact: string;
  flow?: string | null;
}

const sentences: Record<LogCode, (telling: Telling) => { sentence: string; glyph: Glyph; rule?: string }> = {
  ...messageSentences,
  ...sessionSentences,
};

/** `zone` is the reader's; what is said in the contact's own time is told in `contactZone`. */
export function sayEntry(entry: LogEntry, names: Names, zone: string, contactZone: string = zone): Said {
  const { sentence, glyph, rule } = sentences[entry.code](new Telling(entry, names, zone, contactZone));
  return { sentence, glyph, rule: entry.rule ?? rule ?? null };
}
