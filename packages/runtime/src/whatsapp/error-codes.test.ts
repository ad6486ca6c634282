import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { describeCode } from "./error-codes.ts";

/** Every number of WR §2. */
const documented = [
  0, 1, 2, 3, 4, 10, 33, 100, 104, 190, 200, 230, 299, 368, 470, 1026, 80007, 130403, 130429, 130472, 130497, 131000,
  131005, 131008, 131009, 131014, 131016, 131021, 131026, 131030, 131031, 131037, 131042, 131045, 131047, 131048,
  131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 131062, 131063, 131064, 132000, 132001, 132005,
  132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069, 133000, 133004, 133005, 133006, 133008, 133009,
  133010, 133015, 133016, 134011, 134100, 134101, 134102, 135000, 137000, 2388019, 2388039, 2388040, 2388047, 2388072,
  2388073, 2388293, 2388299,
];

test("WR §2: every documented number has a row", () => {
  expect(documented.filter((code) => describeCode(code).title === "Unknown error")).toEqual([]);
});

describe("what decides the course of a message", () => {
  test.each([
    // B1: at least 24 h, marketing to this person only, by the port of its own
    [131049, "after-a-day", "contact-marketing", "capped"],
    // D1, T6
    [131050, "never", "contact-marketing", "opted-out"],
    // D9, D14
    [131047, "never", "message", "window-closed"],
    [470, "never", "message", "window-closed"],
    // T6
    [130472, "never", "message", "failed"],
    [132001, "never", "message", "failed"],
    [131026, "never", "message", "failed"],
    [132015, "when-paused-ends", "template", "failed"],
    [132016, "when-paused-ends", "template", "failed"],
    // rates
    [131056, "backoff", "pair", "failed"],
    [130429, "backoff", "number", "failed"],
    [80007, "backoff", "account", "failed"],
    [4, "backoff", "account", "failed"],
    // the platform's own trouble
    [1, "soon", "message", "failed"],
    [2, "soon", "message", "failed"],
    [131000, "soon", "message", "failed"],
    [131016, "soon", "message", "failed"],
    [131057, "soon", "number", "failed"],
    // WR §2: stop the sender, never retry the message
    [131048, "never", "number", "failed"],
    [368, "never", "account", "failed"],
    [131031, "never", "account", "failed"],
    [131042, "never", "account", "failed"],
    [190, "never", "account", "failed"],
    [210, "never", "account", "failed"],
    [133010, "never", "number", "failed"],
    [404, "never", "message", "failed"],
  ])("%i: retry %s, stops %s, leaves by %s", (code, retry, stops, port) => {
    expect(describeCode(code)).toMatchObject({ code, retry, stops, port });
  });
});

describe("B5: what people are told", () => {
  test("131049 names the limit over all businesses, what is not the cause and what is next", () => {
    const { forPeople } = describeCode(131049);
    for (const part of [
      "all businesses",
      "quality rating",
      "opt-in",
      "tier",
      "spending",
      "not the cause",
      "24 hours",
    ]) {
      expect(forPeople).toContain(part);
    }
    expect(forPeople).toContain("can meet the same limit");
  });

  test.each(documented)("%i: whole sentences, and no promise of a delivery", (code) => {
    const { title, forPeople } = describeCode(code);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(forPeople).toMatch(/^[A-Z].*\.$/);
    expect(forPeople).not.toMatch(/!|will (be )?(delivered|sent|arrive)|gets? through|guarantee/i);
  });
});

property.prop([fc.integer({ min: 140_000, max: 2_000_000 })])(
  "a number nobody documented is permanent and shown",
  (code) => {
    expect(describeCode(code)).toMatchObject({ code, retry: "never", stops: "message", port: "failed" });
    expect(describeCode(code).forPeople).toContain(String(code));
  },
);
