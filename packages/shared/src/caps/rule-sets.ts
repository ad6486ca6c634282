/** All rule sets, oldest first. The last is the default. */
import { meta202411 } from "./rule-sets/meta-2024-11.ts";
import { meta202507 } from "./rule-sets/meta-2025-07.ts";
import { meta202604 } from "./rule-sets/meta-2026-04.ts";
import type { RuleSet } from "./rule-sets/rule-set.ts";

export const RULE_SETS: readonly RuleSet[] = [meta202411, meta202507, meta202604];
export const CURRENT_RULE_SET = meta202604;

export function ruleSet(id: string): RuleSet | undefined {
  return RULE_SETS.find((candidate) => candidate.id === id);
}
