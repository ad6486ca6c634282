/**
 * What the gate says in each abstract state: the real `decideSend`, asked once for every state with a ledger that stands for
 * it. The analysis holds no rule of its own.
 */
import { decideSend, type SendIntent } from "../caps/decide-send.ts";
import { type CountedAttempt, EMPTY_LEDGER, type Ledger } from "../caps/ledger.ts";
import type { Policy } from "../caps/policy.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import {
  blockOf,
  CLASSES,
  countOf,
  isDeclined,
  isRunning,
  isStopped,
  OPEN,
  SILENT,
  streakOf,
  windowOf,
} from "./state-class.ts";

export const SEND_TEMPLATE = 1;
export const SEND_TWIN = 2;
export const HOLD_D2 = 3;
export const HOLD_D5 = 4;
export const HOLD_D6 = 5;
export const REFUSE = 6;

/** Any instant does: nothing here depends on the calendar. */
const NOW = 1_767_607_200_000;
const CHANNEL = "channel";

export interface Verdicts {
  /** `twin`: it has one and prefers it. `short`: the window is open for less than 5 minutes. `cooling`: a cooldown runs. */
  marketing(state: number, twin: boolean, short: boolean, cooling: boolean): number;
}

/** `policy` without frequency and quiet hours: those depend on more than the state (explore.ts). */
export function verdicts(policy: Policy): Verdicts {
  const known = new Int8Array(CLASSES * 8);
  const bare = { ...policy, frequencies: [], quietHours: [] };
  return {
    marketing: (state, twin, short, cooling) => {
      const key = (state & (CLASSES - 1)) * 8 + (twin ? 4 : 0) + (short ? 2 : 0) + (cooling ? 1 : 0);
      let verdict = known[key] ?? 0;
      if (verdict === 0) {
        verdict = ask(bare, state, twin, short, cooling);
        known[key] = verdict;
      }
      return verdict;
    },
  };
}

function ask(policy: Policy, state: number, twin: boolean, short: boolean, cooling: boolean): number {
  const intent: SendIntent = {
    class: "marketing",
    channel: CHANNEL,
    hasTwin: twin,
    prefer: "interactive",
    toUnitedStates: false,
    timeZone: "UTC",
  };
  const decision = decideSend(intent, ledgerOf(state, short, cooling), policy, NOW);
  if (decision.kind === "refuse") return REFUSE;
  if (decision.kind === "send") return decision.as === "interactive" ? SEND_TWIN : SEND_TEMPLATE;
  return decision.rule === "D2" ? HOLD_D2 : decision.rule === "D6" ? HOLD_D6 : HOLD_D5;
}

/** A ledger that stands for all of the class. */
function ledgerOf(state: number, short: boolean, cooling: boolean): Ledger {
  const inbound = windowOf(state) === OPEN ? NOW - (short ? DAY - MINUTE : HOUR) : NOW - 3 * DAY;
  const running = isRunning(state);
  const inConversation = running ? countOf(state) : 0;
  const opener = running ? [attempt(0, NOW - 2 * HOUR)] : [];
  const since = Array.from({ length: inConversation }, (_, index) => attempt(index + 1, NOW - HOUR));
  const before = Array.from({ length: Math.max(0, streakOf(state) - inConversation) }, (_, index) =>
    attempt(index + 10, NOW - 2 * DAY),
  );
  return {
    ...EMPTY_LEDGER,
    windows: { [CHANNEL]: { lastInboundAt: inbound } },
    lastInteractionAt: inbound,
    counted: [...before, ...since],
    recent: [...opener, ...since],
    blockedUntil: cooling ? NOW + HOUR : null,
    blockedAt: cooling && blockOf(state) === SILENT ? NOW - MINUTE : null,
    blocks: cooling ? 1 : 0,
    stoppedByMetaAt: isStopped(state) ? NOW - DAY : null,
    stoppedByWordAt: isDeclined(state) ? NOW - DAY : null,
  };
}

function attempt(number: number, at: number): CountedAttempt {
  const id = String(number);
  return { attempt: id, message: id, name: id, flow: null, at, template: true, delivered: true };
}
