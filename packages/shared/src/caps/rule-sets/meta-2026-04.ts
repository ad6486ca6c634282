import { DAY } from "../../time/duration.ts";
import type { RuleSet } from "./rule-set.ts";

export const meta202604: RuleSet = {
  id: "meta-2026-04",
  from: "2026-04-30",
  to: null,
  source: "WR §1.1, Meta's per-user marketing limits page of 2026-06-17",
  says: "As before; after 131049 wait at least 24 h, and repeats inside it can lock the person for up to 24 h more.",
  perConversation: null,
  refusesUnitedStates: true,
  cooldown: DAY,
};
