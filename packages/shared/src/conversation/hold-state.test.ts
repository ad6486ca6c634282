import { describe, expect, test } from "vitest";
import type { Session } from "../engine/session.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { parseInstant } from "../time/instant.ts";
import { type GateStateName, gateState, mostState, worstState } from "./hold-state.ts";
import type { AttemptState, HoldState, Message } from "./message.ts";

const NOW = parseInstant("2026-11-27T09:00:00Z") ?? 0;
const SUNDAY = parseInstant("2026-11-29T23:59:00Z") ?? 0;
const teller = { now: NOW, contact: "Rohan", zone: "UTC" };

function message(over: Partial<Message>): Message {
  return {
    id: "m",
    contact: "c",
    channel: "ch",
    origin: {
      kind: "flow",
      session: "s",
      flow: "bf",
      flowName: "Black Friday",
      revision: 1,
      node: "n",
      nodeName: "Last hours",
    },
    class: "marketing",
    content: {
      kind: "template",
      name: "t",
      language: "en",
      parameters: { header: [], body: [], buttons: [] },
      shown: { body: "", buttons: [] },
    },
    twin: null,
    prefer: "interactive",
    state: "held",
    hold: null,
    deadline: SUNDAY,
    blocks: 0,
    maxTries: 5,
    notBefore: null,
    delays: 0,
    createdAt: NOW,
    attempts: [],
    ...over,
  };
}

function session(wait: Session["wait"]): Session {
  return {
    id: "s",
    contact: "c",
    channel: "ch",
    flow: "bf",
    revision: 1,
    status: "running",
    node: "n",
    entry: "e",
    wait,
    variables: {},
    turn: 1,
    generation: 1,
    seed: 1,
    startedAt: NOW,
  };
}

const hold = (rule: string, until: number | null, more: Partial<HoldState> = {}): HoldState => ({
  rule,
  interaction: until === null,
  until,
  since: NOW,
  ...more,
});
const sent = (state: AttemptState) =>
  message({ state: "sent", attempts: [{ id: "a", as: "template", rule: "D11", state, at: NOW }] });
const answer = session({ for: "answer", until: NOW + 2 * HOUR, since: NOW });

describe("T8: state and sentence", () => {
  const after = { name: "Early access", flow: "Black Friday", at: NOW };
  const cases: [string, Session | null, Message | null, GateStateName, string, string | null, number | null][] = [
    [
      "D2",
      null,
      message({ hold: hold("D2", null, { after }) }),
      "waiting-for-interaction",
      "Waits for an answer to **Early access**.",
      "D2",
      null,
    ],
    [
      "D2, after unknown",
      null,
      message({ hold: hold("D2", null) }),
      "waiting-for-interaction",
      "Waits until Rohan writes or taps.",
      "D2",
      null,
    ],
    [
      "D8",
      null,
      message({ hold: hold("D8", NOW + DAY) }),
      "waiting-until",
      "Waits until Sat 09:00: quiet hours.",
      "D8",
      NOW + DAY,
    ],
    [
      "D7",
      null,
      message({ hold: hold("D7", NOW + 7 * DAY) }),
      "waiting-until",
      "Waits until Fri 4 Dec, 09:00: your own limit on marketing templates.",
      "D7",
      NOW + 7 * DAY,
    ],
    [
      "D5",
      null,
      message({ hold: hold("D5", NOW + DAY, { interaction: true }) }),
      "waiting-until",
      "Waits until Sat 09:00, or until Rohan writes: WhatsApp blocked another template.",
      "D5",
      NOW + DAY,
    ],
    [
      "B1",
      null,
      message({ blocks: 1, hold: hold("B1", NOW + DAY, { interaction: true }) }),
      "blocked",
      "WhatsApp blocked it (131049). Try 2 of 5 not before Sat 28 Nov, 09:00.",
      "B1",
      NOW + DAY,
    ],
    [
      "B1 the next try would be past the deadline",
      null,
      message({ blocks: 4, hold: hold("B1", SUNDAY + DAY, { interaction: true }) }),
      "blocked",
      "WhatsApp blocked it (131049). No other try may go out before it is given up on Sun 29 Nov, 23:59.",
      "B1",
      SUNDAY,
    ],
    ["queued", null, message({ state: "queued" }), "waiting", "On its way to WhatsApp.", null, null],
    [
      "queued for later",
      null,
      message({ state: "queued", notBefore: NOW + HOUR }),
      "waiting",
      "Goes to WhatsApp again Fri 10:00.",
      null,
      NOW + HOUR,
    ],
    ["inflight", null, sent("inflight"), "waiting", "Being handed to WhatsApp.", null, null],
    ["accepted", null, sent("accepted"), "sent", "WhatsApp accepted it.", null, null],
    [
      "B7 unknown counts as sent",
      null,
      sent("unknown"),
      "sent",
      "It is not known whether it reached WhatsApp. It counts as sent.",
      "B7",
      null,
    ],
    ["delivered", null, sent("delivered"), "delivered", "Shown on the phone.", null, null],
    ["read is delivered", null, sent("read"), "delivered", "Shown on the phone.", null, null],
    [
      "delivered, waits for the answer",
      answer,
      sent("delivered"),
      "delivered",
      "Shown on the phone. Waits for Rohan to answer until Fri 11:00.",
      null,
      NOW + 2 * HOUR,
    ],
    ["T4 expired", null, message({ state: "expired" }), "expired", "Not sent before Sun 23:59.", "T4", null],
    [
      "a node without a template",
      answer,
      null,
      "waiting",
      "Waits for Rohan to answer until Fri 11:00.",
      null,
      NOW + 2 * HOUR,
    ],
    [
      "free-form is no gate",
      answer,
      message({ class: "free-form", state: "sent" }),
      "waiting",
      "Waits for Rohan to answer until Fri 11:00.",
      null,
      NOW + 2 * HOUR,
    ],
    [
      "a delay",
      session({ for: "time", until: NOW + DAY, since: NOW }),
      null,
      "waiting",
      "Waits until Sat 09:00.",
      null,
      NOW + DAY,
    ],
    ["a hand-off", session({ for: "agent", until: null, since: NOW }), null, "waiting", "A person has it.", null, null],
  ];
  test.each(cases)("%s", (_, running, sending, state, sentence, rule, until) => {
    expect(gateState(running, sending, teller)).toEqual({ state, sentence, rule, until });
  });
});

describe("many people on one node", () => {
  test.each<[GateStateName[], GateStateName, GateStateName]>([
    [[], "armed", "armed"],
    [["waiting-for-interaction", "waiting-for-interaction", "blocked"], "waiting-for-interaction", "blocked"],
    [["sent", "delivered", "delivered"], "delivered", "sent"],
    [["blocked", "delivered"], "blocked", "blocked"],
  ])("%j: most %s, worst %s", (states, most, worst) => {
    expect(mostState(states)).toBe(most);
    expect(worstState(states)).toBe(worst);
  });
});
