/** One state of a walk (visit.ts): where it is, what is known of time there, and how it was come by. */
import type { Context } from "./call-context.ts";
import type { Zone } from "./zone.ts";

export const ARRIVES = 0;
/** As ARRIVES, but it was held for a while already. */
export const AFTER_HOLD = 1;
export const TRIES_TEMPLATE = 2;
export const TRIES_TWIN = 3;
export const SENT = 4;
export const PHASES = 5;

/** What else happened in a step, for the witness. */
export const RELEASED = 1;
export const BLOCKED = 2;
export const CAPPED = 4;
export const OPTED_OUT = 8;
export const FAILED = 16;
/** A cooldown was assumed to run, or to be over. */
export const COOLING = 32;
export const NOT_COOLING = 64;
/** Held by a cooldown until it ends. */
export const COOLDOWN = 128;
/** Held by the flow's own frequency or quiet hours: how long, the calendar decides. */
export const POLICY_HOLD = 256;
/** The deadline had passed before the node was reached. */
export const TOO_LATE = 512;
/** Widened, or a late tap: no witness can be read off. */
export const INEXACT = 1024;

export interface Item {
  node: number;
  /** The call it is in, or that nothing was called. */
  context: Context;
  /** Back from a call: how the called flow ended. `parent` is where it was called. */
  through: Item | null;
  phase: number;
  state: number;
  zone: Zone;
  parent: Item | null;
  /** The part of the parent's zone from which the step was taken. */
  from: Zone;
  /** The step that led here (transition.ts). */
  step: number;
  a: number;
  b: number;
  marks: number;
  /** The way of the parent's node that was taken, or -1: still the same visit. */
  way: number;
  /** Since the visit began, at least and at most; and since the last inbound message, if there was one in this visit. */
  e0: number;
  e1: number;
  i0: number;
  i1: number;
  /** What is left of a cooldown, at least and at most; 0 when none runs. */
  z0: number;
  z1: number;
  /** Blocks met in this visit. */
  blocked: number;
  /** False where it, or one before it, is not to be told as a path. */
  isTold: boolean;
  /** The pass (explore.ts) in which it was made, or come by another way. */
  pass: number;
  /** As of the pass `measured`: how many items there are from the entry to this one, and the latest pass of them. */
  length: number;
  latest: number;
  measured: number;
}

/** Bounds of a cooldown's rest. */
export interface Rest {
  z0: number;
  z1: number;
}

export interface EdgeTimes {
  /** Bit 1: taken while the window is open; bit 2: closed. */
  windows: number;
  /** Time of the visit before it. */
  e0: number;
  e1: number;
  /** Visits in which nobody spoke: these times are added to what was known before. */
  silent0: number;
  silent1: number;
  /** Visits in which the contact spoke: time since then. */
  spoke0: number;
  spoke1: number;
}

/** An item at which a send would be held or refused. */
export interface Failing {
  item: Item;
  /** The part of the item's zone that fails. */
  zone: Zone;
}
