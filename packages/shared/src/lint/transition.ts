/** The steps of time and speech from one abstract state to the next; each exact (zone.ts). */
import { DAY } from "../time/duration.ts";
import { afterInteraction, CLOSED, isRunning, OPEN, windowOf, withConversation, withWindow } from "./state-class.ts";
import { ALL_LATE, closed, INFINITE, LATE, line, type Zone } from "./zone.ts";

/** Nothing happens. */
export const SAME = 0;
/** Between a and b pass in silence. */
export const ELAPSE = 1;
/** Between a and b pass, and somewhere in it the contact speaks without being asked. */
export const SPEAK = 2;
/** After between a and b the contact acts, and that ends it. */
export const ANSWER = 3;
/** The contact answers in a way that does not do, is asked again, and then a pass in silence; b at most in all. */
export const AGAIN = 4;
/** A template opens a marketing conversation. */
export const OPENS = 5;
/** Silence until the running conversation is over. */
export const OVER = 6;

/** Where `apply` puts what it reaches: four at most, valid until the next call. No garbage, of which there was too much. */
export const REACHED: readonly { state: number; zone: Zone }[] = [0, 1, 2, 3].map(() => ({ state: 0, zone: ALL_LATE }));
let count = 0;

function emit(state: number, zone: Zone): void {
  const next = REACHED[count]!;
  next.state = state;
  next.zone = zone;
  count += 1;
}

/** Takes the step; how many states it leads to, which then stand in REACHED. */
export function apply(kind: number, a: number, b: number, state: number, zone: Zone): number {
  count = 0;
  step(kind, a, b, state, zone);
  return count;
}

function step(kind: number, a: number, b: number, state: number, zone: Zone): void {
  switch (kind) {
    case SAME:
      emit(state, zone);
      return;
    case ELAPSE:
      elapse(state, zone, a, b);
      return;
    case SPEAK:
      settle(afterInteraction(state), 0, b, zone.y0 + a, zone.y1 + b, -(zone.y1 + b), -zone.y0);
      return;
    case ANSWER:
      settle(afterInteraction(state), 0, 0, zone.y0 + a, zone.y1 + b, -INFINITE, INFINITE);
      return;
    case AGAIN:
      settle(afterInteraction(state), a, a, zone.y0 + a, zone.y1 + b, -INFINITE, INFINITE);
      return;
    case OPENS:
      settle(withConversation(state, 1), zone.x0, zone.x1, 0, 0, -INFINITE, INFINITE);
      return;
    case OVER: {
      const later = withConversation(state, null);
      if (windowOf(state) === OPEN) settle(later, zone.d0 + DAY, zone.d1 + DAY, 0, 0, -INFINITE, INFINITE);
      else emit(later, ALL_LATE);
    }
  }
}

function elapse(state: number, zone: Zone, a: number, b: number): void {
  if (b === 0) {
    emit(state, zone);
    return;
  }
  settle(state, zone.x0 + a, zone.x1 + b, zone.y0 + a, zone.y1 + b, zone.d0, zone.d1);
}

/** Cuts at 24 h, for the window and for the conversation, and forgets what lies beyond. */
function settle(state: number, x0: number, x1: number, y0: number, y1: number, d0: number, d1: number): void {
  const inWindow = windowOf(state) === OPEN;
  const inConversation = isRunning(state);
  if (!inConversation) {
    if (!inWindow) {
      emit(state, ALL_LATE);
      return;
    }
    if (x0 < DAY) emit(state, line(x0, Math.min(x1, DAY - 1)));
    if (x1 >= DAY) emit(withWindow(state, CLOSED), ALL_LATE);
    return;
  }
  const over = withConversation(state, null);
  if (!inWindow) {
    if (y0 < DAY) emit(state, { ...ALL_LATE, y0, y1: Math.min(y1, DAY - 1) });
    if (y1 >= DAY) emit(over, ALL_LATE);
    return;
  }
  const both = closed(x0, Math.min(x1, DAY - 1), y0, Math.min(y1, DAY - 1), d0, d1);
  if (both) emit(state, both);
  const windowOnly = closed(x0, Math.min(x1, DAY - 1), Math.max(y0, DAY), y1, d0, d1);
  if (windowOnly) emit(over, line(windowOnly.x0, windowOnly.x1));
  const conversationOnly = closed(Math.max(x0, DAY), x1, y0, Math.min(y1, DAY - 1), d0, d1);
  if (conversationOnly) {
    emit(withWindow(state, CLOSED), { ...ALL_LATE, y0: conversationOnly.y0, y1: conversationOnly.y1 });
  }
  if (closed(Math.max(x0, DAY), x1, Math.max(y0, DAY), y1, d0, d1)) emit(withWindow(over, CLOSED), ALL_LATE);
}

/**
 * Which pairs before the step can lead into `goal` after it: the zone before, cut down to them. Null: none.
 * `state` and `zone` are those before, `goalState` and `goal` those after.
 */
export function before(
  kind: number,
  a: number,
  b: number,
  state: number,
  zone: Zone,
  goalState: number,
  goal: Zone,
): Zone | null {
  const inWindow = windowOf(state) === OPEN;
  const inConversation = isRunning(state);
  const wanted = want(goalState, goal, inConversation);
  let [x0, x1, y0, y1, d0, d1] = [-INFINITE, INFINITE, -INFINITE, INFINITE, -INFINITE, INFINITE];
  switch (kind) {
    case SAME:
      [x0, x1, y0, y1, d0, d1] = [wanted.x0, wanted.x1, wanted.y0, wanted.y1, wanted.d0, wanted.d1];
      break;
    case ELAPSE:
      [x0, x1, y0, y1] = [wanted.x0 - b, wanted.x1 - a, wanted.y0 - b, wanted.y1 - a];
      [d0, d1] = [Math.max(wanted.d0, wanted.x0 - wanted.y1), Math.min(wanted.d1, wanted.x1 - wanted.y0)];
      break;
    case SPEAK:
      [y0, y1] = [wanted.y0 - b, wanted.y1 - Math.max(a, wanted.x0)];
      break;
    case ANSWER:
    case AGAIN:
      [y0, y1] = [wanted.y0 - b, wanted.y1 - a];
      break;
    case OPENS:
      [x0, x1] = [Math.max(wanted.x0, wanted.d0), Math.min(wanted.x1, wanted.d1)];
      break;
    case OVER:
      [d0, d1] = [wanted.x0 - DAY, wanted.x1 - DAY];
  }
  return closed(
    inWindow ? Math.max(zone.x0, x0) : zone.x0,
    inWindow ? Math.min(zone.x1, x1) : zone.x1,
    inConversation ? Math.max(zone.y0, y0) : zone.y0,
    inConversation ? Math.min(zone.y1, y1) : zone.y1,
    inWindow && inConversation ? Math.max(zone.d0, d0) : -INFINITE,
    inWindow && inConversation ? Math.min(zone.d1, d1) : INFINITE,
  );
}

/** The bounds a goal puts on plain numbers: what is late is at least 24 h. */
export function want(state: number, zone: Zone, wasInConversation: boolean): Zone {
  const inWindow = windowOf(state) === OPEN;
  const inConversation = isRunning(state);
  const over = wasInConversation ? LATE : -INFINITE;
  return {
    x0: inWindow ? zone.x0 : LATE,
    x1: inWindow ? zone.x1 : INFINITE,
    y0: inConversation ? zone.y0 : over,
    y1: inConversation ? zone.y1 : INFINITE,
    d0: inWindow && inConversation ? zone.d0 : -INFINITE,
    d1: inWindow && inConversation ? zone.d1 : INFINITE,
  };
}
