/** What a decision looks up beside the contact: channels, published flows and their entries. Handed in by the shell. */
import type { Policy } from "../caps/policy.ts";
import type { CompiledFlow } from "../engine/compile-flow.ts";
import type { Trigger } from "../nodes/entry/definition.ts";

export interface Channel {
  id: string;
  policy: Policy;
  timeZone: string;
  /** Sent, while the window is open, when nobody takes a message. */
  defaultReply: string | null;
  paused: boolean;
}

/** How a published flow can be entered on a channel. */
export interface EntryPoint {
  flow: string;
  revision: number;
  node: string;
  trigger: Trigger;
}

export interface World {
  channel(id: string): Channel;
  flow(id: string, revision: number): CompiledFlow | undefined;
  /** What a sub-flow begins: the revision published on the channel, unless it is paused. */
  published(flow: string, channel: string): CompiledFlow | undefined;
  /** Of flows that are published on the channel and not paused. */
  entries(channel: string): readonly EntryPoint[];
  /** A paused flow starts nothing and sends nothing that is held. */
  isPaused(flow: string): boolean;
  /** Ids are sortable and made by the shell, which has chance. */
  newSessionId(): string;
  newMessageId(): string;
  newAttemptId(): string;
  /** In [0, 1), for the jitter of cooldowns. */
  chance(): number;
}
