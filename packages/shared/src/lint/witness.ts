/**
 * From a state that fails back to an entry, and forward again with real times: the zones on the way are cut down to what
 * still leads to the failure, then every wait is chosen as short as that allows. Null when the course depends on what the
 * analysis widened, or no start on the calendar fits.
 */

import type { Policy } from "../caps/policy.ts";
import { blockedUntil } from "../caps/retry.ts";
import { MOST_CALLS } from "../engine/limits.ts";
import { DAY, formatDuration, HOUR } from "../time/duration.ts";
import { formatInstant, type Instant, isWithin, nextTimeOfDay } from "../time/instant.ts";
import type { Linked } from "./calls.ts";
import type { Witness, WitnessStep } from "./finding.ts";
import {
  BLOCKED,
  CAPPED,
  COOLDOWN,
  COOLING,
  FAILED,
  type Failing,
  type Item,
  NOT_COOLING,
  OPTED_OUT,
  RELEASED,
  SENT,
  TOO_LATE,
  TRIES_TEMPLATE,
} from "./item.ts";
import { isRunning, OPEN, windowOf } from "./state-class.ts";
import { AGAIN, ANSWER, before, ELAPSE, OVER, SAME, SPEAK, want } from "./transition.ts";
import type { Zone } from "./zone.ts";

export interface Concrete {
  witness: Witness;
  /** Since the last inbound message when it fails; null: never. */
  sinceInbound: number | null;
  /** Node of the last marketing that was sent on the way, in the list of all nodes, or null. */
  lastMarketing: number | null;
  /** Node from which the path arrives, or null: it begins here. */
  before: number | null;
  /** The outcomes of conditions it assumes: node and port. */
  assumes: { node: number; port: string }[];
}

/** A Monday; every witness that does not depend on the calendar begins here. */
const START: Instant = 1_767_607_200_000;
const INFINITE = Number.POSITIVE_INFINITY;
/** A path with more steps than this is not told. */
export const MOST_STEPS = 401;

/** `callers`: the calls it is in, innermost first (failures-in-calls.ts). */
export function witnessOf(
  linked: Linked,
  { item, zone }: Failing,
  callers: readonly Item[],
  policy: Policy,
): Concrete | null {
  const chain = chainOf(item, callers);
  const goals = goalsOf(chain, zone);
  return goals && new Run(linked, policy, chain, goals).walk();
}

/** All items from the entry on, in the order in which they are come by: into calls, and out of them again. */
function chainOf(failing: Item, callers: readonly Item[]): Item[] {
  const chain: Item[] = [];
  for (const item of [failing, ...callers]) addBackwards(chain, item);
  return chain.reverse();
}

/** The item and all before it in the same call, with the calls that came to their end on the way. */
function addBackwards(chain: Item[], last: Item): void {
  for (let item: Item | null = last; item; item = item.parent) {
    chain.push(item);
    if (item.through) addBackwards(chain, item.through);
  }
}

/** For each item the part of its zone from which the rest of the chain can be walked to its end. */
function goalsOf(chain: readonly Item[], failing: Zone): Zone[] | null {
  const goals: Zone[] = new Array(chain.length);
  goals[chain.length - 1] = failing;
  for (let at = chain.length - 2; at >= 0; at -= 1) {
    const [item, next] = [chain[at]!, chain[at + 1]!];
    const cut = before(next.step, next.a, next.b, item.state, next.from, next.state, goals[at + 1]!);
    if (!cut) return null;
    goals[at] = cut;
  }
  return goals;
}

/** The forward walk. Throws nothing; a step that does not fit makes the whole walk null. */
class Run {
  readonly #linked: Linked;
  readonly #policy: Policy;
  readonly #chain: readonly Item[];
  readonly #goals: readonly Zone[];
  readonly #steps: WitnessStep[] = [];
  readonly #assumes: { node: number; port: string }[] = [];
  readonly #templatesSent: { at: Instant; policy: Policy }[] = [];
  /** Steps at which a flow was called that has not come to its end. */
  readonly #calls: WitnessStep[] = [];
  #start = START;
  #fixed = false;
  /** Since the start. */
  #now = 0;
  #inbound: number | null = null;
  #opened: number | null = null;
  #blockedUntil = -INFINITE;
  #blocks = 0;
  #lastMarketing: number | null = null;
  #before: number | null = null;
  /** The steps say all there is to say. */
  #isTold = true;
  // Of the visit:
  #entered = 0;
  #notes: Partial<WitnessStep> = {};

  constructor(linked: Linked, policy: Policy, chain: readonly Item[], goals: readonly Zone[]) {
    this.#linked = linked;
    this.#policy = policy;
    this.#chain = chain;
    this.#goals = goals;
    if (windowOf(chain[0]!.state) === OPEN) this.#inbound = 0;
  }

  walk(): Concrete | null {
    for (let at = 0; at + 1 < this.#chain.length; at += 1) if (!this.#step(at)) return null;
    if (!this.#isTold || this.#isHeldByOwnPolicy()) return null;
    const last = this.#chain.at(-1)!;
    this.#steps.push({ ...this.#placeOf(last.node), ...this.#notes });
    return {
      witness: { start: formatInstant(this.#start), steps: this.#steps },
      sinceInbound: this.#inbound === null ? null : this.#now - this.#inbound,
      lastMarketing: this.#lastMarketing,
      before: this.#before,
      assumes: this.#assumes,
    };
  }

  #step(at: number): boolean {
    const item = this.#chain[at]!;
    const next = this.#chain[at + 1]!;
    if (next.parent === null) return this.#enterCall(item);
    if (next.through) return this.#comeBack(next);
    const { marks } = next;
    const cooling = this.#now < this.#blockedUntil;
    if ((marks & COOLING) !== 0 && !cooling) return false;
    if ((marks & NOT_COOLING) !== 0 && cooling) return false;
    if (!this.#wait(item, next, this.#goals[at + 1]!)) return false;
    // Given up while a cooldown held it: then the cooldown must have lasted that long.
    const leaves = next.way < 0 ? undefined : this.#linked.nodes[item.node]!.ways[next.way]!.way.after;
    if (leaves === "expired" && (marks & COOLING) !== 0 && this.#blockedUntil < this.#now) return false;
    if (next.phase === SENT) this.#send(item);
    if (!this.#isIn(next.state, this.#goals[at + 1]!)) return false;
    if (next.way >= 0) this.#leave(item, next);
    return true;
  }

  /** Where cooldowns say how long a wait is, it may lead elsewhere than planned. */
  #isIn(state: number, goal: Zone): boolean {
    const since = this.#inbound === null ? INFINITE : this.#now - this.#inbound;
    if (windowOf(state) === OPEN ? since < goal.x0 || since > goal.x1 : since < DAY) return false;
    if (!isRunning(state) || this.#opened === null) return true;
    const opened = this.#now - this.#opened;
    return opened >= goal.y0 && opened <= goal.y1;
  }

  /** Lets time pass and the contact speak as the step says. */
  #wait(item: Item, next: Item, goal: Zone): boolean {
    const { marks } = next;
    if ((marks & CAPPED) !== 0) return this.#capped(item, next, goal);
    if ((marks & BLOCKED) !== 0) {
      this.#note("131049");
      this.#block();
      if ((marks & RELEASED) === 0) {
        const { send } = this.#linked.nodes[item.node]!.facts;
        const isInTime = this.#blockedUntil < this.#entered + (send?.deadline ?? INFINITE);
        return isInTime && this.#pass(this.#blockedUntil - this.#now, next);
      }
    }
    if ((marks & COOLDOWN) !== 0) return this.#pass(this.#blockedUntil - this.#now, next);
    if ((marks & TOO_LATE) !== 0) return this.#passDeadline(item);
    const bounds = want(next.state, goal, isRunning(item.state));
    const sinceOpened = this.#opened === null ? null : this.#now - this.#opened;
    switch (next.step) {
      case SAME:
        return this.#inTime(item, next);
      case ELAPSE: {
        let [least, most] = [next.a, next.b];
        if (windowOf(item.state) === OPEN && this.#inbound !== null) {
          const since = this.#now - this.#inbound;
          [least, most] = [Math.max(least, bounds.x0 - since), Math.min(most, bounds.x1 - since)];
        }
        if (sinceOpened !== null && isRunning(item.state))
          [least, most] = [Math.max(least, bounds.y0 - sinceOpened), Math.min(most, bounds.y1 - sinceOpened)];
        return this.#elapse(item, next, least, most);
      }
      case SPEAK: {
        let [least, most] = [Math.max(next.a, bounds.x0), next.b];
        if (sinceOpened !== null && isRunning(item.state))
          [least, most] = [Math.max(least, bounds.y0 - sinceOpened), Math.min(most, bounds.y1 - sinceOpened)];
        if (!this.#elapse(item, next, least, most)) return false;
        const visit = this.#now - this.#entered;
        const opened = this.#opened === null || !isRunning(next.state) ? null : this.#now - this.#opened;
        const since = Math.min(visit, bounds.x1, opened === null ? INFINITE : opened + bounds.d1);
        // At the same instant the timer comes first: who speaks then has left already.
        const soonest = next.way >= 0 ? 1 : 0;
        if (since < Math.max(soonest, bounds.x0, opened === null ? 0 : opened + bounds.d0)) return false;
        this.#speak(this.#now - since, "spoke");
        return true;
      }
      case ANSWER: {
        let [least, most] = [next.a, next.b];
        if (sinceOpened !== null && isRunning(item.state))
          [least, most] = [Math.max(least, bounds.y0 - sinceOpened), Math.min(most, bounds.y1 - sinceOpened)];
        if (!this.#elapse(item, next, least, most)) return false;
        if ((marks & RELEASED) !== 0) this.#speak(this.#now, "released");
        else this.#hear(this.#now);
        return true;
      }
      case AGAIN: {
        let [least, most] = [next.a, next.b];
        if (sinceOpened !== null && isRunning(item.state))
          [least, most] = [Math.max(least, bounds.y0 - sinceOpened), Math.min(most, bounds.y1 - sinceOpened)];
        if (!this.#elapse(item, next, least, most)) return false;
        this.#speak(this.#now - next.a, "spoke");
        return true;
      }
      case OVER:
        return sinceOpened !== null && this.#pass(DAY - sinceOpened, next);
      default:
        // A template opens a conversation: #send notes it.
        return this.#inTime(item, next);
    }
  }

  /** Passes between `least` and `most`, or, where the calendar decides, exactly as long as it says. */
  #elapse(item: Item, next: Item, least: number, most: number): boolean {
    const moment = next.way >= 0 ? this.#linked.nodes[item.node]!.ways[next.way]!.way.at : undefined;
    if (!moment) {
      if (least > most) return false;
      this.#now += least;
      return true;
    }
    if (least > most) return false;
    if (!this.#fixed) {
      this.#fixed = true;
      // The start is free so far: it is put where the shortest wait ends at that moment.
      const wait = "timeOfDay" in moment ? Math.max(least, Math.min(most, 1)) : Math.max(least, Math.min(most, HOUR));
      const end = this.#now + wait;
      if ("instant" in moment) this.#start = moment.instant - end;
      else {
        const off = (START + end - moment.timeOfDay * 60_000) % DAY;
        this.#start = START - off;
      }
      this.#now = end;
      return this.#start >= 0;
    }
    const now = this.#start + this.#now;
    const until = "instant" in moment ? Math.max(now, moment.instant) : nextTimeOfDay(now, moment.timeOfDay, "UTC");
    if (until - now < least || until - now > most) return false;
    this.#now += until - now;
    return true;
  }

  #pass(time: number, next: Item): boolean {
    if (!(time >= 0) || time > Math.max(next.b, next.step === OVER ? DAY : 0)) return false;
    this.#now += time;
    return true;
  }

  /** A deadline that is an instant must still be ahead. */
  #inTime(item: Item, next: Item): boolean {
    if (next.phase !== SENT) return true;
    const deadline = this.#deadlineOf(item.node);
    if (deadline === null) return true;
    if (!this.#fixed) {
      this.#fixed = true;
      this.#start = deadline - this.#now - 8 * DAY;
    }
    return this.#start >= 0 && this.#start + this.#now < deadline;
  }

  #passDeadline(item: Item): boolean {
    const deadline = this.#deadlineOf(item.node);
    if (deadline === null) return false;
    if (!this.#fixed) {
      this.#fixed = true;
      this.#start = deadline - this.#now;
    }
    return this.#start >= 0 && this.#start + this.#now >= deadline;
  }

  #deadlineOf(node: number): Instant | null {
    const moment = this.#linked.nodes[node]!.facts.ways.find((way) => way.after === "expired")?.at;
    return moment && "instant" in moment ? moment.instant : null;
  }

  #send(item: Item): void {
    const node = this.#linked.nodes[item.node]!;
    if (node.facts.send?.class !== "marketing") return;
    this.#blocks = 0;
    this.#lastMarketing = item.node;
    if (item.phase !== TRIES_TEMPLATE) return;
    const policy = this.#linked.regionOf(item.node)?.policy ?? this.#policy;
    this.#templatesSent.push({ at: this.#now, policy });
    if (this.#opened === null || this.#now - this.#opened >= DAY) this.#opened = this.#now;
  }

  #leave(item: Item, next: Item): void {
    this.#before = item.node;
    const node = this.#linked.nodes[item.node]!;
    const { way } = node.ways[next.way]!;
    const label = node.ports.find((port) => port.id === way.port)?.label ?? way.port;
    if ((next.marks & OPTED_OUT) !== 0) this.#note("131050");
    if ((next.marks & FAILED) !== 0) this.#note(way.chosenBy === "data" ? "empty-parameter" : "failed");
    if (way.chosenBy === "condition" || way.chosenBy === "chance") {
      this.#notes.outcome = label;
      this.#assumes.push({ node: item.node, port: label });
    }
    const waits = this.#now - this.#entered;
    this.#steps.push({
      ...this.#placeOf(item.node),
      ...(way.port === "" ? {} : { port: way.port }),
      ...(waits > 0 ? { waits: formatDuration(waits) } : {}),
      ...this.#notes,
    });
    this.#entered = this.#now;
    this.#notes = {};
  }

  /** A call takes no time of its own; by which port it is left is known once the called flow has come to its end. */
  #enterCall(item: Item): boolean {
    const step: WitnessStep = { ...this.#placeOf(item.node), ...this.#notes };
    this.#steps.push(step);
    this.#calls.push(step);
    this.#notes = {};
    return this.#calls.length <= MOST_CALLS;
  }

  #comeBack(next: Item): boolean {
    const call = this.#calls.pop();
    const port = this.#linked.nodes[next.parent!.node]!.ways[next.way]!.way.port;
    if (call) call.port = port;
    this.#entered = this.#now;
    this.#notes = {};
    return call !== undefined;
  }

  #placeOf(node: number): Pick<WitnessStep, "node" | "flow"> {
    const { id } = this.#linked.nodes[node]!.node;
    const region = this.#linked.regionOf(node);
    return region ? { node: id, flow: region.flow.id } : { node: id };
  }

  /** Outcomes of several attempts in one visit stand one after the other. */
  #note(outcome: string): void {
    this.#notes.outcome = this.#notes.outcome === undefined ? outcome : `${this.#notes.outcome}, ${outcome}`;
  }

  #hear(at: number): void {
    this.#inbound = at;
    this.#blocks = 0;
  }

  #speak(at: number, how: "spoke" | "released"): void {
    this.#hear(at);
    // A step has room for one word; a course that needs more is not the one to show.
    if (this.#notes.spoke || this.#notes.released) this.#isTold = false;
    this.#notes[how] = true;
    if (at > this.#entered) this.#notes.spokeAfter = formatDuration(at - this.#entered);
  }

  #block(): void {
    this.#blocks += 1;
    this.#blockedUntil = Math.max(this.#blockedUntil, blockedUntil(this.#now, this.#blocks, this.#policy.ruleSet, 0));
  }

  /** Every try meets 131049, until the tries or the deadline end it. */
  #capped(item: Item, next: Item, goal: Zone): boolean {
    this.#notes.outcome = "131049";
    const { send } = this.#linked.nodes[item.node]!.facts;
    const deadline = this.#deadlineOf(item.node);
    const end = deadline !== null ? deadline - this.#start : this.#entered + (send?.deadline ?? 7 * DAY);
    if (deadline !== null && !this.#fixed) return false;
    const tries = send?.whenHeld === "leave" ? 1 : (send?.tries ?? 1);
    const bounds = want(next.state, goal, isRunning(item.state));
    const speaksAt =
      next.step === ELAPSE || next.step === SAME
        ? null
        : next.step === ANSWER
          ? this.#now
          : end - Math.max(0, bounds.x0);
    if (speaksAt !== null && speaksAt < this.#now) return false;
    let spoken = speaksAt === null;
    for (let blocked = item.blocked + 1; ; blocked += 1) {
      this.#block();
      if (blocked >= tries) break;
      const until = this.#blockedUntil;
      if (!spoken && speaksAt !== null && speaksAt < Math.min(until, end)) {
        this.#now = speaksAt;
        spoken = true;
        this.#speak(speaksAt, "spoke");
        continue;
      }
      if (until >= end) {
        this.#now = end;
        break;
      }
      this.#now = until;
    }
    if (!spoken) return false;
    const since = this.#inbound === null ? INFINITE : this.#now - this.#inbound;
    return windowOf(next.state) === OPEN ? since >= bounds.x0 && since <= bounds.x1 : since >= DAY;
  }

  /** Would the flow's own frequency or quiet hours have held a template on the way? Then this course is another one. */
  #isHeldByOwnPolicy(): boolean {
    return this.#templatesSent.some(({ at, policy }, index) => {
      const now = this.#start + at;
      const quiet = policy.quietHours.some(({ from, to }) => isWithin(now, from, to, "UTC"));
      const often = policy.frequencies.some(
        ({ max, per }) => this.#templatesSent.slice(0, index).filter((other) => other.at > at - per).length >= max,
      );
      return quiet || often;
    });
  }
}
