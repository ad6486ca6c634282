/**
 * May this message go now? One pure function, asked by the engine when the node runs, by the outbox again in the
 * transaction that marks the attempt in flight (D12), by the simulator and by lint. Rules in the order of caps.md §3;
 * every answer carries the id of the rule that decided. Sentences for people: `say-decision.ts`.
 */
import type { MessageClass } from "../messages/outgoing.ts";
import { DAY } from "../time/duration.ts";
import { type Instant, isWithin, nextTimeOfDay } from "../time/instant.ts";
import { type CountedAttempt, hasSpokenSinceBlock, type Ledger } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { isWindowOpen, TWIN_MARGIN, windowLeft } from "./windows.ts";

/** D17 is decided beside this function, by the template's state in the account (conversation/work.ts). */
export type DecisionRule = "D1" | "D2" | "D3" | "D4" | "D5" | "D6" | "D7" | "D8" | "D9" | "D10" | "D11" | "D17";
export type RefusalReason = "opted-out" | "us-marketing-paused" | "window-closed";

export interface SendIntent {
  class: MessageClass;
  /** The channel it goes out on: windows are per conversation. */
  channel: string;
  /** Marketing only: has a faithful interactive twin, and prefers it (D3). */
  hasTwin: boolean;
  prefer: "interactive" | "template";
  /** The recipient has a US number (area code) or a BSUID that begins with "US.". */
  toUnitedStates: boolean;
  /** The contact's zone (D15). */
  timeZone: string;
  /** A person released it by hand: D2, D6, D7 and D8 step aside, the rest stands. */
  released?: boolean;
}

/** Marketing on its way but not in flight yet; it counts against what is decided after it. */
export interface QueuedMarketing {
  message: string;
  name: string;
  flow: string | null;
}

/** At least one of the two ends the hold; whichever comes first. */
export interface Hold {
  interaction: boolean;
  until: Instant | null;
}

export type Decision =
  | { kind: "send"; as: "template" | "interactive" | "free-form"; rule: DecisionRule }
  | {
      kind: "hold";
      hold: Hold;
      rule: DecisionRule;
      after: { name: string; flow: string | null; at: Instant | null } | null;
    }
  | { kind: "refuse"; reason: RefusalReason; rule: DecisionRule; since: Instant | null };

export function decideSend(
  intent: SendIntent,
  ledger: Ledger,
  policy: Policy,
  now: Instant,
  queued: readonly QueuedMarketing[] = [],
): Decision {
  if (intent.class === "free-form") return decideFreeForm(intent, ledger, now);
  if (intent.class !== "marketing") return { kind: "send", as: "template", rule: "D10" };
  return decideMarketing(intent, ledger, policy, now, queued);
}

function decideFreeForm(intent: SendIntent, ledger: Ledger, now: Instant): Decision {
  if (isWindowOpen(ledger, intent.channel, now)) return { kind: "send", as: "free-form", rule: "D11" };
  const last = ledger.windows[intent.channel]?.lastInboundAt ?? null;
  return { kind: "refuse", reason: "window-closed", rule: "D9", since: last };
}

function decideMarketing(
  intent: SendIntent,
  ledger: Ledger,
  policy: Policy,
  now: Instant,
  queued: readonly QueuedMarketing[],
): Decision {
  const stopped = ledger.stoppedByMetaAt ?? ledger.stoppedByWordAt;
  if (stopped !== null) return { kind: "refuse", reason: "opted-out", rule: "D1", since: stopped };

  const unanswered = lastUnanswered(ledger, queued);
  if (policy.gate === "strict" && unanswered && !intent.released) {
    return { kind: "hold", hold: { interaction: true, until: null }, rule: "D2", after: unanswered };
  }
  const open = isWindowOpen(ledger, intent.channel, now);
  if (
    policy.gate !== "off" &&
    intent.hasTwin &&
    intent.prefer === "interactive" &&
    windowLeft(ledger, intent.channel, now) >= TWIN_MARGIN
  ) {
    // B1: inside a cooldown one marketing content per interaction, not more.
    if (!isCoolingDown(ledger, now) || !unanswered) return { kind: "send", as: "interactive", rule: "D3" };
  }
  if (policy.ruleSet.refusesUnitedStates && intent.toUnitedStates) {
    return { kind: "refuse", reason: "us-marketing-paused", rule: "D4", since: null };
  }
  // With the window open the template may go too, once for each interaction after the block (B1).
  if (isCoolingDown(ledger, now) && (!open || unanswered || !hasSpokenSinceBlock(ledger))) {
    return { kind: "hold", hold: { interaction: true, until: ledger.blockedUntil }, rule: "D5", after: null };
  }
  if (policy.gate === "off" || intent.released) return { kind: "send", as: "template", rule: "D11" };

  return (
    holdByConversation(ledger, policy, now) ??
    holdByFrequency(ledger, policy, now) ??
    holdByQuietHours(intent, policy, now) ?? { kind: "send", as: "template", rule: "D11" }
  );
}

function isCoolingDown(ledger: Ledger, now: Instant): boolean {
  return ledger.blockedUntil !== null && now < ledger.blockedUntil;
}

/** The marketing that still waits for an answer; null when the streak is 0. */
function lastUnanswered(
  ledger: Ledger,
  queued: readonly QueuedMarketing[],
): { name: string; flow: string | null; at: Instant | null } | null {
  const waiting = queued.at(-1);
  if (waiting) return { name: waiting.name, flow: waiting.flow, at: null };
  const counted = ledger.counted.at(-1);
  return counted ? { name: counted.name, flow: counted.flow, at: counted.at } : null;
}

/** D6: inside the running 24 h marketing conversation as many as the rule set allows went out with no response since. */
function holdByConversation(ledger: Ledger, policy: Policy, now: Instant): Decision | null {
  const allowed = policy.ruleSet.perConversation;
  if (policy.gate !== "platform" || allowed === null) return null;
  const templates = ledger.recent.filter((known) => known.template);
  const opened = runningConversation(templates, now);
  if (opened === null) return null;
  const unanswered = ledger.counted.filter((known) => known.template && known.at >= opened);
  const last = unanswered.at(-1);
  if (unanswered.length < allowed || !last) return null;
  return {
    kind: "hold",
    hold: { interaction: true, until: opened + DAY },
    rule: "D6",
    after: { name: last.name, flow: last.flow, at: last.at },
  };
}

/** When the running marketing conversation was opened: the first template after the last one ended. */
function runningConversation(templates: readonly CountedAttempt[], now: Instant): Instant | null {
  let opened: Instant | null = null;
  for (const template of templates) if (opened === null || template.at >= opened + DAY) opened = template.at;
  return opened !== null && now < opened + DAY ? opened : null;
}

/** D7: the business's own limit; marketing templates count, in flight or delivered, whatever flow sent them. */
function holdByFrequency(ledger: Ledger, policy: Policy, now: Instant): Decision | null {
  const templates = ledger.recent.filter((known) => known.template);
  let until: Instant | null = null;
  for (const { max, per } of policy.frequencies) {
    const inside = templates.filter((known) => known.at > now - per);
    const oldest = inside.at(-max);
    if (inside.length >= max && oldest) until = Math.max(until ?? 0, oldest.at + per);
  }
  return until === null ? null : { kind: "hold", hold: { interaction: false, until }, rule: "D7", after: null };
}

/** D8: until the quiet hours end, in the contact's zone. */
function holdByQuietHours(intent: SendIntent, policy: Policy, now: Instant): Decision | null {
  let until: Instant | null = null;
  for (const { from, to } of policy.quietHours) {
    if (isWithin(now, from, to, intent.timeZone)) until = Math.max(until ?? 0, nextTimeOfDay(now, to, intent.timeZone));
  }
  return until === null ? null : { kind: "hold", hold: { interaction: false, until }, rule: "D8", after: null };
}
