/** Chance from a seed: the same session, turn and draw give the same number. */

/** Uniform in [0, 1); mulberry32 over the seed and the position of the draw. */
export function chanceAt(seed: number, turn: number, draw: number): number {
  let state = (seed + Math.imul(turn + 1, 0x9e3779b1) + Math.imul(draw + 1, 0x85ebca6b)) >>> 0;
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** A seed from an id: FNV-1a. */
export function seedOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < id.length; position += 1)
    hash = Math.imul(hash ^ id.charCodeAt(position), 0x01000193);
  return hash >>> 0;
}
