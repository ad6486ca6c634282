/** Bounds of the expression language (reliability.md §3.2). Texts are counted in UTF-16 units, as JavaScript does. */
export const LIMITS = {
  /** Length of one expression. */
  source: 4_096,
  /** Length of a text with `{{ }}` parts, before they are filled in. */
  textSource: 65_536,
  /** Brackets within brackets, and levels of the tree. Also how deep a value is looked into. */
  depth: 64,
  /** Work of one evaluation, or of one whole text: each node costs 1, text its length, a list its items. */
  cost: 100_000,
  /** Length of any text, in between or at the end, and of a whole value written as JSON. */
  output: 65_536,
  /** Length of a pattern for matches and extract. */
  pattern: 1_024,
  /** Notes kept of one evaluation. */
  notes: 20,
} as const;
