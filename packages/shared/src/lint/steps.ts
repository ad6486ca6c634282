/** The ways out of a node, and on within a visit: what a step leads to (transition.ts) is put where it leads. */
import type { Policy } from "../caps/policy.ts";
import { TWIN_MARGIN } from "../caps/windows.ts";
import type { Allowance, Way } from "../nodes/definition.ts";
import { DAY } from "../time/duration.ts";
import type { Context } from "./call-context.ts";
import type { Linked } from "./calls.ts";
import type { LintNode } from "./graph.ts";
import { ARRIVES, CAPPED, COOLING, INEXACT, type Item, NOT_COOLING, POLICY_HOLD, type Rest } from "./item.ts";
import {
  afterInteraction,
  blockOf,
  isDeclined,
  isRunning,
  MANY,
  mayCool,
  OPEN,
  SILENT,
  windowOf,
  withBlock,
  withBlocks,
  withConsent,
  withConversation,
} from "./state-class.ts";
import { AGAIN, ANSWER, apply, ELAPSE, REACHED, SAME, SPEAK } from "./transition.ts";
import { HOLD_D5, REFUSE, SEND_TEMPLATE, SEND_TWIN, type Verdicts } from "./verdicts.ts";
import { closed, line, point, type Zone } from "./zone.ts";

export interface StepOptions {
  policy: Policy;
  verdicts: Verdicts;
  /** In every wait the contact may speak unasked; without it only at ports and to release a hold (L3). */
  speaks: boolean;
  /** Templates may meet 131049. */
  blocks: boolean;
}

export abstract class Steps {
  protected readonly options: StepOptions;
  protected readonly verdicts: Verdicts;
  protected readonly tracksConversations: boolean;
  protected linked: Linked;
  /** Somewhere in the flow the contact can take back an opt-out. */
  protected consentsIn = false;

  constructor(linked: Linked, options: StepOptions) {
    this.linked = linked;
    this.options = options;
    this.verdicts = options.verdicts;
    const { gate, ruleSet } = options.policy;
    this.tracksConversations = gate === "platform" && ruleSet.perConversation !== null;
  }

  /** A state is reached. It is walked on from, unless a known one contains it. */
  protected abstract put(
    parent: Item | null,
    node: number,
    phase: number,
    state: number,
    zone: Zone,
    step: number,
    a: number,
    b: number,
    marks: number,
    way: number,
    from: Zone,
    given?: Rest | null,
    context?: Context,
    through?: Item | null,
  ): void;

  /** Leaves by a way whose time runs from here. */
  protected pass(item: Item, node: LintNode, index: number): void {
    const { min, max, interaction, known } = node.ways[index]!.way;
    const { state, zone } = item;
    if (known) {
      this.passKnown(item, node, index, known);
      return;
    }
    if (interaction) {
      this.leave(item, node, index, state, zone, ANSWER, min, justBefore(max), 0);
      return;
    }
    this.leave(item, node, index, state, zone, ELAPSE, min, max, 0);
    if (!this.options.speaks || max === 0) return;
    if (node.hearsInPassing || !node.ways.some((other) => other.way.interaction)) {
      this.leave(item, node, index, state, zone, SPEAK, min, max, 0);
    }
    const again = node.facts.asksAgain ?? 0;
    if (again > 0) this.leave(item, node, index, state, zone, AGAIN, max, max * (again + 1), 0);
  }

  /** By a way that the ledger decides: only what agrees with it goes on there. */
  protected passKnown(item: Item, node: LintNode, index: number, known: NonNullable<Way["known"]>): void {
    const { state } = item;
    if ("window" in known) {
      if ((windowOf(state) === OPEN) !== (known.window === "open")) return;
      this.leave(item, node, index, state, item.zone, SAME, 0, 0, 0);
      return;
    }
    this.ask(item, known.twin, (zone, verdict, marks) => {
      // Frequency and quiet hours are not tracked: both ways are open to a template that may go otherwise.
      const mayBeHeld = item.context.hasOwnHolds && verdict === SEND_TEMPLATE && known.marketing === "held";
      if (allowanceOf(verdict) !== known.marketing && !mayBeHeld) return;
      this.leave(item, node, index, state, zone, SAME, 0, 0, mayBeHeld ? marks | POLICY_HOLD : marks);
    });
  }

  /** What the gate says to a marketing template in each part of the state that it tells apart. */
  protected ask(item: Item, twin: boolean, told: (zone: Zone, verdict: number, marks: number) => void): void {
    if (windowOf(item.state) !== OPEN || !twin) {
      this.askPart(item, twin, item.zone, false, told);
      return;
    }
    const { x0, x1, y0, y1, d0, d1 } = item.zone;
    const last = DAY - TWIN_MARGIN;
    const early = closed(x0, Math.min(x1, last), y0, y1, d0, d1);
    const late = closed(Math.max(x0, last + 1), x1, y0, y1, d0, d1);
    if (early) this.askPart(item, twin, isRunning(item.state) ? early : line(early.x0, early.x1), false, told);
    if (late) this.askPart(item, twin, isRunning(item.state) ? late : line(late.x0, late.x1), true, told);
  }

  protected askPart(
    item: Item,
    twin: boolean,
    zone: Zone,
    short: boolean,
    told: (zone: Zone, verdict: number, marks: number) => void,
  ): void {
    const calm = this.verdicts.marketing(item.state, twin, short, false);
    const cooling = mayCool(item.state) ? this.verdicts.marketing(item.state, twin, short, true) : calm;
    if (calm === cooling) {
      told(zone, calm, 0);
      return;
    }
    if (item.z0 <= 0) told(zone, calm, NOT_COOLING);
    told(zone, cooling, COOLING);
  }

  protected leaveAfter(
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
      if (node.ways[way]!.way.after === after) this.leave(item, node, way, state, zone, step, a, b, marks, rest);
    }
  }

  protected leave(
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
      const blocked = (marks & CAPPED) !== 0 && blockOf(reached) !== SILENT ? silencedAgain(reached) : reached;
      const nextState = way.consent ? withConsent(blocked, way.consent) : blocked;
      this.put(item, target, ARRIVES, nextState, nextZone, step, a, b, marks, index, zone, rest);
    }
    if (!this.options.speaks || way.port !== "timeout") return;
    if (this.tracksConversations) this.tapLate(item, node, item.state);
    // Later in the flow the contact may have been asked for consent again.
    if (this.consentsIn && isDeclined(item.state)) this.tapLate(item, node, withConsent(item.state, "in"));
  }

  /** I4: a button of a message that was left by `timeout` can still be tapped, from wherever the session is by then. */
  protected tapLate(item: Item, node: LintNode, before: number): void {
    for (let index = 0; index < node.ways.length; index += 1) {
      const { target, way } = node.ways[index]!;
      if (target < 0 || !way.interaction) continue;
      const state = withConversation(afterInteraction(before), null);
      if (this.tracksConversations) {
        this.put(
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
      this.put(item, target, ARRIVES, state, point(0), SAME, 0, 0, INEXACT, index, item.zone);
    }
  }

  /** On in the same visit. */
  protected within(
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
      this.put(item, item.node, phase, next.state, next.zone, step, a, b, marks, -1, zone, rest);
    }
  }
}

/** Blocked once more after a word, nobody knows how often. */
function silencedAgain(state: number): number {
  return withBlocks(withBlock(state, SILENT), MANY);
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

/** At the same instant the timer comes first, and what is said then is said afterwards. */
export function justBefore(time: number): number {
  return Math.max(0, time - 1);
}
