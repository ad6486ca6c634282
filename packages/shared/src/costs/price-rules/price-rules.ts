/** What a message costs by category, as dated data (caps.md E3). One file a rule set; the instant of sending picks it. */
export interface PriceRules {
  id: string;
  /** First and last day in force, UTC; null: still in force. */
  from: string;
  to: string | null;
  source: string;
  /** For people, one sentence. */
  says: string;
  /** By message as it is delivered, or by 24 h conversations, which nothing here adds up. */
  per: "message" | "conversation";
  /** A utility template costs nothing while the window is open. */
  utilityFreeInWindow: boolean;
  /** Free-form messages of one number that cost nothing in a calendar month; null: all of them. */
  freeFormPerMonth: number | null;
}
