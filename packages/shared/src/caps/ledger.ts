/**
 * The ledger of one contact in one WABA: everything the gate remembers. It is a cache over an append-only log of ledger
 * events and can be rebuilt from it (`rebuildLedger`); nothing else changes it.
 *
 * Streak (caps.md §1): marketing contents since the contact's last interaction, over all channels of the WABA. Counted from
 * the moment an attempt is in flight; un-counted when the attempt is rejected, or fails without ever having been delivered
 * or read, or an operator forgets it; an unknown outcome counts.
 */
import { DAY } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import { freeUntil, opensFreeEntry } from "./free-entry.ts";

export interface CountedAttempt {
  attempt: string;
  message: string;
  /** What people call it, and the flow it belongs to: for "**Back in stock** sent Asha … at 10:40". */
  name: string;
  flow: string | null;
  at: Instant;
  /** Went out as a template (true) or as an interactive twin. */
  template: boolean;
  delivered: boolean;
}

export interface Ledger {
  /** Marketing since the last interaction; its length is the streak. */
  counted: readonly CountedAttempt[];
  /** Marketing of the last weeks, oldest first, for D6 and D7; failed ones are taken out. */
  recent: readonly CountedAttempt[];
  lastInteractionAt: Instant | null;
  /** Per channel: the last inbound message or call, and Meta's refusal (131047) if it is newer (D14). */
  windows: Readonly<Record<string, { lastInboundAt: Instant; refusedAt?: Instant }>>;
  /** Cooldown after 131049; the contact is capped until then. */
  blockedUntil: Instant | null;
  /** The last block; null once an interaction followed it. Inside a cooldown marketing goes once for each of those (B1). */
  blockedAt: Instant | null;
  /** k of B1: blocks since the last delivery or interaction. */
  blocks: number;
  /** 131050 or `user_preferences`; only Meta's `resume` clears it. */
  stoppedByMetaAt: Instant | null;
  /** A STOP word, a flow's `consent` node or a person at work; START, such a node or person clears it. */
  stoppedByWordAt: Instant | null;
  /** How the contact takes what we send (E1); missing while nothing happened. */
  engagement?: Engagement;
  /** Per channel: the last time the contact came by an ad or page button, and our first answer to it (free-entry.ts). */
  freeEntries?: Readonly<Record<string, { referredAt: Instant; answeredAt?: Instant }>>;
  /** The last of each, so that a stop which arrives late does not undo what came after it. */
  resumedByMetaAt?: Instant;
  resumedByWordAt?: Instant;
}

/** Counted from the first day; never a reason to hold anything by itself. The last answer is `lastInteractionAt`. */
export interface Engagement {
  replies: number;
  /** Of the replies: taps on buttons and rows. */
  taps: number;
  lastTapAt: Instant | null;
  /** Offers that were read, where the contact lets us know. */
  reads: number;
  lastReadAt: Instant | null;
  /** The last offer that was shown, and the last 131049. */
  lastMarketingAt: Instant | null;
  lastBlockAt: Instant | null;
}

export const NO_ENGAGEMENT: Engagement = {
  replies: 0,
  taps: 0,
  lastTapAt: null,
  reads: 0,
  lastReadAt: null,
  lastMarketingAt: null,
  lastBlockAt: null,
};

export const EMPTY_LEDGER: Ledger = {
  counted: [],
  recent: [],
  lastInteractionAt: null,
  windows: {},
  blockedUntil: null,
  blockedAt: null,
  blocks: 0,
  stoppedByMetaAt: null,
  stoppedByWordAt: null,
};

export type LedgerEvent =
  | { kind: "interaction"; at: Instant; channel: string; tapped?: true }
  /** A call: opens the window, answers nothing. */
  | { kind: "call"; at: Instant; channel: string }
  /** The contact came by an ad or a page button; and our answer, which opens the free entry point. */
  | { kind: "referred"; at: Instant; channel: string }
  | { kind: "entry-answered"; at: Instant; channel: string }
  | {
      kind: "counted";
      at: Instant;
      attempt: string;
      message: string;
      name: string;
      flow: string | null;
      template: boolean;
    }
  | { kind: "uncounted"; attempt: string }
  | { kind: "delivered"; attempt: string }
  /** A marketing content was read. */
  | { kind: "read"; at: Instant }
  /** 131049: cooldown until `until`. */
  | { kind: "blocked"; at: Instant; until: Instant }
  | { kind: "window-refused"; at: Instant; channel: string }
  /** Meta's switch; or a flag of ours: a word of the contact, what a flow keeps of the wishes, what a person wrote down. */
  | { kind: "stopped"; by: "meta" | "word" | "flow" | "person"; at: Instant }
  | { kind: "resumed"; by: "meta" | "word" | "flow" | "person"; at: Instant };

/** WhatsApp's timestamps have whole seconds: a message of 10:00:00 may have been written at 10:00:00.999. */
const WHOLE_SECOND = 1_000;

/** How long marketing is remembered for frequency policies. */
const MEMORY = 60 * DAY;
const MOST_REMEMBERED = 200;

export function applyLedgerEvent(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.kind) {
    case "interaction":
      return {
        ...openWindow(ledger, event.channel, event.at),
        counted: ledger.counted.filter((counted) => !isAnsweredBy(counted.at, event.at)),
        lastInteractionAt: later(ledger.lastInteractionAt, event.at),
        ...(ledger.blockedAt === null || isAnsweredBy(ledger.blockedAt, event.at)
          ? { blockedAt: null, blocks: 0 }
          : {}),
        engagement: replied(ledger, event.at, event.tapped === true),
      };
    case "call":
      return openWindow(ledger, event.channel, event.at);
    case "referred":
      return referred(ledger, event.channel, event.at);
    case "entry-answered":
      return entryAnswered(ledger, event.channel, event.at);
    case "counted": {
      const { kind: _, ...rest } = event;
      const counted = { ...rest, delivered: false };
      return {
        ...ledger,
        counted: [...ledger.counted, counted].slice(-MOST_REMEMBERED),
        recent: [...ledger.recent.filter((known) => known.at > event.at - MEMORY), counted].slice(-MOST_REMEMBERED),
      };
    }
    case "uncounted": {
      const others = (known: CountedAttempt) => known.attempt !== event.attempt;
      return { ...ledger, counted: ledger.counted.filter(others), recent: ledger.recent.filter(others) };
    }
    case "delivered": {
      const mark = (known: CountedAttempt) => (known.attempt === event.attempt ? { ...known, delivered: true } : known);
      const ours = ledger.recent.find((known) => known.attempt === event.attempt && !known.delivered);
      return {
        ...ledger,
        counted: ledger.counted.map(mark),
        recent: ledger.recent.map(mark),
        blocks: ours ? 0 : ledger.blocks,
        ...(ours ? { engagement: engaged(ledger, { lastMarketingAt: ours.at }) } : {}),
      };
    }
    case "read": {
      const { reads } = ledger.engagement ?? NO_ENGAGEMENT;
      return { ...ledger, engagement: engaged(ledger, { reads: reads + 1, lastReadAt: event.at }) };
    }
    case "blocked":
      return {
        ...ledger,
        blockedUntil: later(ledger.blockedUntil, event.until),
        blockedAt: later(ledger.blockedAt, event.at),
        blocks: ledger.blocks + 1,
        engagement: engaged(ledger, { lastBlockAt: event.at }),
      };
    case "window-refused": {
      const window = ledger.windows[event.channel];
      if (!window) return ledger;
      return { ...ledger, windows: { ...ledger.windows, [event.channel]: { ...window, refusedAt: event.at } } };
    }
    case "stopped": {
      const resumedAt = event.by === "meta" ? ledger.resumedByMetaAt : ledger.resumedByWordAt;
      // In doubt, inside the same second, the stop counts.
      if (resumedAt !== undefined && resumedAt >= event.at + WHOLE_SECOND) return ledger;
      return event.by === "meta"
        ? { ...ledger, stoppedByMetaAt: later(ledger.stoppedByMetaAt, event.at) }
        : { ...ledger, stoppedByWordAt: later(ledger.stoppedByWordAt, event.at) };
    }
    case "resumed": {
      const { by, at } = event;
      return by === "meta"
        ? {
            ...ledger,
            ...stillStopped("stoppedByMetaAt", ledger, at),
            resumedByMetaAt: later(ledger.resumedByMetaAt, at),
          }
        : {
            ...ledger,
            ...stillStopped("stoppedByWordAt", ledger, at),
            resumedByWordAt: later(ledger.resumedByWordAt, at),
          };
    }
  }
}

function replied(ledger: Ledger, at: Instant, tapped: boolean): Engagement {
  const { replies, taps } = ledger.engagement ?? NO_ENGAGEMENT;
  return engaged(ledger, { replies: replies + 1, ...(tapped ? { taps: taps + 1, lastTapAt: at } : {}) });
}

/** Moments only move forward: what comes late was earlier. */
function engaged(ledger: Ledger, news: Partial<Engagement>): Engagement {
  const known = ledger.engagement ?? NO_ENGAGEMENT;
  const next = { ...known, ...news };
  return {
    ...next,
    lastTapAt: latest(known.lastTapAt, next.lastTapAt),
    lastReadAt: latest(known.lastReadAt, next.lastReadAt),
    lastMarketingAt: latest(known.lastMarketingAt, next.lastMarketingAt),
    lastBlockAt: latest(known.lastBlockAt, next.lastBlockAt),
  };
}

function latest(known: Instant | null, other: Instant | null): Instant | null {
  return known === null || other === null ? (known ?? other) : Math.max(known, other);
}

/** A "resume" that arrives late does not undo a newer stop. */
function stillStopped(flag: "stoppedByMetaAt" | "stoppedByWordAt", ledger: Ledger, at: Instant): Partial<Ledger> {
  const stoppedAt = ledger[flag];
  return stoppedAt !== null && stoppedAt > at ? {} : { [flag]: null };
}

/** The ledger as its log says it is. */
export function rebuildLedger(events: Iterable<LedgerEvent>): Ledger {
  let ledger = EMPTY_LEDGER;
  for (const event of events) ledger = applyLedgerEvent(ledger, event);
  return ledger;
}

/** Has the contact spoken since the last block? Also true when there was none. What we heard before it does not count. */
export function hasSpokenSinceBlock(ledger: Ledger): boolean {
  return ledger.blockedAt === null;
}

/** Did the interaction come after what happened here? In doubt, inside the same second, yes. */
function isAnsweredBy(happened: Instant, interaction: Instant): boolean {
  return happened < interaction + WHOLE_SECOND;
}

export function isCounted(ledger: Ledger, attempt: string): boolean {
  return ledger.recent.some((known) => known.attempt === attempt);
}

/** A message that arrives late does not shorten a window that a newer one opened. */
function openWindow(ledger: Ledger, channel: string, at: Instant): Ledger {
  const known = ledger.windows[channel];
  if (known && known.lastInboundAt >= at) return ledger;
  return { ...ledger, windows: { ...ledger.windows, [channel]: { lastInboundAt: at } } };
}

/** While one is free already, a second click on an ad changes nothing until that is over. */
function referred(ledger: Ledger, channel: string, at: Instant): Ledger {
  const known = ledger.freeEntries?.[channel];
  if (known && (known.referredAt >= at || (freeUntil(ledger, channel) ?? 0) > at)) return ledger;
  return { ...ledger, freeEntries: { ...ledger.freeEntries, [channel]: { referredAt: at } } };
}

function entryAnswered(ledger: Ledger, channel: string, at: Instant): Ledger {
  const known = ledger.freeEntries?.[channel];
  if (!known || !opensFreeEntry(ledger, channel, at)) return ledger;
  return { ...ledger, freeEntries: { ...ledger.freeEntries, [channel]: { ...known, answeredAt: at } } };
}

function later(known: Instant | null | undefined, other: Instant): Instant {
  return known == null ? other : Math.max(known, other);
}
