/** The story that Sluice is for: two marketing templates in a row, and a person who is at WhatsApp's limit. */
import { beforeEach, describe, expect, test } from "vitest";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR, MINUTE } from "../time/duration.ts";
import { CAPPED, START, TestWorld } from "./test-world.ts";

const blackFriday = () =>
  flowOf(
    "black-friday",
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      early: ["template", { name: "early", language: "en", timeout: "PT2H" }],
      ordered: ["condition", { branches: [{ id: "yes", when: "contact.ordered" }] }],
      last: ["template", { name: "last", language: "en", timeout: "P1D" }],
      thanks: ["text", { text: "Wonderful, {{ contact.name }}." }],
    },
    ["entry next early", "early timeout ordered", "ordered else last", "last button:0 thanks"],
    { templates: [templateOf("early", ["Show me", "Not now"]), templateOf("last", ["I want it", "No"])] },
  );

let world: TestWorld;
beforeEach(() => {
  world = new TestWorld(blackFriday());
});

describe("Last hours waits for the answer to Early access", () => {
  beforeEach(() => {
    world.start();
    world.wait(2 * HOUR);
  });

  test("Early access arrives; two hours later Last hours is held, and the timeline says behind what", () => {
    expect(world.phone).toEqual(["template: This is early"]);
    expect(world.at()).toBe("at last");
    expect(world.fate("last")).toBe("held D2");
    expect(world.log.findLast((entry) => entry.code === "held")).toMatchObject({
      at: START + 2 * HOUR,
      rule: "D2",
      node: "last",
      params: {
        until: null,
        interaction: true,
        after: { name: "early", flow: "black-friday", at: START },
        deadline: START + 2 * HOUR + 7 * DAY,
      },
    });
  });

  test("the answer lets it go at once, as an interactive message, and the session goes on", () => {
    world.wait(MINUTE);
    world.says("is it still on?");
    expect(world.phone).toEqual(["template: This is early", "interactive: This is last"]);
    expect(world.log.findLast((entry) => entry.code === "released")).toMatchObject({
      rule: "I3",
      params: { by: "interaction", text: "is it still on?", as: "interactive" },
    });
    expect(world.session().wait).toMatchObject({ for: "answer", until: world.now + DAY });
    world.taps("I want it");
    expect(world.phone.at(-1)).toBe("free-form: Wonderful, Asha.");
    expect(world.at()).toBe("ended: finished");
  });

  test("a tap on Early access whose port leads nowhere is an answer too", () => {
    world.taps("Show me");
    expect(world.phone).toEqual(["template: This is early", "interactive: This is last"]);
  });

  test("T4 nobody answers for 7 days: it expires and never arrives", () => {
    world.wait(7 * DAY - 1);
    expect(world.fate("last")).toBe("held D2");
    world.wait(1);
    expect(world.fate("last")).toBe("expired expired");
    expect(world.at()).toBe("ended: expired");
    world.says("hello?");
    expect(world.phone).toEqual(["template: This is early"]);
  });
});

describe("a person at WhatsApp's limit", () => {
  beforeEach(() => {
    world.reactions = [{ late: CAPPED }];
    world.start();
  });

  test("B1 the block, and the next try at least 24 h away", () => {
    expect(world.phone).toEqual([]);
    expect(world.at()).toBe("at early");
    expect(world.message("early")).toMatchObject({ state: "held", blocks: 1, hold: { rule: "B1", interaction: true } });
    expect(world.message("early").hold?.until).toBe(START + DAY);
    expect(world.log.find((entry) => entry.code === "blocked")).toMatchObject({
      rule: "131049",
      params: { try: 2, of: 5, retryAt: START + DAY },
    });
  });

  test("B1 after the cooldown it is tried again, and delivered", () => {
    world.wait(DAY - 1);
    expect(world.message("early").attempts).toHaveLength(1);
    world.wait(1);
    expect(world.phone).toEqual(["template: This is early"]);
    expect(world.message("early").attempts.map((attempt) => attempt.state)).toEqual(["failed", "delivered"]);
    expect(world.session().wait).toMatchObject({ for: "answer", until: START + DAY + 2 * HOUR });
  });

  test("B1 or as soon as the person writes, as an interactive message; what he wrote is no answer to it", () => {
    world.wait(3 * HOUR);
    world.says("hi");
    expect(world.phone).toEqual(["interactive: This is early"]);
    expect(world.log.findLast((entry) => entry.code === "released")?.rule).toBe("B1");
    expect(world.at()).toBe("at early");
    expect(world.log.some((entry) => entry.code === "to-inbox")).toBe(true);
  });
});
