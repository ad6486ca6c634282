/** Text that equals a visible label, case and accents folded, is that tap (I4). */
import type { Choice } from "./outgoing.ts";

/** Trimmed, lower case, without accents, one space between words. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
}

export function choiceByLabel<C extends Choice>(choices: readonly C[], text: string): C | undefined {
  const wanted = fold(text);
  return wanted === "" ? undefined : choices.find((choice) => fold(choice.title) === wanted);
}
