import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Json } from "../flow/json.ts";
import { type Instant, parseInstant } from "../time/instant.ts";
import type { LogCode, LogEntry } from "./log-entry.ts";
import { GLYPHS, sayEntry } from "./timeline.ts";

const ZONE = "Asia/Kolkata";

/** Wall clock in Kolkata, as the sentences say it. */
function at(text: string): Instant {
  const instant = parseInstant(`${text}:00+05:30`);
  if (instant === null) throw new Error(`not an instant: ${text}`);
  return instant;
}

const FRIDAY = at("2026-11-27T11:00");

function entry(code: LogCode, rule: string | undefined, params: Record<string, Json>, when = FRIDAY): LogEntry {
  return { at: when, code, channel: "ch", params, session: "s", flow: "bf", ...(rule ? { rule } : {}) };
}

const early = { name: "Early access" };
const last = { name: "Last hours −40 %" };
const earlyBefore = { name: "Early access", flow: "Black Friday 2026", at: at("2026-11-27T09:00") };

describe("ui.md §9: the seventeen sentences", () => {
  const cases: [number, string, LogEntry, string, string][] = [
    [
      1,
      "Asha",
      entry("sent", "D11", { ...early, as: "template" }),
      "**Early access** went out as a template. Nothing stood against it.",
      "D11",
    ],
    [
      2,
      "Asha",
      entry("sent", "D3", { ...last, as: "interactive" }),
      "**Last hours −40 %** went out as an interactive message, because the window was open.",
      "D3",
    ],
    [
      3,
      "Asha",
      entry("held", "D2", {
        ...last,
        until: null,
        interaction: true,
        after: earlyBefore,
        deadline: at("2026-11-29T23:59"),
      }),
      "**Last hours −40 %** is held: Asha has not answered **Early access** yet. It goes out when Asha writes or taps, at most until Sun 23:59.",
      "D2",
    ],
    [
      4,
      "Asha",
      entry("held", "D12", {
        ...last,
        until: null,
        interaction: true,
        after: { name: "Sofa", flow: "Back in stock", at: at("2026-11-27T10:40") },
        deadline: null,
      }),
      "**Last hours −40 %** is held: **Back in stock** sent Asha a marketing template at 10:40, and Asha has not answered.",
      "D12",
    ],
    [
      5,
      "Asha",
      entry("held", "D8", {
        ...last,
        until: at("2026-11-28T09:00"),
        interaction: false,
        after: null,
        quietHours: { from: "21:00", to: "09:00" },
      }),
      "**Last hours −40 %** is held until Sat 09:00 in Asha's time. Your quiet hours are 21:00 to 09:00.",
      "D8",
    ],
    [
      6,
      "Asha",
      entry("held", "D7", {
        ...last,
        until: at("2026-12-04T09:00"),
        interaction: false,
        after: null,
        frequency: { max: 1, per: "P7D" },
      }),
      "**Last hours −40 %** is held until Fri 4 Dec, 09:00. Your own limit is one marketing template in 7 days.",
      "D7",
    ],
    [
      7,
      "Asha",
      entry("released", "I3", { ...last, by: "interaction", text: "Show me", tapped: true, as: "interactive" }),
      "Asha tapped **Show me**. The window opened, and **Last hours −40 %** went out at once.",
      "I3",
    ],
    [
      8,
      "Rohan",
      entry("blocked", "131049", { ...early, try: 2, of: 5, retryAt: at("2026-11-28T09:14"), says: "" }),
      "WhatsApp blocked **Early access**. Rohan has had as many offers as WhatsApp allows at the moment, counted over all businesses. Your quality rating, opt-in, messaging tier and spending are not the cause. Try 2 of 5 not before Sat 28 Nov, 09:14; it may be blocked again.",
      "131049",
    ],
    [
      9,
      "Rohan",
      entry("held", "D5", {
        ...last,
        until: at("2026-11-28T09:14"),
        interaction: true,
        after: null,
        blockedAt: at("2026-11-27T09:00"),
      }),
      "**Last hours −40 %** is held until Sat 09:14, or until Rohan writes: WhatsApp blocked another template to Rohan today, and trying sooner could make it worse.",
      "D5",
    ],
    [
      10,
      "Rohan",
      entry("released", "B1", {
        ...early,
        by: "interaction",
        text: "hello",
        tapped: false,
        as: "interactive",
        until: at("2026-11-28T09:14"),
      }),
      "Rohan wrote, so the wait until Sat 09:14 is over. **Early access** went out as an interactive message.",
      "B1",
    ],
    [
      11,
      "Rohan",
      entry("given-up", "T4", { ...early, reason: "capped", tries: 3 }, at("2026-11-29T23:59")),
      "**Early access** was given up on Sun 23:59, after 3 tries that WhatsApp blocked. The session left by **capped**.",
      "T4",
    ],
    [
      12,
      "Asha",
      entry(
        "given-up",
        "T4",
        { ...last, reason: "expired", tries: 0, deadline: at("2026-11-29T23:59") },
        at("2026-11-29T23:59"),
      ),
      "**Last hours −40 %** was not sent: no answer before Sun 23:59. The session left by **expired**.",
      "T4",
    ],
    [
      13,
      "Yusuf",
      entry("not-sent", "D1", { ...last, reason: "opted-out", since: at("2026-11-12T08:00"), port: null }),
      "**Last hours −40 %** was not sent: Yusuf stopped offers on 12 Nov. Answers and receipts still go out.",
      "D1",
    ],
    [
      14,
      "Asha",
      entry(
        "not-sent",
        "D9",
        { name: "Size question", reason: "window-closed", since: at("2026-11-27T11:37"), port: "window closed" },
        at("2026-11-28T12:00"),
      ),
      "**Size question** was not sent: the window closed on Sat 11:37, 24 h after Asha's last message. The session left by **window closed**.",
      "D9",
    ],
    [
      15,
      "Asha",
      entry("unknown", "B7", { ...early, why: "the connection broke while it was being sent" }),
      "It is not known whether **Early access** reached WhatsApp: the connection broke while it was being sent. It counts as sent and is not repeated by itself; its status will tell.",
      "B7",
    ],
    [
      16,
      "Asha",
      entry("not-sent", "D4", { ...early, reason: "us-marketing-paused", port: "failed" }),
      "**Early access** was not sent: WhatsApp takes no marketing templates to US numbers. The session left by **failed**.",
      "D4",
    ],
    [
      17,
      "Asha",
      entry("withdrawn", undefined, { ...last, reason: "superseded", tapped: "Show me" }),
      "Asha tapped **Show me** on an older message. **Last hours −40 %**, still held, was withdrawn.",
      "I4",
    ],
  ];
  test.each(cases)("%i", (_, contact, logged, sentence, rule) => {
    expect(sayEntry(logged, { contact }, ZONE)).toMatchObject({ sentence, rule });
  });
});

describe("further sentences", () => {
  const cases: [string, LogEntry, string][] = [
    [
      "D12 is told from the flow's name too",
      entry("held", "D2", { ...last, after: { name: "Sofa", flow: "Back in stock", at: at("2026-11-26T10:40") } }),
      "**Last hours −40 %** is held: **Back in stock** sent Asha a marketing template on Thu 10:40, and Asha has not answered.",
    ],
    [
      "B1 the last try",
      entry("blocked", "131049", { ...early, try: 6, of: 5, retryAt: null }),
      "WhatsApp blocked **Early access**. Asha has had as many offers as WhatsApp allows at the moment, counted over all businesses. Your quality rating, opt-in, messaging tier and spending are not the cause. It is not tried again.",
    ],
    [
      "B1 no try past the deadline",
      entry("blocked", "131049", {
        ...early,
        try: 5,
        of: 5,
        retryAt: at("2026-11-30T09:00"),
        deadline: at("2026-11-29T23:59"),
      }),
      "WhatsApp blocked **Early access**. Asha has had as many offers as WhatsApp allows at the moment, counted over all businesses. Your quality rating, opt-in, messaging tier and spending are not the cause. No other try may go out before it is given up on Sun 29 Nov, 23:59.",
    ],
    [
      "T6 a permanent error",
      entry("not-sent", "132001", {
        ...early,
        reason: "error-132001",
        code: 132001,
        says: "The template does not exist",
      }),
      "**Early access** was not sent: The template does not exist. WhatsApp's code is 132001.",
    ],
    [
      "a person took it back",
      entry("withdrawn", undefined, { ...last, reason: "cancelled by Ines", tapped: null }),
      "Ines took **Last hours −40 %** back before it went out.",
    ],
    [
      "a hand-off",
      entry("handed-off", undefined, { flow: "Support", team: "furniture", note: "Asks for a refund" }),
      "**Support** passed Asha to the **furniture** team. Asks for a refund.",
    ],
    [
      "names cannot end the bold",
      entry("sent", "D11", { name: "a ** b", as: "template" }),
      "**a ∗∗ b** went out as a template. Nothing stood against it.",
    ],
    [
      "a session that was stopped",
      entry("session-ended", undefined, { flow: "Black Friday 2026", reason: "stopped by Ines" }),
      "Ines ended **Black Friday 2026** for Asha.",
    ],
  ];
  test.each(cases)("%s", (_, logged, sentence) => {
    expect(sayEntry(logged, { contact: "Asha", flow: "Black Friday 2026" }, ZONE).sentence).toBe(sentence);
  });
});

const CODES: LogCode[] = [
  "received",
  "to-inbox",
  "session-started",
  "session-ended",
  "session-moved",
  "handed-off",
  "given-back",
  "sent",
  "held",
  "released",
  "blocked",
  "given-up",
  "not-sent",
  "withdrawn",
  "unknown",
  "delayed",
  "opted-out",
  "opted-in",
  "node-left",
  "note",
];
const RULES = ["D1", "D2", "D5", "D6", "D7", "D8", "D9", "D12", "I3", "I4", "B1", "B7", "T4", "131049"];
const KEYS = [
  "name",
  "as",
  "until",
  "after",
  "deadline",
  "by",
  "text",
  "who",
  "try",
  "of",
  "retryAt",
  "reason",
  "since",
];
const MORE = ["tries", "port", "code", "says", "tapped", "why", "flow", "team", "note", "quietHours", "frequency"];
const anyParams = fc.dictionary(fc.constantFrom(...KEYS, ...MORE), fc.jsonValue() as fc.Arbitrary<Json>);

property.prop([fc.constantFrom(...CODES), fc.option(fc.constantFrom(...RULES)), anyParams])(
  "total: whatever parameters there are or are missing, a whole sentence comes out",
  (code, rule, params) => {
    const said = sayEntry(entry(code, rule ?? undefined, params), { contact: "Asha" }, ZONE);
    expect(said.sentence.length).toBeGreaterThan(3);
    expect(said.sentence).not.toMatch(/undefined|NaN|\[object|Invalid/);
    expect(said.sentence.split("**").length % 2).toBe(1);
    expect(GLYPHS).toContain(said.glyph);
  },
);
