/**
 * What a visit to a node does to a state in model M (docs/lint-model.md). It goes through phases: it ARRIVES; a marketing
 * template then TRIES, as a template or as its twin, possibly after a hold or a block; once SENT it is left by an answer, by
 * time, or at once. A node that calls a flow is left when that flow comes to its end.
 */
import type { Way } from "../nodes/definition.ts";
import { anything } from "./anything.ts";
import { type Context, contextOf } from "./call-context.ts";
import type { Region } from "./calls.ts";
import { ANY_REST } from "./cooldown.ts";
import type { LintNode } from "./graph.ts";
import { AFTER_HOLD, ARRIVES, FAILED, INEXACT, type Item, SENT } from "./item.ts";
import { MarketingVisit } from "./marketing-visit.ts";
import { OPEN, streakOf, windowOf } from "./state-class.ts";
import { SAME } from "./transition.ts";
import { ALL_LATE, isSubset } from "./zone.ts";

export abstract class Visit extends MarketingVisit {
  /** The calls that were walked. */
  calls: Context[] = [];
  protected readonly fromAnywhere = new Map<Region, Context>();

  protected visit(item: Item): void {
    const node = this.linked.nodes[item.node]!;
    switch (item.phase) {
      case ARRIVES:
        this.arrive(item, node);
        return;
      case AFTER_HOLD:
        this.decide(item, node, node.facts.send!);
        return;
      case SENT:
        for (let way = 0; way < node.ways.length; way += 1) {
          if (node.ways[way]!.way.after === "sent") this.pass(item, node, way);
        }
        return;
      default:
        this.try(item, node, node.facts.send!);
    }
  }

  protected arrive(item: Item, node: LintNode): void {
    if (!node.definition?.run) {
      if (item.context.region) this.endCall(item, item.context.region);
      return;
    }
    item.context.streaks[item.node - item.context.first]! |= 1 << streakOf(item.state);
    if (node.facts.calls) {
      this.call(item, node, this.linked.calledAt(node));
      return;
    }
    const { ways } = node;
    for (let way = 0; way < ways.length; way += 1) {
      const { after, chosenBy } = ways[way]!.way;
      if (after !== "entry") continue;
      if (chosenBy !== "data" || !node.facts.send) this.pass(item, node, way);
      else if (this.options.speaks) this.leave(item, node, way, item.state, item.zone, SAME, 0, 0, FAILED);
    }
    const { send } = node.facts;
    if (!send) return;
    switch (send.class) {
      case "free-form":
        this.sendFreeForm(item, node);
        return;
      case "marketing":
        this.decide(item, node, send);
        return;
      default:
        this.within(item, SENT, item.state, item.zone, SAME, 0, 0, 0);
        this.leaveAfter(item, node, "failed", item.state, item.zone, SAME, 0, 0, FAILED);
    }
  }

  protected sendFreeForm(item: Item, node: LintNode): void {
    if (windowOf(item.state) === OPEN) {
      this.passes(item);
      this.within(item, SENT, item.state, item.zone, SAME, 0, 0, 0);
      return;
    }
    this.fail(item, item.zone);
    this.leaveAfter(item, node, "refused", item.state, item.zone, SAME, 0, 0, 0);
  }

  /** Into the called flow, and out of it again with all that has come out of it so far. */
  protected call(item: Item, node: LintNode, region: Region | null): void {
    if (!region) {
      for (const { state, zone } of anything(this.tracksConversations)) {
        for (let way = 0; way < node.ways.length; way += 1) {
          this.leave(item, node, way, state, zone, SAME, 0, 0, INEXACT, ANY_REST);
        }
      }
      return;
    }
    if (region.entry < 0) {
      this.comeBack(item, item, "failed");
      return;
    }
    const context = this.contextFor(region, item);
    context.callers.push(item);
    for (const exit of context.exits) this.comeBack(item, exit, exit.node === region.failed ? "failed" : "returned");
  }

  /** The called flow from this state: walked once, and told to everybody who calls it from the same one. */
  protected contextFor(region: Region, item: Item): Context {
    const calls = this.calls.filter((call) => call.region === region);
    const known = calls.find((call) => isEntered(call, item));
    if (known) return known;
    if (calls.length >= MOST_CALLS_APART) return this.#fromAnything(region);
    const { state, zone, z0, z1 } = item;
    const context = contextOf(region, { state, zone, z0, z1 });
    this.calls.push(context);
    this.put(null, region.entry, ARRIVES, state, zone, SAME, 0, 0, 0, -1, zone, item, context);
    return context;
  }

  /** The called flow from every state there is, for whoever calls it after too many that were kept apart. */
  #fromAnything(region: Region): Context {
    const known = this.fromAnywhere.get(region);
    if (known) return known;
    const entered = { state: -1, zone: ALL_LATE, z0: 0, z1: 0 };
    const context = contextOf(region, entered);
    this.calls.push(context);
    this.fromAnywhere.set(region, context);
    for (const { state, zone } of anything(this.tracksConversations)) {
      this.put(null, region.entry, ARRIVES, state, zone, SAME, 0, 0, INEXACT, -1, zone, ANY_REST, context);
    }
    return context;
  }

  protected endCall(exit: Item, region: Region): void {
    if (exit.node !== region.returned && exit.node !== region.failed) return;
    exit.context.exits.push(exit);
    for (const caller of exit.context.callers) {
      this.comeBack(caller, exit, exit.node === region.failed ? "failed" : "returned");
    }
  }

  protected comeBack(caller: Item, exit: Item, ended: Way["ofCall"]): void {
    const { ways } = this.linked.nodes[caller.node]!;
    const { state, zone } = exit;
    const through = exit === caller ? null : exit;
    for (let way = 0; way < ways.length; way += 1) {
      const { target, way: leaves } = ways[way]!;
      if (target < 0 || leaves.ofCall !== ended) continue;
      this.put(caller, target, ARRIVES, state, zone, SAME, 0, 0, 0, way, zone, exit, caller.context, through);
    }
  }
}

/** Called from more different states than this, a flow is walked from all there are, taken together. */
const MOST_CALLS_APART = 16;

function isEntered(call: Context, { state, zone, z0, z1 }: Pick<Context, "state" | "zone" | "z0" | "z1">): boolean {
  return (
    call.state === state && call.z0 === z0 && call.z1 === z1 && isSubset(call.zone, zone) && isSubset(zone, call.zone)
  );
}
