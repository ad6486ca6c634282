/**
 * What the analysis keeps apart exactly, packed into one small number: where the window stands, the streak, the running
 * marketing conversation, consent and cooldown. Time is in the zone beside it.
 */

/** The contact never wrote in this world; decisions are those of a closed window. */
export const OPEN = 0;
export const CLOSED = 1;
const NEVER = 2;

const STREAK = 2;
const RUNNING = 4;
const COUNT = 5;
const STOPPED = 7;
const BLOCK = 8;
const DECLINED = 10;
const BLOCKS = 11;

/** After 131049 a cooldown runs: nothing said since, or something said since. */
export const SILENT = 1;
const SPOKEN = 2;
/** The cooldown is over, yet the next one would be longer (B1). */
export const PAST = 3;

/** One past the greatest class that the gate tells apart: how many blocks there were does not matter to it. */
export const CLASSES = 1 << BLOCKS;

/** More blocks than are counted, or nobody knows how many. */
export const MANY = 7;

export const windowOf = (state: number): number => state & 3;
/** 0, 1, or 2 for "2 or more". */
export const streakOf = (state: number): number => (state >> STREAK) & 3;
/** A marketing conversation runs (D6). */
export const isRunning = (state: number): boolean => (state & (1 << RUNNING)) !== 0;
/** Templates in the running conversation since the last interaction: 0, 1, or 2 for "2 or more". */
export const countOf = (state: number): number => (state >> COUNT) & 3;
/** Stopped in WhatsApp itself. */
export const isStopped = (state: number): boolean => (state & (1 << STOPPED)) !== 0;
/** Wants no offers, as a flow has kept it. */
export const isDeclined = (state: number): boolean => (state & (1 << DECLINED)) !== 0;
/** 0, SILENT, SPOKEN or PAST. */
export const blockOf = (state: number): number => (state >> BLOCK) & 3;
/** Blocks since the last delivery or interaction (B1), up to MANY. */
export const blocksOf = (state: number): number => state >> BLOCKS;

export const withWindow = (state: number, window: number): number => (state & ~3) | window;
export const withStreak = (state: number, streak: number): number => (state & ~(3 << STREAK)) | (streak << STREAK);
export const withBlock = (state: number, block: number): number => (state & ~(3 << BLOCK)) | (block << BLOCK);
export const withBlocks = (state: number, blocks: number): number =>
  (state & (CLASSES - 1)) | (Math.min(blocks, MANY) << BLOCKS);
export const stopped = (state: number): number => state | (1 << STOPPED);
export const withConsent = (state: number, consent: "in" | "out"): number =>
  consent === "out" ? state | (1 << DECLINED) : state & ~(1 << DECLINED);

/** A conversation that runs, with so many templates since the last interaction; or none. */
export const withConversation = (state: number, count: number | null): number => {
  const bare = state & ~((1 << RUNNING) | (3 << COUNT));
  return count === null ? bare : bare | (1 << RUNNING) | (count << COUNT);
};

/** The contact acted: the window is open, everything is answered. */
export function afterInteraction(state: number): number {
  const open = withStreak(withWindow(state, OPEN), 0);
  const answered = isRunning(open) ? withConversation(open, 0) : open;
  const block = blockOf(answered);
  if (block === 0) return answered;
  const counted = withBlocks(answered, 0);
  return block === PAST ? withBlock(counted, 0) : withBlock(counted, SPOKEN);
}

/** Does a cooldown run, at least perhaps? */
export function mayCool(state: number): boolean {
  return blockOf(state) === SILENT || blockOf(state) === SPOKEN;
}

/** The cooldown has run out; speech has reset its growth, silence has not. */
export function afterCooldown(state: number): number {
  return mayCool(state) ? withBlock(state, blockOf(state) === SILENT ? PAST : 0) : state;
}

export function startState(startedBy: "contact" | "business"): number {
  return startedBy === "contact" ? OPEN : NEVER;
}
