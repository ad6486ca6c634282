/** Text that equals a visible label, case and accents folded, is that tap (I4). */
import type { Choice } from "./outgoing.ts";

/**
 * Accents of Latin, Greek and Cyrillic, Hebrew points and Arabic vowel signs may be left out when writing. The marks of
 * other scripts are letters to those who read them: Hindi "दिन" and "दीन" are two words, Japanese "か" and "が" two signs.
 */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/** Trimmed, lower case, without accents, one space between words. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(ACCENTS, "").toLowerCase().replace(/\s+/gu, " ").trim();
}

export function choiceByLabel<C extends Choice>(choices: readonly C[], text: string): C | undefined {
  const wanted = fold(text);
  return wanted === "" ? undefined : choices.find((choice) => fold(choice.title) === wanted);
}
