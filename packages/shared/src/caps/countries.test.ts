import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { isTimeZone } from "../time/instant.ts";
import {
  countryOf,
  countryOfPhone,
  countryOfUserId,
  isCapExempt,
  isUnitedStates,
  timeZoneOfCountry,
} from "./countries.ts";

describe("countryOfPhone", () => {
  test.each([
    ["+5511900000001", "BR"],
    ["+919812345678", "IN"],
    ["+447700900123", "GB"],
    ["+447797712345", "GB"],
    ["+4915112345678", "DE"],
    ["+393331234567", "IT"],
    ["+351912345678", "PT"],
    ["+358401234567", "FI"],
    ["+818012345678", "JP"],
    ["+821012345678", "KR"],
    ["+8613812345678", "CN"],
    ["+85261234567", "HK"],
    ["+886912345678", "TW"],
    ["+972987654321", "IL"],
    ["+79161234567", "RU"],
    ["+77011234567", "KZ"],
    ["+76011234567", "KZ"],
    ["+27821234567", "ZA"],
    ["+2348012345678", "NG"],
    ["+59995123456", "CW"],
    ["+5997812345", "BQ"],
    ["+38344123456", "XK"],
    ["+16505551234", "US"],
    ["+15550783881", "US"],
    ["+12125550100", "US"],
    ["+14165550100", "CA"],
    ["+19425550100", "CA"],
    ["+16045550100", "CA"],
    ["+18765550100", "JM"],
    ["+16585550100", "JM"],
    ["+18295550100", "DO"],
    ["+12425550100", "BS"],
    ["+17875550100", "PR"],
    ["+18005550100", null],
    ["+15215550100", null],
    ["+11235550100", null],
    ["+883510000000", null],
    ["+800123456789", null],
    ["5511900000001", null],
    ["+55 11 90000", null],
    ["+0511900000001", null],
    ["+55119000000010123", null],
    ["+1", null],
    ["", null],
    ["PHONE_NUMBER", null],
  ])("%s is %s", (phone, country) => {
    expect(countryOfPhone(phone)).toBe(country);
  });

  property.prop([fc.stringMatching(/^\+[1-9]\d{4,14}$/)])("names a country of two letters or none", (phone) => {
    expect(countryOfPhone(phone) ?? "ZZ").toMatch(/^[A-Z]{2}$/);
  });

  property.prop([fc.string()])("never throws on other text", (text) => {
    expect(() => countryOfPhone(text)).not.toThrow();
  });
});

describe("countryOfUserId", () => {
  test.each([
    ["BR.123", "BR"],
    ["US.13491208655302741918", "US"],
    ["US.ENT.506847293015824", "US"],
    ["us.123", null],
    ["BSUID_123", null],
    ["USA.123", null],
    ["BR.", null],
    ["", null],
  ])("%s is %s", (userId, country) => {
    expect(countryOfUserId(userId)).toBe(country);
  });
});

describe("countryOf and D4", () => {
  test.each([
    [{ phone: "+5511900000001", userId: "US.1" }, "BR", false],
    [{ phone: "+16505551234" }, "US", true],
    [{ userId: "US.1349" }, "US", true],
    [{ phone: "+18005550100", userId: "US.1349" }, "US", true],
    [{ phone: "+14165550100" }, "CA", false],
    [{ phone: "+18765550100" }, "JM", false],
    [{ phone: undefined, userId: undefined }, null, false],
    [{}, null, false],
  ])("%o is of %s", (identity, country, unitedStates) => {
    expect(countryOf(identity)).toBe(country);
    expect(isUnitedStates(identity)).toBe(unitedStates);
  });
});

test("WR §1.1: the cap is off in the 30 states of the EEA, the UK, Japan and South Korea, and nowhere else", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const countries = letters.flatMap((first) => letters.map((second) => first + second));
  expect(countries.filter(isCapExempt)).toHaveLength(33);
  for (const country of ["DE", "FR", "IS", "LI", "NO", "GB", "JP", "KR"]) expect(isCapExempt(country)).toBe(true);
  for (const country of ["CH", "BR", "IN", "US", "TR", "KP"]) expect(isCapExempt(country)).toBe(false);
  expect(isCapExempt(null)).toBe(false);
});

describe("D15: the only zone of a country", () => {
  test.each([
    ["IN", "Asia/Kolkata"],
    ["DE", "Europe/Berlin"],
    ["AR", "America/Argentina/Buenos_Aires"],
    ["KZ", "Asia/Almaty"],
    ["RS", "Europe/Belgrade"],
    ["XK", "Europe/Belgrade"],
    ["BR", null],
    ["US", null],
    ["MX", null],
    ["ID", null],
    ["ES", null],
    ["ZZ", null],
    ["__proto__", null],
  ])("%s: %s", (country, zone) => {
    expect(timeZoneOfCountry(country)).toBe(zone);
  });

  test("every zone named is one that clocks know", () => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const zones = letters.flatMap((first) => letters.map((second) => timeZoneOfCountry(first + second)));
    const named = zones.filter((zone) => zone !== null);
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});
