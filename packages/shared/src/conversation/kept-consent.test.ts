/** What a flow keeps of a contact's wishes (the `consent` node): D1, D13. */
import { expect, test } from "vitest";
import { rebuildLedger } from "../caps/ledger.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { HOUR } from "../time/duration.ts";
import { TestWorld } from "./test-world.ts";

const templates = [templateOf("offer", ["Yes"])];
const campaign = (id: string) =>
  flowOf(
    id,
    {
      entry: ["entry", { trigger: { kind: "campaign" } }],
      [id]: ["template", { name: "offer", language: "en" }],
      gone: ["end", { reason: "wants none" }],
    },
    [`entry next ${id}`, `${id} opted-out gone`],
    { templates },
  );
const keeping = (marketing: "in" | "out") =>
  flowOf(
    "keep",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      rest: ["delay", { duration: "PT1H" }],
      keep: ["consent", { marketing }],
    },
    ["entry next rest", "rest next keep"],
  );

test("E-36 D13 offers of other flows that are held leave by opted-out as soon as a flow keeps that none are wanted", () => {
  const world = new TestWorld(campaign("one"), campaign("two"), keeping("out"));
  world.start("one");
  world.start("two");
  expect(world.fate("two")).toBe("held D2");
  world.start("keep");
  world.wait(HOUR);
  expect(world.fate("two")).toBe("refused opted-out");
  expect([...world.sessions.values()].find((session) => session.flow === "two")?.reason).toBe("wants none");
  expect(world.log.find((entry) => entry.code === "opted-out")?.params).toMatchObject({ by: "flow", flow: "keep" });
});

test("E-36 D1 it clears what a STOP word said, and leaves Meta's switch alone", () => {
  const word = new TestWorld(campaign("one"), keeping("in"));
  word.says("stop");
  word.start("keep");
  word.wait(HOUR);
  word.start("one");
  expect(word.fate("one")).toBe("sent delivered");

  const meta = new TestWorld(campaign("one"), keeping("in"));
  meta.does({ kind: "preference-changed", channel: "c1", wants: "stop", at: meta.now });
  meta.start("keep");
  meta.wait(HOUR);
  expect(meta.state.ledger.stoppedByMetaAt).not.toBeNull();
  meta.start("one");
  expect([...meta.sessions.values()].find((session) => session.flow === "one")?.reason).toBe("wants none");
});

test("a ledger rebuilt from its log knows what was kept", () => {
  const kept = { by: "flow", at: 1 } as const;
  expect(rebuildLedger([{ kind: "stopped", ...kept }]).stoppedByWordAt).toBe(1);
  expect(
    rebuildLedger([
      { kind: "stopped", ...kept },
      { kind: "resumed", ...kept },
    ]).stoppedByWordAt,
  ).toBeNull();
});

test("flows that keep consent in circles come to an end", () => {
  const circle = flowOf(
    "circle",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      out: ["consent", { marketing: "out" }],
      offer: ["template", { name: "offer", language: "en" }],
      back: ["consent", { marketing: "in" }],
    },
    ["entry next out", "out next offer", "offer opted-out back", "back next out"],
    { templates },
  );
  const world = new TestWorld(circle);
  world.start();
  expect(world.at()).toBe("ended: endless-turn");
  expect(world.state.ledger.stoppedByWordAt).toBeNull();
});
