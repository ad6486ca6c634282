/** What a channel and a flow ask of the gate, beside the platform's rule set (caps.md §2). */
import type { FlowSettings } from "../flow/document.ts";
import { type Duration, parseDuration } from "../time/duration.ts";
import { parseTimeOfDay } from "../time/instant.ts";
import type { RuleSet } from "./rule-sets/rule-set.ts";
import { CURRENT_RULE_SET } from "./rule-sets.ts";

/** `strict`: one marketing content per interaction. `platform`: what the rule set allows. `off`: only D1, D4, D5, D9. */
export const GATES = ["strict", "platform", "off"] as const;
export type Gate = (typeof GATES)[number];

export interface Frequency {
  max: number;
  per: Duration;
}

/** Minutes after midnight in the contact's zone; over midnight when `to` is earlier. */
export interface QuietHours {
  from: number;
  to: number;
}

export interface Policy {
  gate: Gate;
  ruleSet: RuleSet;
  /** All of them hold; a flow adds its own to the channel's and can so only tighten. */
  frequencies: readonly Frequency[];
  quietHours: readonly QuietHours[];
}

export const DEFAULT_POLICY: Policy = { gate: "strict", ruleSet: CURRENT_RULE_SET, frequencies: [], quietHours: [] };

/** The channel's policy, tightened by a flow's settings. Values that do not parse were refused with the document. */
export function tighten(policy: Policy, settings: FlowSettings | undefined): Policy {
  if (!settings) return policy;
  const per = settings.marketingFrequency ? parseDuration(settings.marketingFrequency.per) : null;
  const quiet = settings.quietHours;
  const from = quiet ? parseTimeOfDay(quiet.from) : null;
  const to = quiet ? parseTimeOfDay(quiet.to) : null;
  return {
    ...policy,
    frequencies:
      settings.marketingFrequency && per
        ? [...policy.frequencies, { max: settings.marketingFrequency.max, per }]
        : policy.frequencies,
    quietHours: from !== null && to !== null ? [...policy.quietHours, { from, to }] : policy.quietHours,
  };
}
