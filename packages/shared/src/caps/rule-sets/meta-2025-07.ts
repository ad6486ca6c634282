import { DAY } from "../../time/duration.ts";
import type { RuleSet } from "./rule-set.ts";

export const meta202507: RuleSet = {
  id: "meta-2025-07",
  from: "2025-07-01",
  to: "2026-04-29",
  source: "WR §1.2, per-message pricing of 2025-07-01",
  says: "Every delivered marketing template counts, except those sent inside an open window; none is delivered to US numbers.",
  perConversation: null,
  refusesUnitedStates: true,
  cooldown: DAY,
};
