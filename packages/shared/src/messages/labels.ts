/** Text that equals a visible label, case and accents folded, is that tap (I4). */
import { lengthOf } from "./limits.ts";
import type { Choice } from "./outgoing.ts";
import { isOneTypo } from "./typo.ts";

/**
 * Accents of Latin, Greek and Cyrillic, Hebrew points and Arabic vowel signs may be left out when writing. The marks of
 * other scripts are letters to those who read them: Hindi "दिन" and "दीन" are two words, Japanese "か" and "が" two signs.
 */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/** Trimmed, lower case, without accents, one space between words. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(ACCENTS, "").toLowerCase().replace(/\s+/gu, " ").trim();
}

/** The only choice that is meant by these words, or by these words with one typo. Short words are taken as they stand. */
export function choiceByNearLabel<C extends Choice>(choices: readonly C[], text: string): C | undefined {
  const exact = choiceByLabel(choices, text);
  if (exact) return exact;
  const wanted = fold(text);
  const near = choices.filter(
    ({ title }) => lengthOf(fold(title)) >= SHORTEST_WITH_TYPO && isOneTypo(wanted, fold(title)),
  );
  return near.length === 1 ? near[0] : undefined;
}

/** "Yes" and "Yet" are two words; "Express" and "Expres" are one. */
const SHORTEST_WITH_TYPO = 4;

export function choiceByLabel<C extends Choice>(choices: readonly C[], text: string): C | undefined {
  const wanted = fold(text);
  return wanted === "" ? undefined : choices.find((choice) => fold(choice.title) === wanted);
}
