/** Examples that show what is particular here, each one thing; the others follow by name. */
const FIRST = [
  "black-friday",
  "a-question-between",
  "permission-first",
  "receipts-that-stay-receipts",
  "quiet-retry",
  "welcome-and-consent",
  "order-status",
  "support-with-hand-off",
];

/** How many the gallery shows before somebody asks for all: two rows on a wide screen. */
export const SHOWN_AT_FIRST = 8;

/** The ones to begin with first, the rest in the order given. */
export function inTeachingOrder<Example extends { name: string }>(examples: readonly Example[]): Example[] {
  const rank = ({ name }: Example) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return examples.toSorted((a, b) => rank(a) - rank(b));
}
