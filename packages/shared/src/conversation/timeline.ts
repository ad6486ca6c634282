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
