import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { type LedgerEvent, rebuildLedger } from "./ledger.ts";
import { isWindowOpen, windowClosesAt, windowLeft } from "./windows.ts";

const T = 1_795_428_000_000;
const spoke = (at: number, channel = "c1"): LedgerEvent => ({ kind: "interaction", at, channel });
const refused = (at: number): LedgerEvent => ({ kind: "window-refused", at, channel: "c1" });

test.each<[string, LedgerEvent[], number, boolean]>([
  ["never spoke", [], T, false],
  ["just spoke", [spoke(T)], T, true],
  ["one millisecond before 24 h", [spoke(T)], T + DAY - 1, true],
  ["exactly 24 h is closed", [spoke(T)], T + DAY, false],
  ["each message resets it", [spoke(T), spoke(T + 20 * HOUR)], T + 40 * HOUR, true],
  ["a call opens it", [{ kind: "call", at: T, channel: "c1" }], T + HOUR, true],
  ["a late message does not shorten it", [spoke(T + 20 * HOUR), spoke(T)], T + 40 * HOUR, true],
  ["each number has its own", [spoke(T, "c2")], T + HOUR, false],
  ["D14: Meta says closed", [spoke(T), refused(T + HOUR)], T + HOUR, false],
  ["D14: and it was open until then", [spoke(T), refused(T + HOUR)], T + HOUR - 1, true],
  ["D14: the next message opens it again", [spoke(T), refused(T + HOUR), spoke(T + 2 * HOUR)], T + 3 * HOUR, true],
  ["D14: a refusal of what was never open", [refused(T)], T, false],
])("window: %s", (_, events, now, open) => {
  expect(isWindowOpen(rebuildLedger(events), "c1", now)).toBe(open);
});

test("what is left", () => {
  const ledger = rebuildLedger([spoke(T)]);
  expect(windowClosesAt(ledger, "c1")).toBe(T + DAY);
  expect(windowLeft(ledger, "c1", T + 23 * HOUR)).toBe(60 * MINUTE);
  expect(windowLeft(ledger, "c1", T + 2 * DAY)).toBe(0);
  expect(windowLeft(ledger, "c2", T)).toBe(0);
});
