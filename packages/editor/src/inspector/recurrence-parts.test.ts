import { describe, expect, it } from "vitest";
import { recurrenceParts, recurrenceRule } from "./recurrence-parts.ts";

describe("recurrence rules as parts", () => {
  it.each([
    "FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
    "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=8;BYMINUTE=30",
    "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=18;BYMINUTE=5",
  ])("%s is read and written back", (rule) => {
    const parts = recurrenceParts(rule);
    expect(parts && recurrenceRule(parts)).toBe(rule);
  });
  it.each([
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=2;BYHOUR=9;BYMINUTE=0",
    "FREQ=DAILY;BYDAY=MO;BYHOUR=9;BYMINUTE=0",
    "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0",
    "FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0",
    "FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=9;BYMINUTE=0",
    "FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0",
    "FREQ=YEARLY;BYHOUR=9;BYMINUTE=0",
    "FREQ=DAILY;COUNT=3;BYHOUR=9;BYMINUTE=0",
    "every day",
  ])("%s says more, and stays as it is", (rule) => {
    expect(recurrenceParts(rule)).toBeNull();
  });
});
