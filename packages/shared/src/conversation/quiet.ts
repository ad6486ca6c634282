/** Is the bot quiet in a conversation, because somebody answers it from the phone? */
import { DAY } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import type { Conversation } from "./state.ts";

/** Whoever answered from the phone is done with it after a day without another word (*ours*). */
const QUIET_FOR = DAY;

/** When the bot may speak again; null when it may now. */
export function quietUntil({ handOff }: Pick<Conversation, "handOff">, now: Instant): Instant | null {
  if (handOff === null || handOff.session !== null) return null;
  const until = handOff.since + QUIET_FOR;
  return now < until ? until : null;
}

export function isQuiet(conversation: Pick<Conversation, "handOff">, now: Instant): boolean {
  return quietUntil(conversation, now) !== null;
}

/** A person has it: a flow gave it to one, or somebody answers from the phone. */
export function isWithPerson(conversation: Pick<Conversation, "handOff">, now: Instant): boolean {
  return conversation.handOff !== null && (conversation.handOff.session !== null || isQuiet(conversation, now));
}
