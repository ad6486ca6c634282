/**
 * A visit to a marketing template: the gate lets it go, holds or refuses it; a hold ends; an attempt is counted, fails or is
 * blocked, and tried again.
 */
import type { SendFact } from "../nodes/definition.ts";
import { DAY } from "../time/duration.ts";
import { anyRest, cappedInSilence, lastBlock, restAfterBlock } from "./cooldown.ts";
import type { LintNode } from "./graph.ts";
import {
  AFTER_HOLD,
  ARRIVES,
  BLOCKED,
  CAPPED,
  COOLDOWN,
  FAILED,
  type Item,
  OPTED_OUT,
  POLICY_HOLD,
  RELEASED,
  SENT,
  TOO_LATE,
  TRIES_TEMPLATE,
  TRIES_TWIN,
} from "./item.ts";
import {
  afterCooldown,
  afterInteraction,
  blockOf,
  blocksOf,
  countOf,
  isRunning,
  MANY,
  mayCool,
  OPEN,
  PAST,
  SILENT,
  stopped,
  streakOf,
  windowOf,
  withBlock,
  withBlocks,
  withConversation,
  withStreak,
} from "./state-class.ts";
import { justBefore, Steps } from "./steps.ts";
import { ANSWER, ELAPSE, OPENS, OVER, SAME, SPEAK } from "./transition.ts";
import { HOLD_D2, HOLD_D5, HOLD_D6, REFUSE, SEND_TEMPLATE, SEND_TWIN } from "./verdicts.ts";
import { ALL_LATE, closed, type Zone } from "./zone.ts";

const MOST_FAILING = 12;
const INFINITE = Number.POSITIVE_INFINITY;

export abstract class MarketingVisit extends Steps {
  /** The gate decides about a marketing template (D1 to D11). */
  protected decide(item: Item, node: LintNode, send: SendFact): void {
    for (const { way } of node.ways) {
      // The deadline is an instant, and it may have passed.
      if (way.after === "expired" && way.at && item.phase === ARRIVES) {
        this.leaveAfter(item, node, "expired", item.state, item.zone, SAME, 0, 0, TOO_LATE);
      }
    }
    this.ask(item, send.twin === true, (zone, verdict, marks) => this.obey(item, node, send, zone, verdict, marks));
  }

  protected obey(item: Item, node: LintNode, send: SendFact, zone: Zone, verdict: number, marks: number): void {
    const { state } = item;
    if (verdict === SEND_TEMPLATE || verdict === SEND_TWIN) {
      if (item.phase === ARRIVES) this.passes(item);
      const phase = verdict === SEND_TWIN ? TRIES_TWIN : TRIES_TEMPLATE;
      this.within(item, phase, state, zone, SAME, 0, 0, marks);
      if (item.context.hasOwnHolds && phase === TRIES_TEMPLATE) this.holdByOwnPolicy(item, node, send, zone, marks);
      return;
    }
    if (verdict === REFUSE) {
      if (item.phase === ARRIVES) this.passes(item);
      this.leaveAfter(item, node, "opted-out", state, zone, SAME, 0, 0, marks);
      return;
    }
    if (verdict === HOLD_D2 || verdict === HOLD_D6) this.fail(item, zone);
    else if (item.phase === ARRIVES) this.passes(item);
    if (send.whenHeld === "leave" && item.phase === ARRIVES) {
      this.leaveAfter(item, node, "held", state, zone, SAME, 0, 0, marks);
      return;
    }
    const deadline = send.deadline ?? INFINITE;
    this.release(item, send, zone, deadline, marks);
    if (verdict === HOLD_D6) {
      // Until the conversation is over, unless the deadline comes first.
      const cut = (y0: number, y1: number): Zone | null => {
        const part = closed(zone.x0, zone.x1, Math.max(zone.y0, y0), Math.min(zone.y1, y1), zone.d0, zone.d1);
        return part && windowOf(state) !== OPEN ? { ...ALL_LATE, y0: part.y0, y1: part.y1 } : part;
      };
      const over = cut(DAY - deadline + 1, INFINITE);
      if (over) this.within(item, AFTER_HOLD, state, over, OVER, 0, 0, marks);
      const late = cut(0, DAY - deadline);
      if (late) this.expire(item, node, state, late, marks);
      return;
    }
    if (verdict === HOLD_D5) {
      const least = Math.max(1, item.z0);
      const most = Math.min(deadline - 1, item.z1);
      if (least <= most)
        this.within(item, AFTER_HOLD, afterCooldown(state), zone, ELAPSE, least, most, marks | COOLDOWN);
      // Only a cooldown that outlasts the deadline makes it give up.
      if (item.z1 < deadline) return;
    }
    this.expire(item, node, state, zone, marks);
  }

  /** The contact speaks while it is held: whatever held it lets it go (I3). */
  protected release(item: Item, send: SendFact, zone: Zone, deadline: number, marks: number): void {
    const state = afterInteraction(item.state);
    const phase = send.twin && this.options.policy.gate !== "off" ? TRIES_TWIN : TRIES_TEMPLATE;
    this.within(item, phase, state, zone, ANSWER, 0, justBefore(deadline), marks | RELEASED);
  }

  /** D7 and D8 hold for a time that only the calendar knows. */
  protected holdByOwnPolicy(item: Item, node: LintNode, send: SendFact, zone: Zone, marks: number): void {
    if (send.whenHeld === "leave" && item.phase === ARRIVES) {
      this.leaveAfter(item, node, "held", item.state, zone, SAME, 0, 0, marks | POLICY_HOLD);
      return;
    }
    const deadline = send.deadline ?? INFINITE;
    this.within(item, TRIES_TEMPLATE, item.state, zone, ELAPSE, 0, deadline, marks | POLICY_HOLD);
    for (const phase of send.twin ? [TRIES_TWIN, TRIES_TEMPLATE] : [TRIES_TEMPLATE]) {
      this.within(item, phase, afterInteraction(item.state), zone, SPEAK, 0, deadline, marks | RELEASED | POLICY_HOLD);
    }
    this.expire(item, node, item.state, zone, marks | POLICY_HOLD);
    this.leaveAfter(item, node, "expired", afterInteraction(item.state), zone, SPEAK, 0, deadline, marks | POLICY_HOLD);
  }

  protected expire(item: Item, node: LintNode, state: number, zone: Zone, marks: number): void {
    for (let way = 0; way < node.ways.length; way += 1) {
      const { after, min, max } = node.ways[way]!.way;
      if (after !== "expired") continue;
      // The deadline counts from entering: after a first hold less of it is left.
      this.leave(item, node, way, state, zone, ELAPSE, Math.max(0, min - item.e1), max - item.e0, marks);
    }
  }

  /** An attempt is made; it is accepted unless an outcome is injected. */
  protected try(item: Item, node: LintNode, send: SendFact): void {
    const { state, zone } = item;
    const delivered = withBlocks(blockOf(state) === PAST ? withBlock(state, 0) : state, 0);
    const counted = withStreak(delivered, Math.min(2, streakOf(state) + 1));
    if (item.phase === TRIES_TWIN || !this.tracksConversations) this.within(item, SENT, counted, zone, SAME, 0, 0, 0);
    else if (!isRunning(state)) this.within(item, SENT, counted, zone, OPENS, 0, 0, 0);
    else this.within(item, SENT, withConversation(counted, Math.min(2, countOf(state) + 1)), zone, SAME, 0, 0, 0);
    this.leaveAfter(item, node, "failed", state, zone, SAME, 0, 0, FAILED);
    this.leaveAfter(item, node, "opted-out", stopped(state), zone, SAME, 0, 0, OPTED_OUT);
    if (item.phase === TRIES_TEMPLATE && this.options.blocks) this.block(item, node, send);
  }

  /** 131049: not counted; tried again after the cooldown, or once the contact has spoken (B1), until the tries or the time end. */
  protected block(item: Item, node: LintNode, send: SendFact): void {
    const { state, zone } = item;
    const deadline = send.deadline ?? INFINITE;
    /** What is left of it, at least and at most. */
    const [least, most] = [deadline === INFINITE ? 0 : Math.max(0, deadline - item.e1), deadline - item.e0];
    const { ruleSet } = this.options.policy;
    const before = blocksOf(state);
    const blocked = withBlocks(state, before + 1);
    const silent = withBlock(blocked, SILENT);
    const first = restAfterBlock(ruleSet, before + 1, item);
    const left = send.whenHeld === "leave" ? 1 : (send.tries ?? 1) - item.blocked;
    if (left <= 1) {
      // Given up at once: it is the last try, or would be held by the cooldown and is not to wait (T5).
      this.leaveAfter(item, node, "capped", silent, zone, SAME, 0, 0, CAPPED, first);
      return;
    }
    const longest = Math.min(most, first.z1);
    if (most > first.z0)
      this.within(item, TRIES_TEMPLATE, withBlock(blocked, PAST), zone, ELAPSE, first.z0, longest, BLOCKED);
    const phase = send.twin && this.options.policy.gate !== "off" ? TRIES_TWIN : TRIES_TEMPLATE;
    const rest = { z0: Math.max(0, first.z0 - most), z1: first.z1 };
    const spoken = afterInteraction(silent);
    this.within(item, phase, spoken, zone, ANSWER, 0, justBefore(most), BLOCKED | RELEASED, rest);
    // A cooldown that runs already may outlast those that follow.
    const known = mayCool(state) ? MANY : before;
    const end = cappedInSilence(left, least, most, ruleSet, known);
    const counted = withBlocks(silent, end.blocks);
    this.leaveAfter(item, node, "capped", counted, zone, ELAPSE, end.a, end.b, CAPPED, end);
    // What the contact says lets the twin go, which nothing blocks.
    if (phase === TRIES_TWIN) return;
    // The word that releases it takes a try as well: silence follows only where one is left then.
    const used = lastBlock(INFINITE, most - DAY, ruleSet, 1, 0).count;
    const step = used + 1 < left ? SPEAK : ANSWER;
    this.leaveAfter(item, node, "capped", silent, zone, step, 0, most, CAPPED, anyRest(ruleSet, known, left));
  }

  /** `zone`: the part of the item's that fails. */
  protected fail(item: Item, zone: Zone): void {
    const { failing, first } = item.context;
    const known = failing[item.node - first];
    if (!known) failing[item.node - first] = [{ item, zone }];
    else if (known.length < MOST_FAILING) known.push({ item, zone });
  }

  protected passes({ context, node }: Item): void {
    context.passing[node - context.first] = 1;
  }
}
