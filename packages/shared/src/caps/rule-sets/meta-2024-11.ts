import { DAY } from "../../time/duration.ts";
import type { RuleSet } from "./rule-set.ts";

export const meta202411: RuleSet = {
  id: "meta-2024-11",
  from: "2024-11-18",
  to: "2025-06-30",
  source: "WR §1.2, Meta's per-user marketing limits page of 2024",
  says: "The first marketing template opens a 24 h conversation; one more may follow in it, each further one needs a response first.",
  perConversation: 2,
  refusesUnitedStates: false,
  cooldown: DAY,
};
