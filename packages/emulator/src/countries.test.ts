import { describe, expect, it } from "vitest";
import { callingCodeOf, countryOf, isExempt, looksInternational } from "./countries.ts";

describe("countries by number (WR §1.1)", () => {
  it.each([
    ["5511900000042", "BR", false],
    ["919000000017", "IN", false],
    ["2348012345678", "NG", false],
    ["16505551234", "US", false],
    ["14165551234", "CA", false],
    ["18765551234", "JM", false],
    ["17875551234", "PR", false],
    ["4915112345678", "DE", true],
    ["33612345678", "FR", true],
    ["351912345678", "PT", true],
    ["3545551234", "IS", true],
    ["4236601234", "LI", true],
    ["4791234567", "NO", true],
    ["447911123456", "GB", true],
    ["819012345678", "JP", true],
    ["821012345678", "KR", true],
    ["85012345678", "KP", false],
    ["41791234567", "CH", false],
    ["79161234567", "RU", false],
    ["99999999999", "ZZ", false],
  ])("%s is %s, exempt: %s", (digits, country, exempt) => {
    expect([countryOf(digits), isExempt(countryOf(digits))]).toEqual([country, exempt]);
  });

  it("exempt are 30 countries of the EEA and three more", () => {
    const codes = Array.from({ length: 999 }, (_, index) => countryOf(`${index + 1}00000000`.replace(/^1/, "1416")));
    expect(new Set(codes.filter(isExempt)).size).toBe(33);
  });

  it("tells an international number without its plus from a local one", () => {
    expect(
      ["5511900000042", "16505551234", "11900000042", "900000042", "121212121212"].map(looksInternational),
    ).toEqual([true, true, false, false, false]);
    expect(["5511900000042", "351912345678", "16505551234"].map(callingCodeOf)).toEqual(["55", "351", "1"]);
  });
});
