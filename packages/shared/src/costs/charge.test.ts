import { describe, expect, test } from "vitest";
import { freeUntil } from "../caps/free-entry.ts";
import { applyLedgerEvent, EMPTY_LEDGER, type Ledger, type LedgerEvent, rebuildLedger } from "../caps/ledger.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { type Instant, parseInstant } from "../time/instant.ts";
import { type Charge, chargeAsTold, chargeFor, type ToldPricing } from "./charge.ts";
import { PRICE_RULES, priceRulesAt } from "./price-rules.ts";

const SPRING = instant("2026-03-10T10:00:00Z");
const AUTUMN = instant("2026-11-23T10:00:00Z");
const CBP = instant("2025-06-30T23:59:59Z");

type Kind = "marketing" | "utility" | "authentication" | "free-form" | "twin";

const spoke = (at: Instant): LedgerEvent => ({ kind: "interaction", at, channel: "c1" });
const clicked = (at: Instant, channel = "c1"): LedgerEvent => ({ kind: "referred", at, channel });
const answered = (at: Instant): LedgerEvent => ({ kind: "entry-answered", at, channel: "c1" });

describe("E3: what is charged", () => {
  const never: (now: Instant) => LedgerEvent[] = () => [];
  const open = (now: Instant) => [spoke(now - HOUR)];
  const shut = (now: Instant) => [spoke(now - DAY)];
  const free = "free entry-point";
  const cases: [what: string, now: Instant, kind: Kind, history: (now: Instant) => LedgerEvent[], expected: string][] =
    [
      ["marketing, before and after October", SPRING, "marketing", never, "billed"],
      ["marketing, after October", AUTUMN, "marketing", never, "billed"],
      ["marketing inside the window", SPRING, "marketing", open, "billed"],
      ["utility outside the window", SPRING, "utility", shut, "billed"],
      ["utility inside the window until September 2026", SPRING, "utility", open, "free window"],
      ["utility inside the window from October 2026", AUTUMN, "utility", open, "billed"],
      ["authentication inside the window", SPRING, "authentication", open, "billed"],
      ["free-form until September 2026", SPRING, "free-form", open, "free free-form"],
      ["free-form from October 2026: 1,000 a month", AUTUMN, "free-form", open, "allowance"],
      ["a twin costs what free-form costs, before", SPRING, "twin", open, "free free-form"],
      ["a twin costs what free-form costs, after", AUTUMN, "twin", open, "allowance"],
      ["before July 2025 by conversation", CBP, "marketing", never, "by-conversation"],
      ["the answer to a click on an ad is free", AUTUMN, "free-form", (now) => [clicked(now - HOUR)], free],
      ["as any kind of message", AUTUMN, "marketing", (now) => [clicked(now - HOUR)], free],
      ["not when it comes after 24 h", AUTUMN, "marketing", (now) => [clicked(now - DAY)], "billed"],
      [
        "an answer after 24 h opens nothing",
        AUTUMN,
        "marketing",
        (now) => [clicked(now - 2 * DAY), answered(now - HOUR)],
        "billed",
      ],
      [
        "free for 72 h from our answer",
        AUTUMN,
        "marketing",
        (now) => [clicked(now - 73 * HOUR), answered(now - 72 * HOUR + 1)],
        free,
      ],
      ["and no longer", AUTUMN, "marketing", (now) => [clicked(now - 73 * HOUR), answered(now - 72 * HOUR)], "billed"],
      [
        "with the window closed too",
        AUTUMN,
        "utility",
        (now) => [spoke(now - 60 * HOUR), clicked(now - 60 * HOUR), answered(now - 59 * HOUR)],
        free,
      ],
      ["on that channel only", AUTUMN, "marketing", (now) => [clicked(now - HOUR, "c2")], "billed"],
      [
        "a second click while it is free begins nothing new",
        AUTUMN,
        "marketing",
        (now) => [clicked(now - 80 * HOUR), answered(now - 79 * HOUR), clicked(now - 30 * HOUR)],
        "billed",
      ],
      [
        "a click after it was over does",
        AUTUMN,
        "marketing",
        (now) => [clicked(now - 80 * HOUR), answered(now - 79 * HOUR), clicked(now - 2 * HOUR)],
        free,
      ],
    ];

  test.each(cases)("%s", (_, now, kind, history, expected) => {
    const { due, why } = chargeFor(sendOf(kind), ledgerOf(history(now)), now);
    expect([due, why].filter(Boolean).join(" ")).toBe(expected);
  });

  test("rules follow each other without a gap, and each has its source", () => {
    for (const [index, rules] of PRICE_RULES.entries()) {
      const next = PRICE_RULES[index + 1];
      expect(rules.source).toMatch(/^WR §3/);
      expect(rules.to === null).toBe(next === undefined);
      if (next) expect(instant(`${next.from}T00:00:00Z`) - instant(`${rules.to}T00:00:00Z`)).toBe(DAY);
    }
  });

  test.each([
    ["2025-06-30T23:59:59.999Z", "prices-2024-11"],
    ["2025-07-01T00:00:00Z", "prices-2025-07"],
    ["2026-09-30T23:59:59.999Z", "prices-2025-07"],
    ["2026-10-01T00:00:00Z", "prices-2026-10"],
  ])("at %s the rules are %s", (at, id) => expect(priceRulesAt(instant(at)).id).toBe(id));

  test("free until 72 h after the answer that opened it", () => {
    const ledger = ledgerOf([clicked(AUTUMN), answered(AUTUMN + HOUR), answered(AUTUMN + 5 * HOUR)]);
    expect(freeUntil(ledger, "c1")).toBe(AUTUMN + HOUR + 3 * DAY);
    expect(freeUntil(ledgerOf([clicked(AUTUMN)]), "c1")).toBeNull();
    expect(freeUntil(applyLedgerEvent(EMPTY_LEDGER, answered(AUTUMN)), "c1")).toBeNull();
  });
});

describe("E3: what WhatsApp says counts", () => {
  const reckoned: Charge = { category: "marketing", due: "billed", rules: "prices-2026-10" };
  const service: Charge = { category: "service", due: "allowance", rules: "prices-2026-10" };
  const cases: [what: string, charge: Charge, told: ToldPricing, expected: Partial<Charge>][] = [
    [
      "free entry point",
      reckoned,
      { billable: false, type: "free_entry_point", category: "referral_conversion" },
      { category: "marketing", due: "free", why: "entry-point", told: true },
    ],
    ["regular", reckoned, { billable: true, type: "regular", category: "marketing" }, { due: "billed", told: true }],
    [
      "recategorised",
      reckoned,
      { type: "regular", category: "utility" },
      { category: "utility", due: "billed", told: true },
    ],
    [
      "utility inside the window",
      reckoned,
      { type: "free_customer_service", category: "utility" },
      { due: "free", why: "window", told: true },
    ],
    [
      "one of the free thousand",
      service,
      { type: "free_customer_service", category: "service" },
      { due: "free", why: "free-form", told: true },
    ],
    [
      "past the free thousand",
      service,
      { type: "regular", category: "service" },
      { category: "service", due: "billed", told: true },
    ],
    [
      "Marketing Messages API",
      reckoned,
      { type: "regular", category: "marketing_lite" },
      { category: "marketing", due: "billed", told: true },
    ],
    [
      "international, as pricing spells it",
      reckoned,
      { type: "regular", category: "authentication-international" },
      { category: "authentication-international" },
    ],
    [
      "international, as conversations spell it",
      reckoned,
      { type: "regular", category: "authentication_international" },
      { category: "authentication-international" },
    ],
    ["only billable, as it was", reckoned, { billable: false }, { due: "free", told: true }],
    ["by conversation: as reckoned", reckoned, { billable: true, model: "CBP", type: "regular" }, reckoned],
    ["nothing that we know: as reckoned", service, { type: "new_kind" }, service],
  ];

  test.each(cases)("%s", (_, charge, told, expected) => expect(chargeAsTold(charge, told)).toMatchObject(expected));
});

function sendOf(kind: Kind) {
  if (kind === "twin") return { class: "marketing" as const, as: "interactive" as const, channel: "c1" };
  return { class: kind, as: kind === "free-form" ? ("free-form" as const) : ("template" as const), channel: "c1" };
}

function ledgerOf(events: readonly LedgerEvent[]): Ledger {
  return rebuildLedger(events);
}

function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}
