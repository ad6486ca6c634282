/** What the platform says, as dated data (caps.md §2). One file a rule set; a channel names the one in force. */
import type { Duration } from "../../time/duration.ts";

export interface RuleSet {
  id: string;
  /** First and last day in force, UTC; null: still in force. */
  from: string;
  to: string | null;
  source: string;
  /** For people, one sentence. */
  says: string;
  /** Marketing templates allowed inside one running 24 h marketing conversation without a response (D6); null: no number published. */
  perConversation: number | null;
  /** Marketing templates to US numbers are never delivered (D4). */
  refusesUnitedStates: boolean;
  /** Least wait after 131049 (B1). */
  cooldown: Duration;
}
