/** All that a turn may look at beside its session and the event. */
import type { QueuedMarketing } from "../caps/decide-send.ts";
import type { Ledger } from "../caps/ledger.ts";
import type { Policy } from "../caps/policy.ts";
import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";
import type { CompiledFlow } from "./compile-flow.ts";

export interface Environment {
  /** The session's revision of its flow. */
  flow: CompiledFlow;
  now: Instant;
  contact: ContactView;
  /** What the gate looks at. `policy` is the channel's; the flow's settings tighten it. */
  caps: {
    ledger: Ledger;
    policy: Policy;
    queued: readonly QueuedMarketing[];
    channel: string;
    toUnitedStates: boolean;
  };
  /** Other flows, for calls; without them every call fails. */
  flows?: Flows;
}

export interface Flows {
  /** The revision a call would begin now; undefined while the flow is not published or is paused. */
  published(flow: string): CompiledFlow | undefined;
  revision(flow: string, revision: number): CompiledFlow | undefined;
}

/** What expressions see of the contact. */
export interface ContactView {
  name: string | null;
  phone: string | null;
  timeZone: string;
  /** ISO 3166 alpha-2, by number or user id. */
  country?: string | null;
  fields: Readonly<Record<string, Json>>;
  /** What is known of the wish for offers; missing: nothing. */
  consent?: "in" | "out";
}
