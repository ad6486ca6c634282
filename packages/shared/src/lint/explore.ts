/**
 * The walk over every path of a flow in model M (docs/lint-model.md): abstract states are carried along the ways until
 * nothing new arrives anywhere. First come, first walked, so that the first state to fail at a node came by a shortest path.
 *
 * A visit to a node goes through phases: it ARRIVES; a marketing template then TRIES, as a template or as its twin, possibly
 * after a hold or a block; once SENT it is left by an answer, by time, or at once.
 */

import type { Policy } from "../caps/policy.ts";
import { blockedUntil } from "../caps/retry.ts";
import { TWIN_MARGIN } from "../caps/windows.ts";
import type { Allowance, SendFact, Way } from "../nodes/definition.ts";
import { DAY } from "../time/duration.ts";
import { type Context, contextOf } from "./call-context.ts";
import type { Linked, Region } from "./calls.ts";
import type { LintGraph, LintNode } from "./graph.ts";
import {
  afterCooldown,
  afterInteraction,
  blockOf,
  CLASSES,
  CLOSED,
  countOf,
  isDeclined,
  isRunning,
  isStopped,
  mayCool,
  OPEN,
  PAST,
  SILENT,
  startState,
  stopped,
  streakOf,
  windowOf,
  withBlock,
  withConsent,
  withConversation,
  withStreak,
} from "./state-class.ts";
import { AGAIN, ANSWER, apply, ELAPSE, OPENS, OVER, REACHED, SAME, SPEAK } from "./transition.ts";
import { HOLD_D2, HOLD_D5, HOLD_D6, REFUSE, SEND_TEMPLATE, SEND_TWIN, type Verdicts } from "./verdicts.ts";
import { ALL_LATE, closed, isSubset, line, point, type Zone } from "./zone.ts";

const ARRIVES = 0;
/** As ARRIVES, but it was held for a while already. */
const AFTER_HOLD = 1;
export const TRIES_TEMPLATE = 2;
const TRIES_TWIN = 3;
export const SENT = 4;
const PHASES = 5;

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
const POLICY_HOLD = 256;
/** The deadline had passed before the node was reached. */
export const TOO_LATE = 512;
/** Widened, or a late tap: no witness can be read off. */
const INEXACT = 1024;

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
  /** Items from the entry to this one, or Infinity where one of them is not to be told as a path. */
  chain: number;
}

/** Bounds of a cooldown's rest. */
interface Rest {
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

export interface Exploration extends Pick<Context, "failing" | "passing" | "streaks"> {
  /** The calls that were walked. */
  calls: readonly Context[];
  /** By place in the table of ways. */
  times: readonly (EdgeTimes | undefined)[];
  /** States walked. */
  walked: number;
}

export interface ExploreOptions {
  policy: Policy;
  verdicts: Verdicts;
  /** Which entries, and how each is started. */
  starts: readonly { node: number; startedBy: "contact" | "business" }[];
  /** In every wait the contact may speak unasked; without it only at ports and to release a hold (L3). */
  speaks: boolean;
  /** Templates may meet 131049. */
  blocks: boolean;
}

/** Beyond this many states of one kind at one node, the analysis stops telling them apart. */
const MOST_APART = 128;
/** The same where no path could be shown anyhow. */
const MOST_APART_INEXACT = 6;
const MOST_FAILING = 12;
const LONGEST_COOLDOWN = 7 * DAY * 1.05;
const INFINITE = Number.POSITIVE_INFINITY;

export function explore(graph: LintGraph, linked: Linked, options: ExploreOptions): Exploration {
  return new Walk(graph, linked, options).run();
}

class Walk {
  readonly #linked: Linked;
  readonly #options: ExploreOptions;
  readonly #verdicts: Verdicts;
  readonly #queue: Item[] = [];
  readonly #outermost: Context;
  readonly #calls: Context[] = [];
  readonly #fromAnywhere = new Map<Region, Context>();
  readonly #times: (EdgeTimes | undefined)[];
  readonly #tracksConversations: boolean;
  readonly #consentsIn: boolean;

  constructor(graph: LintGraph, linked: Linked, options: ExploreOptions) {
    this.#linked = linked;
    this.#options = options;
    this.#verdicts = options.verdicts;
    this.#times = new Array(linked.table.target.length);
    const { policy } = options;
    const whole = { first: 0, policy, failed: graph.nodes.length - 1 };
    this.#outermost = contextOf(whole, { state: 0, zone: ALL_LATE, z0: 0, z1: 0 });
    this.#tracksConversations = policy.gate === "platform" && policy.ruleSet.perConversation !== null;
    const consentsIn = () => linked.nodes.some((node) => node.ways.some(({ way }) => way.consent === "in"));
    this.#consentsIn = linked.regions.length > 0 ? consentsIn() : graph.lines.once("consent is given", consentsIn);
  }

  run(): Exploration {
    for (const { node, startedBy } of this.#options.starts) {
      this.#put(
        null,
        node,
        ARRIVES,
        startState(startedBy),
        startedBy === "contact" ? point(0) : ALL_LATE,
        SAME,
        0,
        0,
        0,
        -1,
        ALL_LATE,
      );
    }
    for (let next = 0; next < this.#queue.length; next += 1) this.#visit(this.#queue[next]!);
    const { failing, passing, streaks } = this.#outermost;
    return {
      failing,
      passing,
      streaks,
      calls: this.#calls,
      times: this.#times,
      walked: this.#queue.length,
    };
  }

  #visit(item: Item): void {
    const node = this.#linked.nodes[item.node]!;
    switch (item.phase) {
      case ARRIVES:
        this.#arrive(item, node);
        return;
      case AFTER_HOLD:
        this.#decide(item, node, node.facts.send!);
        return;
      case SENT:
        for (let way = 0; way < node.ways.length; way += 1) {
          if (node.ways[way]!.way.after === "sent") this.#pass(item, node, way);
        }
        return;
      default:
        this.#try(item, node, node.facts.send!);
    }
  }

  #arrive(item: Item, node: LintNode): void {
    if (!node.definition?.run) {
      if (item.context.region) this.#endCall(item, item.context.region);
      return;
    }
    item.context.streaks[item.node - item.context.first]! |= 1 << streakOf(item.state);
    if (node.facts.calls) {
      this.#call(item, node, this.#linked.calledAt(node));
      return;
    }
    const { ways } = node;
    for (let way = 0; way < ways.length; way += 1) {
      const { after, chosenBy } = ways[way]!.way;
      if (after !== "entry") continue;
      if (chosenBy !== "data" || !node.facts.send) this.#pass(item, node, way);
      else if (this.#options.speaks) this.#leave(item, node, way, item.state, item.zone, SAME, 0, 0, FAILED);
    }
    const { send } = node.facts;
    if (!send) return;
    switch (send.class) {
      case "free-form":
        this.#sendFreeForm(item, node);
        return;
      case "marketing":
        this.#decide(item, node, send);
        return;
      default:
        this.#within(item, SENT, item.state, item.zone, SAME, 0, 0, 0);
        this.#leaveAfter(item, node, "failed", item.state, item.zone, SAME, 0, 0, FAILED);
    }
  }

  #sendFreeForm(item: Item, node: LintNode): void {
    if (windowOf(item.state) === OPEN) {
      this.#passes(item);
      this.#within(item, SENT, item.state, item.zone, SAME, 0, 0, 0);
      return;
    }
    this.#fail(item, item.zone);
    this.#leaveAfter(item, node, "refused", item.state, item.zone, SAME, 0, 0, 0);
  }

  /** The gate decides about a marketing template (D1 to D11). */
  #decide(item: Item, node: LintNode, send: SendFact): void {
    for (const { way } of node.ways) {
      // The deadline is an instant, and it may have passed.
      if (way.after === "expired" && way.at && item.phase === ARRIVES) {
        this.#leaveAfter(item, node, "expired", item.state, item.zone, SAME, 0, 0, TOO_LATE);
      }
    }
    this.#ask(item, send.twin === true, (zone, verdict, marks) => this.#obey(item, node, send, zone, verdict, marks));
  }

  /** What the gate says to a marketing template in each part of the state that it tells apart. */
  #ask(item: Item, twin: boolean, told: (zone: Zone, verdict: number, marks: number) => void): void {
    if (windowOf(item.state) !== OPEN || !twin) {
      this.#askPart(item, twin, item.zone, false, told);
      return;
    }
    const { x0, x1, y0, y1, d0, d1 } = item.zone;
    const last = DAY - TWIN_MARGIN;
    const early = closed(x0, Math.min(x1, last), y0, y1, d0, d1);
    const late = closed(Math.max(x0, last + 1), x1, y0, y1, d0, d1);
    if (early) this.#askPart(item, twin, isRunning(item.state) ? early : line(early.x0, early.x1), false, told);
    if (late) this.#askPart(item, twin, isRunning(item.state) ? late : line(late.x0, late.x1), true, told);
  }

  #askPart(
    item: Item,
    twin: boolean,
    zone: Zone,
    short: boolean,
    told: (zone: Zone, verdict: number, marks: number) => void,
  ): void {
    const calm = this.#verdicts.marketing(item.state, twin, short, false);
    const cooling = mayCool(item.state) ? this.#verdicts.marketing(item.state, twin, short, true) : calm;
    if (calm === cooling) {
      told(zone, calm, 0);
      return;
    }
    if (item.z0 <= 0) told(zone, calm, NOT_COOLING);
    told(zone, cooling, COOLING);
  }

  #obey(item: Item, node: LintNode, send: SendFact, zone: Zone, verdict: number, marks: number): void {
    const { state } = item;
    if (verdict === SEND_TEMPLATE || verdict === SEND_TWIN) {
      if (item.phase === ARRIVES) this.#passes(item);
      const phase = verdict === SEND_TWIN ? TRIES_TWIN : TRIES_TEMPLATE;
      this.#within(item, phase, state, zone, SAME, 0, 0, marks);
      if (item.context.hasOwnHolds && phase === TRIES_TEMPLATE) this.#holdByOwnPolicy(item, node, send, zone, marks);
      return;
    }
    if (verdict === REFUSE) {
      if (item.phase === ARRIVES) this.#passes(item);
      this.#leaveAfter(item, node, "opted-out", state, zone, SAME, 0, 0, marks);
      return;
    }
    if (verdict === HOLD_D2 || verdict === HOLD_D6) this.#fail(item, zone);
    else if (item.phase === ARRIVES) this.#passes(item);
    if (send.whenHeld === "leave" && item.phase === ARRIVES) {
      this.#leaveAfter(item, node, "held", state, zone, SAME, 0, 0, marks);
      return;
    }
    const deadline = send.deadline ?? INFINITE;
    this.#release(item, send, zone, deadline, marks);
    if (verdict === HOLD_D6) {
      // Until the conversation is over, unless the deadline comes first.
      const cut = (y0: number, y1: number): Zone | null => {
        const part = closed(zone.x0, zone.x1, Math.max(zone.y0, y0), Math.min(zone.y1, y1), zone.d0, zone.d1);
        return part && windowOf(state) !== OPEN ? { ...ALL_LATE, y0: part.y0, y1: part.y1 } : part;
      };
      const over = cut(DAY - deadline + 1, INFINITE);
      if (over) this.#within(item, AFTER_HOLD, state, over, OVER, 0, 0, marks);
      const late = cut(0, DAY - deadline);
      if (late) this.#expire(item, node, state, late, marks);
      return;
    }
    if (verdict === HOLD_D5) {
      const least = Math.max(1, item.z0);
      const most = Math.min(deadline - 1, item.z1);
      if (least <= most)
        this.#within(item, AFTER_HOLD, afterCooldown(state), zone, ELAPSE, least, most, marks | COOLDOWN);
      // Only a cooldown that outlasts the deadline makes it give up.
      if (item.z1 < deadline) return;
    }
    this.#expire(item, node, state, zone, marks);
  }

  /** The contact speaks while it is held: whatever held it lets it go (I3). */
  #release(item: Item, send: SendFact, zone: Zone, deadline: number, marks: number): void {
    const state = afterInteraction(item.state);
    const phase = send.twin && this.#options.policy.gate !== "off" ? TRIES_TWIN : TRIES_TEMPLATE;
    this.#within(item, phase, state, zone, ANSWER, 0, justBefore(deadline), marks | RELEASED);
  }

  /** D7 and D8 hold for a time that only the calendar knows. */
  #holdByOwnPolicy(item: Item, node: LintNode, send: SendFact, zone: Zone, marks: number): void {
    if (send.whenHeld === "leave" && item.phase === ARRIVES) {
      this.#leaveAfter(item, node, "held", item.state, zone, SAME, 0, 0, marks | POLICY_HOLD);
      return;
    }
    const deadline = send.deadline ?? INFINITE;
    this.#within(item, TRIES_TEMPLATE, item.state, zone, ELAPSE, 0, deadline, marks | POLICY_HOLD);
    for (const phase of send.twin ? [TRIES_TWIN, TRIES_TEMPLATE] : [TRIES_TEMPLATE]) {
      this.#within(item, phase, afterInteraction(item.state), zone, SPEAK, 0, deadline, marks | RELEASED | POLICY_HOLD);
    }
    this.#expire(item, node, item.state, zone, marks | POLICY_HOLD);
    this.#leaveAfter(
      item,
      node,
      "expired",
      afterInteraction(item.state),
      zone,
      SPEAK,
      0,
      deadline,
      marks | POLICY_HOLD,
    );
  }

  #expire(item: Item, node: LintNode, state: number, zone: Zone, marks: number): void {
    for (let way = 0; way < node.ways.length; way += 1) {
      const { after, min, max } = node.ways[way]!.way;
      if (after !== "expired") continue;
      // The deadline counts from entering: after a first hold less of it is left.
      this.#leave(item, node, way, state, zone, ELAPSE, Math.max(0, min - item.e1), max - item.e0, marks);
    }
  }

  /** An attempt is made; it is accepted unless an outcome is injected. */
  #try(item: Item, node: LintNode, send: SendFact): void {
    const { state, zone } = item;
    const delivered = blockOf(state) === PAST ? withBlock(state, 0) : state;
    const counted = withStreak(delivered, Math.min(2, streakOf(state) + 1));
    if (item.phase === TRIES_TWIN || !this.#tracksConversations) this.#within(item, SENT, counted, zone, SAME, 0, 0, 0);
    else if (!isRunning(state)) this.#within(item, SENT, counted, zone, OPENS, 0, 0, 0);
    else this.#within(item, SENT, withConversation(counted, Math.min(2, countOf(state) + 1)), zone, SAME, 0, 0, 0);
    this.#leaveAfter(item, node, "failed", state, zone, SAME, 0, 0, FAILED);
    this.#leaveAfter(item, node, "opted-out", stopped(state), zone, SAME, 0, 0, OPTED_OUT);
    if (item.phase === TRIES_TEMPLATE && this.#options.blocks) this.#block(item, node, send);
  }

  /** 131049: not counted; tried again after the cooldown, or once the contact has spoken (B1), until the tries or the time end. */
  #block(item: Item, node: LintNode, send: SendFact): void {
    const { state, zone } = item;
    const deadline = send.deadline ?? INFINITE;
    /** What is left of it, at least and at most. */
    const [least, most] = [deadline === INFINITE ? 0 : Math.max(0, deadline - item.e1), deadline - item.e0];
    const silent = withBlock(state, SILENT);
    const { ruleSet } = this.#options.policy;
    const isFirst = blockOf(state) === 0;
    const first = firstRest(ruleSet, isFirst);
    const left = send.whenHeld === "leave" ? 1 : (send.tries ?? 1) - item.blocked;
    if (left <= 1) {
      // Given up at once: it is the last try, or would be held by the cooldown and is not to wait (T5).
      this.#leaveAfter(item, node, "capped", silent, zone, SAME, 0, 0, CAPPED, first);
      return;
    }
    const { cooldown } = ruleSet;
    if (most > cooldown)
      this.#within(item, TRIES_TEMPLATE, withBlock(state, PAST), zone, ELAPSE, cooldown, most, BLOCKED);
    const phase = send.twin && this.#options.policy.gate !== "off" ? TRIES_TWIN : TRIES_TEMPLATE;
    const rest = { z0: Math.max(0, first.z0 - most), z1: first.z1 };
    const spoken = afterInteraction(silent);
    this.#within(item, phase, spoken, zone, ANSWER, 0, justBefore(most), BLOCKED | RELEASED, rest);
    const end = cappedInSilence(left, least, most, ruleSet, isFirst);
    this.#leaveAfter(item, node, "capped", silent, zone, ELAPSE, end.a, end.b, CAPPED, end);
    // What the contact says lets the twin go, which nothing blocks.
    if (phase === TRIES_TWIN) return;
    // The word that releases it takes a try as well: silence follows only where one is left then.
    const used = lastBlock(INFINITE, most - DAY, ruleSet, 1).count;
    const step = used + 1 < left ? SPEAK : ANSWER;
    this.#leaveAfter(item, node, "capped", silent, zone, step, 0, most, CAPPED, ANY_REST);
  }

  /** Leaves by a way whose time runs from here. */
  #pass(item: Item, node: LintNode, index: number): void {
    const { min, max, interaction, known } = node.ways[index]!.way;
    const { state, zone } = item;
    if (known) {
      this.#passKnown(item, node, index, known);
      return;
    }
    if (interaction) {
      this.#leave(item, node, index, state, zone, ANSWER, min, justBefore(max), 0);
      return;
    }
    this.#leave(item, node, index, state, zone, ELAPSE, min, max, 0);
    if (!this.#options.speaks || max === 0) return;
    if (node.hearsInPassing || !node.ways.some((other) => other.way.interaction)) {
      this.#leave(item, node, index, state, zone, SPEAK, min, max, 0);
    }
    const again = node.facts.asksAgain ?? 0;
    if (again > 0) this.#leave(item, node, index, state, zone, AGAIN, max, max * (again + 1), 0);
  }

  /** By a way that the ledger decides: only what agrees with it goes on there. */
  #passKnown(item: Item, node: LintNode, index: number, known: NonNullable<Way["known"]>): void {
    const { state } = item;
    if ("window" in known) {
      if ((windowOf(state) === OPEN) !== (known.window === "open")) return;
      this.#leave(item, node, index, state, item.zone, SAME, 0, 0, 0);
      return;
    }
    this.#ask(item, known.twin, (zone, verdict, marks) => {
      // Frequency and quiet hours are not tracked: both ways are open to a template that may go otherwise.
      const mayBeHeld = item.context.hasOwnHolds && verdict === SEND_TEMPLATE && known.marketing === "held";
      if (allowanceOf(verdict) !== known.marketing && !mayBeHeld) return;
      this.#leave(item, node, index, state, zone, SAME, 0, 0, mayBeHeld ? marks | POLICY_HOLD : marks);
    });
  }

  #leaveAfter(
    item: Item,
    node: LintNode,
    after: string,
    state: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    rest: Rest | null = null,
  ): void {
    for (let way = 0; way < node.ways.length; way += 1) {
      if (node.ways[way]!.way.after === after) this.#leave(item, node, way, state, zone, step, a, b, marks, rest);
    }
  }

  #leave(
    item: Item,
    node: LintNode,
    index: number,
    state: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    rest: Rest | null = null,
  ): void {
    const { target, way } = node.ways[index]!;
    if (target < 0) return;
    const count = apply(step, a, b, state, zone);
    for (let at = 0; at < count; at += 1) {
      const { state: reached, zone: nextZone } = REACHED[at]!;
      // The last block came after whatever was said.
      const blocked = (marks & CAPPED) !== 0 ? withBlock(reached, SILENT) : reached;
      const nextState = way.consent ? withConsent(blocked, way.consent) : blocked;
      this.#put(item, target, ARRIVES, nextState, nextZone, step, a, b, marks, index, zone, rest);
    }
    if (!this.#options.speaks || way.port !== "timeout") return;
    if (this.#tracksConversations) this.#tapLate(item, node, item.state);
    // Later in the flow the contact may have been asked for consent again.
    if (this.#consentsIn && isDeclined(item.state)) this.#tapLate(item, node, withConsent(item.state, "in"));
  }

  /** I4: a button of a message that was left by `timeout` can still be tapped, from wherever the session is by then. */
  #tapLate(item: Item, node: LintNode, before: number): void {
    for (let index = 0; index < node.ways.length; index += 1) {
      const { target, way } = node.ways[index]!;
      if (target < 0 || !way.interaction) continue;
      const state = withConversation(afterInteraction(before), null);
      if (this.#tracksConversations) {
        this.#put(
          item,
          target,
          ARRIVES,
          withConversation(state, 0),
          closed(0, 0, 0, DAY - 1, -DAY, 0)!,
          SAME,
          0,
          0,
          INEXACT,
          index,
          item.zone,
        );
      }
      this.#put(item, target, ARRIVES, state, point(0), SAME, 0, 0, INEXACT, index, item.zone);
    }
  }

  /** On in the same visit. */
  #within(
    item: Item,
    phase: number,
    state: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    rest: Rest | null = null,
  ): void {
    const count = apply(step, a, b, state, zone);
    for (let at = 0; at < count; at += 1) {
      const next = REACHED[at]!;
      this.#put(item, item.node, phase, next.state, next.zone, step, a, b, marks, -1, zone, rest);
    }
  }

  #put(
    parent: Item | null,
    node: number,
    phase: number,
    reached: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    way: number,
    from: Zone,
    given: Rest | null = null,
    context: Context = parent?.context ?? this.#outermost,
    through: Item | null = null,
  ): void {
    const times = visitTimes(parent, step, a, b);
    const rest = given ?? restAfter(parent, times);
    const state = mayCool(reached) && rest.z1 <= 0 ? afterCooldown(reached) : reached;
    const z0 = mayCool(state) ? rest.z0 : 0;
    const z1 = mayCool(state) ? rest.z1 : 0;
    if (parent && way >= 0) this.#noteEdge(parent, way, state, through ? null : times);
    const slot = (node - context.first) * PHASES + phase;
    const known = context.known[slot];
    let alike = 0;
    if (known) {
      for (let index = 0; index < known.length; index += 1) {
        const other = known[index]!;
        if (other.state !== state) continue;
        if (z0 >= other.z0 && z1 <= other.z1 && isSubset(zone, other.zone)) return;
        alike += 1;
      }
    }
    const isInexact =
      (marks & (INEXACT | POLICY_HOLD)) !== 0 || parent?.chain === INFINITE || through?.chain === INFINITE;
    const wide = alike >= (isInexact ? MOST_APART_INEXACT : MOST_APART);
    const inside = way < 0 && parent !== null;
    const item: Item = {
      node,
      context,
      through,
      phase,
      state,
      zone: wide ? widest(state) : zone,
      parent,
      from,
      step,
      a,
      b,
      marks: wide ? marks | INEXACT : marks,
      way,
      e0: inside ? times.e0 : 0,
      e1: inside ? times.e1 : 0,
      i0: inside ? times.i0 : -1,
      i1: inside ? times.i1 : -1,
      z0: wide ? 0 : z0,
      z1: wide && mayCool(state) ? LONGEST_COOLDOWN : z1,
      blocked: inside ? parent.blocked + ((marks & BLOCKED) !== 0 ? 1 : 0) : 0,
      chain:
        wide || (marks & (INEXACT | POLICY_HOLD)) !== 0
          ? INFINITE
          : parent
            ? parent.chain + (through?.chain ?? 0) + 1
            : 1,
    };
    if (known) known.push(item);
    else context.known[slot] = [item];
    this.#queue.push(item);
  }

  /** `times`: none for a call, which takes as long as the called flow (arrivals.ts). */
  #noteEdge(parent: Item, way: number, state: number, times: VisitTimes | null): void {
    const place = this.#linked.table.start[parent.node]! + way;
    let known = this.#times[place];
    if (!known) {
      known = { windows: 0, e0: INFINITE, e1: 0, silent0: INFINITE, silent1: -1, spoke0: INFINITE, spoke1: -1 };
      this.#times[place] = known;
    }
    known.windows |= windowOf(state) === OPEN ? 1 : 2;
    if (!times) return;
    known.e0 = Math.min(known.e0, times.e0);
    known.e1 = Math.max(known.e1, times.e1);
    if (times.i1 < 0) {
      known.silent0 = Math.min(known.silent0, times.e0);
      known.silent1 = Math.max(known.silent1, times.e1);
    } else {
      known.spoke0 = Math.min(known.spoke0, times.i0);
      known.spoke1 = Math.max(known.spoke1, times.i1);
    }
  }

  /** `zone`: the part of the item's that fails. */
  #fail(item: Item, zone: Zone): void {
    const { failing, first } = item.context;
    const known = failing[item.node - first];
    if (!known) failing[item.node - first] = [{ ...item, zone }];
    else if (known.length < MOST_FAILING) known.push({ ...item, zone });
  }

  #passes({ context, node }: Item): void {
    context.passing[node - context.first] = 1;
  }

  /** Into the called flow, and out of it again with all that has come out of it so far. */
  #call(item: Item, node: LintNode, region: Region | null): void {
    if (!region) {
      for (const { state, zone } of anything(this.#tracksConversations)) {
        for (let way = 0; way < node.ways.length; way += 1) {
          this.#leave(item, node, way, state, zone, SAME, 0, 0, INEXACT, ANY_REST);
        }
      }
      return;
    }
    if (region.entry < 0) {
      this.#comeBack(item, item, "failed");
      return;
    }
    const context = this.#contextFor(region, item);
    context.callers.push(item);
    for (const exit of context.exits) this.#comeBack(item, exit, exit.node === region.failed ? "failed" : "returned");
  }

  /** The called flow from this state: walked once, and told to everybody who calls it from the same one. */
  #contextFor(region: Region, item: Item): Context {
    const calls = this.#calls.filter((call) => call.region === region);
    const known = calls.find((call) => isEntered(call, item));
    if (known) return known;
    if (calls.length >= MOST_CALLS_APART) return this.#fromAnything(region);
    const { state, zone, z0, z1 } = item;
    const context = contextOf(region, { state, zone, z0, z1 });
    this.#calls.push(context);
    this.#put(null, region.entry, ARRIVES, state, zone, SAME, 0, 0, 0, -1, zone, item, context);
    return context;
  }

  /** The called flow from every state there is, for whoever calls it after too many that were kept apart. */
  #fromAnything(region: Region): Context {
    const known = this.#fromAnywhere.get(region);
    if (known) return known;
    const entered = { state: -1, zone: ALL_LATE, z0: 0, z1: 0 };
    const context = contextOf(region, entered);
    this.#calls.push(context);
    this.#fromAnywhere.set(region, context);
    for (const { state, zone } of anything(this.#tracksConversations)) {
      this.#put(null, region.entry, ARRIVES, state, zone, SAME, 0, 0, INEXACT, -1, zone, ANY_REST, context);
    }
    return context;
  }

  #endCall(exit: Item, region: Region): void {
    if (exit.node !== region.returned && exit.node !== region.failed) return;
    exit.context.exits.push(exit);
    for (const caller of exit.context.callers) {
      this.#comeBack(caller, exit, exit.node === region.failed ? "failed" : "returned");
    }
  }

  #comeBack(caller: Item, exit: Item, ended: Way["ofCall"]): void {
    const { ways } = this.#linked.nodes[caller.node]!;
    const { state, zone } = exit;
    const through = exit === caller ? null : exit;
    for (let way = 0; way < ways.length; way += 1) {
      const { target, way: leaves } = ways[way]!;
      if (target < 0 || leaves.ofCall !== ended) continue;
      this.#put(caller, target, ARRIVES, state, zone, SAME, 0, 0, 0, way, zone, exit, caller.context, through);
    }
  }
}

/** Called from more different states than this, a flow is walked from all there are, taken together. */
const MOST_CALLS_APART = 32;

function isEntered(call: Context, { state, zone, z0, z1 }: Pick<Context, "state" | "zone" | "z0" | "z1">): boolean {
  return (
    call.state === state && call.z0 === z0 && call.z1 === z1 && isSubset(call.zone, zone) && isSubset(zone, call.zone)
  );
}

/** What a flow that nobody has handed in may have left behind: every state there is. */
function anything(tracksConversations: boolean): { state: number; zone: Zone }[] {
  const states: { state: number; zone: Zone }[] = [];
  for (let state = 0; state < CLASSES; state += 1) {
    const isKnown = windowOf(state) === OPEN || windowOf(state) === CLOSED;
    if (!isKnown || streakOf(state) > 2 || countOf(state) > 2) continue;
    if (!isRunning(state) ? countOf(state) > 0 : !tracksConversations || countOf(state) > streakOf(state)) continue;
    // Nothing marketing is sent any more: what else there is does not matter.
    if (isStopped(state) && (streakOf(state) > 0 || isRunning(state) || blockOf(state) > 0 || isDeclined(state)))
      continue;
    states.push({ state, zone: widest(state) });
  }
  return states;
}

function allowanceOf(verdict: number): Allowance {
  switch (verdict) {
    case SEND_TEMPLATE:
    case SEND_TWIN:
      return "free";
    case HOLD_D5:
      return "capped";
    case REFUSE:
      return "opted-out";
    default:
      return "held";
  }
}

interface VisitTimes {
  e0: number;
  e1: number;
  i0: number;
  i1: number;
}

const AT_ONCE: VisitTimes = { e0: 0, e1: 0, i0: -1, i1: -1 };
/** Read before the next one is asked for: there is one for every step of every walk. */
const scratch: VisitTimes = { ...AT_ONCE };

/** Elapsed since the visit began, and since somebody spoke in it (-1: nobody did). Valid until it is called again. */
function visitTimes(parent: Item | null, step: number, a: number, b: number): VisitTimes {
  if (!parent) return AT_ONCE;
  const { e0, e1, i0, i1 } = parent;
  switch (step) {
    case ELAPSE:
      return timesOf(e0 + a, e1 + b, i1 < 0 ? -1 : i0 + a, i1 < 0 ? -1 : i1 + b);
    case SPEAK:
      return timesOf(e0 + a, e1 + b, 0, b);
    case ANSWER:
      return timesOf(e0 + a, e1 + b, 0, 0);
    case AGAIN:
      return timesOf(e0 + a, e1 + b, a, a);
    case OVER:
      return timesOf(e0, e1 + DAY, i1 < 0 ? -1 : i0, i1 < 0 ? -1 : i1 + DAY);
    default:
      return timesOf(e0, e1, i0, i1);
  }
}

function timesOf(e0: number, e1: number, i0: number, i1: number): VisitTimes {
  scratch.e0 = e0;
  scratch.e1 = e1;
  scratch.i0 = i0;
  scratch.i1 = i1;
  return scratch;
}

/** At the same instant the timer comes first, and what is said then is said afterwards. */
function justBefore(time: number): number {
  return Math.max(0, time - 1);
}

const NO_REST: Rest = { z0: 0, z1: 0 };
const ANY_REST: Rest = { z0: 0, z1: LONGEST_COOLDOWN };

/** What is left of a cooldown after the step: the time of this visit that the step took is taken off. */
function restAfter(parent: Item | null, times: VisitTimes): Rest {
  if (!parent || parent.z1 <= 0) return NO_REST;
  const [least, most] = [times.e0 - parent.e0, times.e1 - parent.e1];
  return { z0: Math.max(0, parent.z0 - most), z1: Math.max(0, parent.z1 - least) };
}

/** The cooldown after a block; `isFirst`: none before it that would make it longer. */
function firstRest(ruleSet: Policy["ruleSet"], isFirst: boolean): Rest {
  return { z0: blockedUntil(0, 1, ruleSet, 0), z1: isFirst ? blockedUntil(0, 1, ruleSet, 1) : LONGEST_COOLDOWN };
}

/**
 * Every try is blocked and nobody speaks: when it is given up, and what is left of the last cooldown then. `least` and
 * `most` bound what is left of the deadline.
 */
function cappedInSilence(
  tries: number,
  least: number,
  most: number,
  ruleSet: Policy["ruleSet"],
  isFirst: boolean,
): Rest & { a: number; b: number } {
  const [quick, slow] = [lastBlock(tries, least, ruleSet, 0), lastBlock(tries, most, ruleSet, 1)];
  if (!isFirst) return { a: quick.end, b: most, ...ANY_REST };
  const [a, b] = [Math.min(quick.end, slow.end), Math.max(quick.end, slow.end)];
  if (quick.count !== slow.count || least !== most) return { a, b, ...ANY_REST };
  return { a, b, z0: Math.min(quick.rest, slow.rest), z1: Math.max(quick.rest, slow.rest) };
}

function lastBlock(
  tries: number,
  deadline: number,
  ruleSet: Policy["ruleSet"],
  chance: number,
): { end: number; rest: number; count: number } {
  let at = 0;
  for (let k = 1; ; k += 1) {
    const until = blockedUntil(at, k, ruleSet, chance);
    if (k >= tries) return { end: at, rest: until - at, count: k };
    if (until >= deadline) return { end: deadline, rest: until - deadline, count: k };
    at = until;
  }
}

function widest(state: number): Zone {
  const inWindow = windowOf(state) === OPEN;
  if (!isRunning(state)) return inWindow ? line(0, DAY - 1) : ALL_LATE;
  return inWindow ? closed(0, DAY - 1, 0, DAY - 1, -DAY, DAY)! : { ...ALL_LATE, y0: 0, y1: DAY - 1 };
}
