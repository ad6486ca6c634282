import { describe, expect, test } from "vitest";
import { RATE_EXAMPLE, readRates, writeRates } from "./rate-lines.ts";

const brazil = { country: "BR", from: "2026-10-01", marketing: 0.0625, utility: 0.0068, authentication: 0.0068 };

describe("prices as text", () => {
  test.each([
    [RATE_EXAMPLE, [brazil]],
    [
      "br;2026-10-01;0,0625;0,0068;0,0068\n\n* 2026-10-01 1 0 0",
      [brazil, { ...brazil, country: "*", marketing: 1, utility: 0, authentication: 0 }],
    ],
    ["BR\t2026-10-01\t0.0625\t0.0068\t0.0068\n", [brazil]],
    ["", []],
  ])("%j", (text, lines) => expect(readRates(text)).toEqual({ lines }));

  test.each([
    ["Brazil 2026-10-01 1 1 1", "Line 1: “Brazil” is no country: two letters such as BR, or * for all others."],
    [`${RATE_EXAMPLE}\nIN 2026-02-30 1 1 1`, "Line 2: “2026-02-30” is no day such as 2026-10-01."],
    ["IN 2026-10-01 1 1", "Line 1: three prices belong here: marketing, utility, authentication."],
    ["IN 2026-10-01 1 1 x", "Line 1: a price is a number from 0 to 1,000."],
    ["IN 2026-10-01 1 1 -1", "Line 1: a price is a number from 0 to 1,000."],
    [`${RATE_EXAMPLE}\n${RATE_EXAMPLE}`, "Line 2: BR has a line for 2026-10-01 already."],
  ])("%j is refused with its place", (text, wrong) => expect(readRates(text)).toEqual({ wrong }));

  test("what is written is read again", () => expect(readRates(writeRates([brazil]))).toEqual({ lines: [brazil] }));
});
