/** What lint says about a flow. Public shape: see docs/lint.md; durations are ISO 8601 in JSON. */

export const SEVERITIES = ["error", "warning", "info", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One step of a witness: the node, and the port by which the session leaves it; the last step and jumps have none. */
export interface WitnessStep {
  node: string;
  /** The called flow that the node is in; missing: the flow itself. */
  flow?: string;
  port?: string;
  /** How long the session stays there before it leaves, ISO 8601. */
  waits?: string;
  /** The contact speaks here without leaving by it. */
  spoke?: boolean;
  /** The send was held here until the contact spoke. */
  released?: boolean;
  /** When in the visit the contact spoke or released it, ISO 8601; at its beginning when missing. */
  spokeAfter?: string;
  /** What a condition, a split or a send is assumed to decide: the label of the port, or `131049`, `131050`, `failed`. */
  outcome?: string;
}

export interface Witness {
  /** The instant at which the session starts, ISO 8601 UTC. */
  start: string;
  steps: WitnessStep[];
}

export interface Finding {
  code: string;
  severity: Severity;
  certainty: "certain" | "possible";
  /** The finding rests on how the contact came in. */
  entryDependent: boolean;
  /** Null for findings about the flow as a whole. */
  node: string | null;
  /** It shows in a called flow, and `node` is where the flow itself calls: the flow and its node. */
  inside?: { flow: string; node: string };
  /** The port the finding is about, when it is about a way out. */
  port?: string;
  message: string;
  /** For certain readers: the condition a possible finding assumes, in words ("if not ordered yet"). */
  assumes?: string;
  witness?: Witness;
  fixes: { id: string; title: string }[];
  suppressed?: { reason: string; by: string; at: string };
}
