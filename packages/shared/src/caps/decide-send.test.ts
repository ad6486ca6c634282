import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { formatInstant, type Instant, parseInstant } from "../time/instant.ts";
import { type Decision, decideSend, type QueuedMarketing, type SendIntent } from "./decide-send.ts";
import { applyLedgerEvent, EMPTY_LEDGER, type Ledger, type LedgerEvent } from "./ledger.ts";
import { DEFAULT_POLICY, type Gate, type Policy, tighten } from "./policy.ts";
import { RULE_SETS, ruleSet } from "./rule-sets.ts";

/** A Monday, 10:00 in London, 07:00 in São Paulo. */
const NOW = instant("2026-11-23T10:00:00Z");

const marketing: SendIntent = {
  class: "marketing",
  channel: "c1",
  hasTwin: false,
  prefer: "interactive",
  toUnitedStates: false,
  timeZone: "UTC",
};
const withTwin: SendIntent = { ...marketing, hasTwin: true };
const american: SendIntent = { ...marketing, toUnitedStates: true };
const freeForm: SendIntent = { ...marketing, class: "free-form" };

const spoke = (ago: number, channel = "c1"): LedgerEvent => ({ kind: "interaction", at: NOW - ago, channel });
const called = (ago: number): LedgerEvent => ({ kind: "call", at: NOW - ago, channel: "c1" });
const sent = (ago: number, template = true, attempt = `a${ago}`): LedgerEvent => ({
  kind: "counted",
  at: NOW - ago,
  attempt,
  message: `m${ago}`,
  name: "Early access",
  flow: "Black Friday",
  template,
});
const blocked = (ago: number, until: Instant): LedgerEvent => ({ kind: "blocked", at: NOW - ago, until });
const stopped = (by: "meta" | "word"): LedgerEvent => ({ kind: "stopped", by, at: NOW - HOUR });

const gate = (name: Gate, set = "meta-2026-04"): Policy => {
  const rules = ruleSet(set);
  if (!rules) throw new Error(`no rule set ${set}`);
  return { ...DEFAULT_POLICY, gate: name, ruleSet: rules };
};
const strict = gate("strict");
const platform = gate("platform");
const off = gate("off");
const of2024 = gate("platform", "meta-2024-11");
const of2025 = gate("platform", "meta-2025-07");
const weekly: Policy = { ...platform, frequencies: [{ max: 1, per: 7 * DAY }] };
const quiet: Policy = { ...platform, quietHours: [{ from: 21 * 60, to: 9 * 60 }] };

const last = (): QueuedMarketing[] => [{ message: "m9", name: "Last hours", flow: "Black Friday" }];

/** Rule, what it shows, intent, history, policy, answer. */
type Row = [string, string, SendIntent, LedgerEvent[], Policy, string];

const rows: Row[] = [
  ["D1", "stopped by Meta", marketing, [stopped("meta")], strict, "refuse opted-out D1"],
  ["D1", "stopped by a word", withTwin, [spoke(HOUR), stopped("word")], strict, "refuse opted-out D1"],
  ["D1", "stands with the gate off", marketing, [stopped("word")], off, "refuse opted-out D1"],
  [
    "D1",
    "Meta's flag is not cleared by START",
    marketing,
    [stopped("meta"), resumed("word")],
    strict,
    "refuse opted-out D1",
  ],
  [
    "D1",
    "our flag is not cleared by Meta's resume",
    marketing,
    [stopped("word"), resumed("meta")],
    strict,
    "refuse opted-out D1",
  ],
  [
    "D1",
    "both cleared: free again",
    marketing,
    [stopped("word"), stopped("meta"), resumed("word"), resumed("meta")],
    strict,
    "send template D11",
  ],
  ["D1", "goes before D2", marketing, [sent(HOUR), stopped("word")], strict, "refuse opted-out D1"],

  ["D2", "one unanswered", marketing, [sent(30 * DAY)], strict, "hold interaction D2"],
  [
    "D2",
    "an unanswered twin counts too",
    marketing,
    [spoke(2 * HOUR), sent(HOUR, false)],
    strict,
    "hold interaction D2",
  ],
  ["D2", "a call answers nothing", marketing, [sent(HOUR), called(MINUTE)], strict, "hold interaction D2"],
  ["D2", "answered", marketing, [sent(HOUR), spoke(MINUTE)], strict, "send template D11"],
  [
    "D2",
    "answered on another number of the WABA",
    marketing,
    [sent(HOUR), spoke(MINUTE, "c2")],
    strict,
    "send template D11",
  ],
  ["D2", "goes before D3", withTwin, [spoke(2 * HOUR), sent(HOUR)], strict, "hold interaction D2"],
  ["D2", "goes before D4", american, [sent(HOUR)], strict, "hold interaction D2"],
  ["D2", "goes before D5", marketing, [sent(HOUR), blocked(MINUTE, NOW + DAY)], strict, "hold interaction D2"],
  ["D2", "only when strict", marketing, [sent(HOUR)], platform, "send template D11"],
  [
    "D2",
    "steps aside for what a person released",
    { ...marketing, released: true },
    [sent(HOUR)],
    strict,
    "send template D11",
  ],

  ["D3", "window open", withTwin, [spoke(HOUR)], strict, "send interactive D3"],
  ["D3", "opened by a call", withTwin, [called(HOUR)], strict, "send interactive D3"],
  ["D3", "exactly 5 minutes left", withTwin, [spoke(DAY - 5 * MINUTE)], strict, "send interactive D3"],
  ["D3", "less than 5 minutes left", withTwin, [spoke(DAY - 5 * MINUTE + 1)], strict, "send template D11"],
  ["D3", "window of another number", withTwin, [spoke(HOUR, "c2")], strict, "send template D11"],
  ["D3", "prefer template", { ...withTwin, prefer: "template" }, [spoke(HOUR)], strict, "send template D11"],
  ["D3", "no twin", marketing, [spoke(HOUR)], strict, "send template D11"],
  [
    "D3",
    "platform, with an unanswered one before",
    withTwin,
    [spoke(2 * HOUR), sent(HOUR)],
    platform,
    "send interactive D3",
  ],
  ["D3", "not when off", withTwin, [spoke(HOUR)], off, "send template D11"],
  [
    "D3",
    "goes before D4: a twin is no template",
    { ...american, hasTwin: true },
    [spoke(HOUR)],
    strict,
    "send interactive D3",
  ],
  ["D3", "goes before D7", withTwin, [sent(2 * HOUR), spoke(HOUR)], weekly, "send interactive D3"],

  ["D4", "since 2026-04", american, [], strict, "refuse us-marketing-paused D4"],
  ["D4", "since 2025-07", american, [], of2025, "refuse us-marketing-paused D4"],
  ["D4", "not in 2024-11", american, [], of2024, "send template D11"],
  ["D4", "stands with the gate off", american, [], off, "refuse us-marketing-paused D4"],
  [
    "D4",
    "stands for what a person released",
    { ...american, released: true },
    [],
    strict,
    "refuse us-marketing-paused D4",
  ],
  ["D4", "goes before D5", american, [blocked(HOUR, NOW + DAY)], strict, "refuse us-marketing-paused D4"],

  [
    "D5",
    "cooldown, window closed",
    marketing,
    [blocked(HOUR, NOW + DAY)],
    strict,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "D5",
    "one millisecond left",
    marketing,
    [blocked(DAY, NOW + 1)],
    strict,
    "hold interaction or 2026-11-23T10:00:00.001Z D5",
  ],
  ["D5", "ends at its instant", marketing, [blocked(DAY, NOW)], strict, "send template D11"],
  [
    "D5",
    "stands with the gate off",
    marketing,
    [blocked(HOUR, NOW + DAY)],
    off,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "D5",
    "stands for what a person released",
    { ...marketing, released: true },
    [blocked(HOUR, NOW + DAY)],
    strict,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "D5",
    "goes before D7",
    marketing,
    [sent(DAY), blocked(HOUR, NOW + DAY)],
    weekly,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],

  [
    "B1",
    "one per interaction: as the twin",
    withTwin,
    [blocked(HOUR, NOW + DAY), spoke(MINUTE)],
    strict,
    "send interactive D3",
  ],
  [
    "B1",
    "one per interaction: the template where there is no twin",
    marketing,
    [blocked(HOUR, NOW + DAY), spoke(MINUTE)],
    strict,
    "send template D11",
  ],
  [
    "B1",
    "not a second one (platform)",
    marketing,
    [blocked(2 * HOUR, NOW + DAY), spoke(HOUR), sent(MINUTE)],
    platform,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "B1",
    "not a second twin (platform)",
    withTwin,
    [blocked(2 * HOUR, NOW + DAY), spoke(HOUR), sent(MINUTE, false)],
    platform,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "B1",
    "not a second one (off)",
    marketing,
    [blocked(2 * HOUR, NOW + DAY), spoke(HOUR), sent(MINUTE)],
    off,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "B1",
    "blocked inside an open window: not again at once",
    marketing,
    [spoke(HOUR), blocked(MINUTE, NOW + DAY)],
    strict,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],
  [
    "B1",
    "a call is no interaction",
    marketing,
    [blocked(HOUR, NOW + DAY), called(MINUTE)],
    strict,
    "hold interaction or 2026-11-24T10:00:00Z D5",
  ],

  ["D6", "2024: the second goes", marketing, [sent(HOUR)], of2024, "send template D11"],
  [
    "D6",
    "2024: the third waits, at most until the conversation ends",
    marketing,
    [sent(2 * HOUR), sent(HOUR)],
    of2024,
    "hold interaction or 2026-11-24T08:00:00Z D6",
  ],
  [
    "D6",
    "2024: a response lets it go",
    marketing,
    [sent(3 * HOUR), sent(2 * HOUR), spoke(HOUR)],
    of2024,
    "send template D11",
  ],
  [
    "D6",
    "2024: an ended conversation lets a new opener go",
    marketing,
    [sent(DAY), sent(HOUR)],
    of2024,
    "send template D11",
  ],
  [
    "D6",
    "2024: the one after the end opened a new one",
    marketing,
    [sent(30 * HOUR), sent(2 * HOUR), sent(HOUR)],
    of2024,
    "hold interaction or 2026-11-24T08:00:00Z D6",
  ],
  [
    "D6",
    "2024: twins are no templates",
    marketing,
    [spoke(4 * HOUR), sent(3 * HOUR, false), sent(2 * HOUR, false), sent(HOUR)],
    of2024,
    "send template D11",
  ],
  [
    "D6",
    "2024: a failed one does not count",
    marketing,
    [sent(2 * HOUR), sent(HOUR), { kind: "uncounted", attempt: `a${HOUR}` }],
    of2024,
    "send template D11",
  ],
  [
    "D6",
    "2025: no number is published",
    marketing,
    [sent(3 * HOUR), sent(2 * HOUR), sent(HOUR)],
    of2025,
    "send template D11",
  ],
  [
    "D6",
    "2026: no number is published",
    marketing,
    [sent(3 * HOUR), sent(2 * HOUR), sent(HOUR)],
    platform,
    "send template D11",
  ],
  [
    "D6",
    "not asked when off",
    marketing,
    [sent(2 * HOUR), sent(HOUR)],
    gate("off", "meta-2024-11"),
    "send template D11",
  ],
  [
    "D6",
    "steps aside for what a person released",
    { ...marketing, released: true },
    [sent(2 * HOUR), sent(HOUR)],
    of2024,
    "send template D11",
  ],

  ["D7", "one in 7 days", marketing, [sent(DAY)], weekly, "hold 2026-11-29T10:00:00Z D7"],
  ["D7", "not over yet", marketing, [sent(7 * DAY - 1)], weekly, "hold 2026-11-23T10:00:00.001Z D7"],
  ["D7", "over", marketing, [sent(7 * DAY)], weekly, "send template D11"],
  [
    "D7",
    "two in 7 days: the older of them must go out",
    marketing,
    [sent(3 * DAY), sent(2 * DAY)],
    { ...platform, frequencies: [{ max: 2, per: 7 * DAY }] },
    "hold 2026-11-27T10:00:00Z D7",
  ],
  [
    "D7",
    "the strictest of several holds",
    marketing,
    [sent(DAY)],
    {
      ...platform,
      frequencies: [
        { max: 1, per: 2 * DAY },
        { max: 1, per: 7 * DAY },
      ],
    },
    "hold 2026-11-29T10:00:00Z D7",
  ],
  [
    "D7",
    "answered, and still too soon",
    marketing,
    [sent(2 * DAY), spoke(DAY)],
    { ...weekly, gate: "strict" },
    "hold 2026-11-28T10:00:00Z D7",
  ],
  [
    "D7",
    "twins do not use it up",
    marketing,
    [spoke(2 * DAY), sent(2 * DAY - MINUTE, false)],
    weekly,
    "send template D11",
  ],
  [
    "D7",
    "steps aside for what a person released",
    { ...marketing, released: true },
    [sent(DAY)],
    weekly,
    "send template D11",
  ],
  ["D7", "not when off", marketing, [sent(DAY)], { ...weekly, gate: "off" }, "send template D11"],
  [
    "D7",
    "goes before D8",
    { ...marketing, timeZone: "America/Sao_Paulo" },
    [sent(DAY)],
    { ...weekly, quietHours: quiet.quietHours },
    "hold 2026-11-29T10:00:00Z D7",
  ],

  ["D8", "10:00 in London is day", { ...marketing, timeZone: "Europe/London" }, [], quiet, "send template D11"],
  [
    "D8",
    "07:00 in São Paulo is night",
    { ...marketing, timeZone: "America/Sao_Paulo" },
    [],
    quiet,
    "hold 2026-11-23T12:00:00Z D8",
  ],
  [
    "D8",
    "21:00 in Melbourne: the night begins and runs over midnight",
    { ...marketing, timeZone: "Australia/Melbourne" },
    [],
    quiet,
    "hold 2026-11-23T22:00:00Z D8",
  ],
  ["D8", "ends when the clock shows it", { ...marketing, timeZone: "Atlantic/Azores" }, [], quiet, "send template D11"],
  [
    "D8",
    "two of them: the later end",
    marketing,
    [],
    {
      ...quiet,
      quietHours: [
        { from: 600, to: 630 },
        { from: 540, to: 660 },
      ],
    },
    "hold 2026-11-23T11:00:00Z D8",
  ],
  [
    "D8",
    "twins go by night: the contact has just written",
    { ...withTwin, timeZone: "America/Sao_Paulo" },
    [spoke(MINUTE)],
    quiet,
    "send interactive D3",
  ],
  [
    "D8",
    "not when off",
    { ...marketing, timeZone: "America/Sao_Paulo" },
    [],
    { ...quiet, gate: "off" },
    "send template D11",
  ],

  ["D9", "never spoke", freeForm, [], strict, "refuse window-closed D9"],
  ["D9", "exactly 24 h is closed", freeForm, [spoke(DAY)], strict, "refuse window-closed D9"],
  ["D9", "window of another number", freeForm, [spoke(HOUR, "c2")], strict, "refuse window-closed D9"],
  ["D9", "stands with the gate off", freeForm, [], off, "refuse window-closed D9"],
  [
    "D9",
    "a free entry point changes nothing: after 24 h it is closed",
    freeForm,
    [spoke(30 * HOUR)],
    platform,
    "refuse window-closed D9",
  ],
  ["D11", "free-form, one millisecond before 24 h", freeForm, [spoke(DAY - 1)], strict, "send free-form D11"],
  [
    "D11",
    "free-form to one who opted out and is capped (B4)",
    freeForm,
    [sent(HOUR), spoke(MINUTE), stopped("word"), blocked(MINUTE, NOW + DAY)],
    strict,
    "send free-form D11",
  ],
  [
    "D14",
    "Meta says closed",
    freeForm,
    [spoke(HOUR), { kind: "window-refused", at: NOW - MINUTE, channel: "c1" }],
    strict,
    "refuse window-closed D9",
  ],
  [
    "D14",
    "and the contact has written since",
    freeForm,
    [spoke(HOUR), { kind: "window-refused", at: NOW - MINUTE, channel: "c1" }, spoke(0)],
    strict,
    "send free-form D11",
  ],

  [
    "D10",
    "utility passes D1 to D8",
    { ...american, class: "utility", timeZone: "America/Sao_Paulo" },
    [sent(HOUR), stopped("meta"), blocked(HOUR, NOW + DAY)],
    { ...weekly, gate: "strict", quietHours: quiet.quietHours },
    "send template D10",
  ],
  [
    "D10",
    "authentication too",
    { ...american, class: "authentication" },
    [sent(HOUR), stopped("word")],
    strict,
    "send template D10",
  ],
  ["D11", "nothing stands against it", marketing, [], strict, "send template D11"],
];

describe("decideSend", () => {
  test.each(rows)("%s %s", (_rule, _shows, intent, history, policy, answer) => {
    expect(say(decideSend(intent, ledgerOf(history), policy, NOW))).toBe(answer);
  });

  test("D2 what is queued before it counts, and is named", () => {
    const decision = decideSend(marketing, EMPTY_LEDGER, strict, NOW, last());
    expect(decision).toEqual({
      kind: "hold",
      hold: { interaction: true, until: null },
      rule: "D2",
      after: { name: "Last hours", flow: "Black Friday", at: null },
    });
  });

  test("D2 names what waits for an answer, and since when", () => {
    const decision = decideSend(marketing, ledgerOf([sent(2 * DAY), sent(HOUR)]), strict, NOW);
    expect(decision).toMatchObject({ after: { name: "Early access", flow: "Black Friday", at: NOW - HOUR } });
  });

  test("B1 with the gate off, what is queued takes the interaction's place", () => {
    const ledger = ledgerOf([blocked(HOUR, NOW + DAY), spoke(MINUTE)]);
    expect(say(decideSend(marketing, ledger, off, NOW))).toBe("send template D11");
    expect(say(decideSend(marketing, ledger, off, NOW, last()))).toBe("hold interaction or 2026-11-24T10:00:00Z D5");
  });

  test("D1, D9 say since when", () => {
    expect(decideSend(marketing, ledgerOf([stopped("word")]), strict, NOW)).toMatchObject({ since: NOW - HOUR });
    expect(decideSend(freeForm, ledgerOf([spoke(2 * DAY)]), strict, NOW)).toMatchObject({ since: NOW - 2 * DAY });
    expect(decideSend(freeForm, EMPTY_LEDGER, strict, NOW)).toMatchObject({ since: null });
  });

  test("D8 night over midnight, hour by hour in the contact's zone", () => {
    const nightly = Array.from({ length: 24 }, (_, hour) => {
      const at = instant("2026-11-23T00:30:00Z") + hour * HOUR;
      return decideSend({ ...marketing, timeZone: "Asia/Kolkata" }, EMPTY_LEDGER, quiet, at).kind === "hold";
    });
    // Kolkata is 5:30 ahead: 00:30 UTC is 06:00 there.
    const local = nightly.map((_, hour) => (hour + 6) % 24);
    expect(local.filter((_, hour) => nightly[hour])).toEqual([6, 7, 8, 21, 22, 23, 0, 1, 2, 3, 4, 5]);
  });
});

describe("policy", () => {
  test("a flow can only tighten: both limits and both nights hold", () => {
    const tightened = tighten(
      { ...quiet, frequencies: [{ max: 3, per: DAY }] },
      { marketingFrequency: { max: 1, per: "P7D" }, quietHours: { from: "12:00", to: "13:00" } },
    );
    expect(tightened.frequencies).toEqual([
      { max: 3, per: DAY },
      { max: 1, per: 7 * DAY },
    ]);
    expect(tightened.quietHours).toEqual([
      { from: 21 * 60, to: 9 * 60 },
      { from: 12 * 60, to: 13 * 60 },
    ]);
    expect(tighten(quiet, undefined)).toBe(quiet);
  });

  test("§2 rule sets follow each other without a gap, and the last is in force", () => {
    expect(RULE_SETS.map((set) => [set.id, set.from, set.to])).toEqual([
      ["meta-2024-11", "2024-11-18", "2025-06-30"],
      ["meta-2025-07", "2025-07-01", "2026-04-29"],
      ["meta-2026-04", "2026-04-30", null],
    ]);
    expect(DEFAULT_POLICY).toMatchObject({ gate: "strict", ruleSet: { id: "meta-2026-04" } });
  });
});

/** Any history of at most a few weeks, oldest first. */
const histories = fc
  .array(
    fc.oneof(
      fc.constant((ago: number) => spoke(ago)),
      fc.constant((ago: number) => called(ago)),
      fc.boolean().map((template) => (ago: number) => sent(ago, template)),
      fc.nat({ max: 3 * DAY }).map((wait) => (ago: number) => blocked(ago, NOW - ago + DAY + wait)),
      fc.constantFrom("meta" as const, "word" as const).map((by) => () => stopped(by)),
      fc.constantFrom("meta" as const, "word" as const).map((by) => () => resumed(by)),
    ),
    { maxLength: 12 },
  )
  .map((steps) => steps.map((step, index) => step((steps.length - index) * 5 * HOUR)));
const policies = fc.constantFrom(strict, platform, off, of2024, of2025, weekly, quiet);

property.prop([histories, policies, fc.boolean(), fc.boolean()])(
  "a hold always ends: by an interaction or at an instant in the future",
  (history, policy, hasTwin, toUnitedStates) => {
    const decision = decideSend({ ...marketing, hasTwin, toUnitedStates }, ledgerOf(history), policy, NOW);
    if (decision.kind !== "hold") return;
    expect(decision.hold.interaction || decision.hold.until !== null).toBe(true);
    if (decision.hold.until !== null) expect(decision.hold.until).toBeGreaterThan(NOW);
  },
);

property.prop([histories, fc.boolean()])(
  "strict is never looser than platform; platform never looser than off, which knows no twins",
  (history, hasTwin) => {
    const ledger = ledgerOf(history);
    const goes = (policy: Policy) => decideSend({ ...marketing, hasTwin }, ledger, policy, NOW).kind === "send";
    if (goes(strict)) expect(goes(platform)).toBe(true);
    if (goes(platform) && !hasTwin) expect(goes(off)).toBe(true);
  },
);

function resumed(by: "meta" | "word"): LedgerEvent {
  return { kind: "resumed", by, at: NOW - MINUTE };
}

function ledgerOf(history: readonly LedgerEvent[]): Ledger {
  return history.reduce(applyLedgerEvent, EMPTY_LEDGER);
}

/** "send template D11", "hold interaction or 2026-11-24T10:00:00Z D5", "refuse opted-out D1". */
function say(decision: Decision): string {
  switch (decision.kind) {
    case "send":
      return `send ${decision.as} ${decision.rule}`;
    case "refuse":
      return `refuse ${decision.reason} ${decision.rule}`;
    case "hold": {
      const { interaction, until } = decision.hold;
      const ends = [interaction ? "interaction" : "", until === null ? "" : formatInstant(until)].filter(Boolean);
      return `hold ${ends.join(" or ")} ${decision.rule}`;
    }
  }
}

function instant(text: string): Instant {
  const value = parseInstant(text);
  if (value === null) throw new Error(`no instant: ${text}`);
  return value;
}
