/** What a turn and a session may grow to; beyond it a session ends with a reason (docs/engine-spec.md). */
import { LIMITS as MESSAGE_LIMITS } from "../messages/limits.ts";

/** More visits than this in one turn is a loop without a wait. */
export const MOST_STEPS = 1_000;
/** More messages than this in one turn is a loop too; WhatsApp lends no more to one person at once (WR §5). */
export const MOST_MESSAGES = MESSAGE_LIMITS.pairRate.burst;
/** Variables of a session and of the flows it called, as JSON. */
export const MOST_STATE = 64 * 1024;
/** Flows that are called inside one another. */
export const MOST_CALLS = 16;
