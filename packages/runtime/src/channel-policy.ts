/** What a channel's settings ask of the gate. */
import { GATES, type Policy } from "@sluice/shared/caps/policy";
import { CURRENT_RULE_SET, ruleSet } from "@sluice/shared/caps/rule-sets";
import { parseDuration } from "@sluice/shared/time/duration";
import { parseTimeOfDay } from "@sluice/shared/time/instant";
import type { ChannelRecord } from "./store/store.ts";

export function policyOf(record: ChannelRecord): Policy {
  const per = record.frequency ? parseDuration(record.frequency.per) : null;
  const from = record.quietHours ? parseTimeOfDay(record.quietHours.from) : null;
  const to = record.quietHours ? parseTimeOfDay(record.quietHours.to) : null;
  return {
    gate: GATES.find((gate) => gate === record.gate) ?? "strict",
    ruleSet: ruleSet(record.ruleSet) ?? CURRENT_RULE_SET,
    frequencies: record.frequency && per ? [{ max: record.frequency.max, per }] : [],
    quietHours: from !== null && to !== null ? [{ from, to }] : [],
  };
}
