/** Which entry a message comes in by: button, exact, prefix, contains, and any message last (I1). */

import { type IncomingMessage, textOf } from "../messages/incoming.ts";
import { fold } from "../messages/labels.ts";
import type { Trigger } from "../nodes/entry/definition.ts";
import type { EntryPoint } from "./world.ts";

/** `busy`: a session of this conversation waits or is held, so `any-message` starts nothing. */
export function entryFor(entries: readonly EntryPoint[], message: IncomingMessage, busy: boolean): EntryPoint | null {
  let best: EntryPoint | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const rank = rankOf(entry.trigger, message, busy);
    if (rank !== null && rank < bestRank) [best, bestRank] = [entry, rank];
  }
  return best;
}

/** The smaller the more specific; null: no match. Of several words the longest wins. */
function rankOf(trigger: Trigger, message: IncomingMessage, busy: boolean): number | null {
  switch (trigger.kind) {
    case "button":
      return message.content.kind === "tap" && message.content.id === trigger.payload ? 0 : null;
    case "keyword": {
      const text = fold(textOf(message.content));
      const matching = trigger.words.map(fold).filter((word) => matches(text, word, trigger.match));
      if (text === "" || matching.length === 0) return null;
      const base = { exact: 1, prefix: 2, contains: 3 }[trigger.match];
      return base + 1 / (2 + Math.max(...matching.map((word) => word.length)));
    }
    case "referral":
      if (!message.referral || (trigger.sourceId !== undefined && trigger.sourceId !== message.referral.sourceId))
        return null;
      return trigger.sourceId === undefined ? 6 : 5;
    case "any-message":
      return busy ? null : 10;
    default:
      return null;
  }
}

function matches(text: string, word: string, how: "exact" | "prefix" | "contains"): boolean {
  if (word === "") return false;
  if (WITHOUT_SPACES.test(word) && how !== "exact") return standsIn(text, word, how);
  switch (how) {
    case "exact":
      return text === word;
    case "prefix":
      return text.startsWith(word) && !/^[\p{L}\p{N}\p{M}]/u.test(text.slice(word.length));
    case "contains":
      return wordsOf(text).includes(wordsOf(word));
  }
}

/** Scripts that put no spaces between words: a word is found wherever its signs stand. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Not where a mark follows that makes another sign of the last one: "か" does not stand in "が". */
function standsIn(text: string, word: string, how: "prefix" | "contains"): boolean {
  let at = text.indexOf(word);
  while (at >= 0) {
    if (how === "prefix" && at > 0) return false;
    if (!/^\p{M}/u.test(text.slice(at + word.length))) return true;
    at = text.indexOf(word, at + 1);
  }
  return false;
}

/** " black friday " of "Black-Friday!": words with one space around each. */
function wordsOf(text: string): string {
  return ` ${text.replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu, " ").trim()} `;
}

/** Two triggers that could never be told apart (I2, `trigger-conflict`); campaign, API and schedule starts name their flow. */
export function equalTriggers(a: Trigger, b: Trigger): boolean {
  if (a.kind === "any-message" && b.kind === "any-message") return true;
  if (a.kind === "button" && b.kind === "button") return a.payload === b.payload;
  if (a.kind === "referral" && b.kind === "referral") return a.sourceId === b.sourceId;
  if (a.kind !== "keyword" || b.kind !== "keyword" || a.match !== b.match) return false;
  const words = new Set(a.words.map(fold));
  return b.words.some((word) => words.has(fold(word)));
}
