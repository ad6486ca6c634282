import { DAY, HOUR } from "@sluice/shared/time/duration";
import { expect, test } from "vitest";
import type { Clock } from "../clock.ts";
import { readConfig } from "../config.ts";
import type { SweepBefore, Swept } from "../store/store.ts";
import { Retention, USUAL_RETENTION } from "./retention.ts";

const NONE: Swept = { webhooks: 0, eventKeys: 0, answers: 0 };

test("sweeps soon after the start and then once a day, by the periods, also after a fault", async () => {
  const START = 1_000 * DAY;
  let now = START;
  const due: { at: number; run: () => unknown }[] = [];
  const clock: Clock = {
    now: () => now,
    schedule: (at, run) => {
      due.push({ at, run });
      return () => due.splice(0);
    },
  };
  const asked: SweepBefore[] = [];
  const faults: unknown[] = [];
  const retention = new Retention({
    clock,
    store: {
      sweep: async (before) => {
        asked.push(before);
        if (asked.length === 2) throw new Error("busy");
        return NONE;
      },
    },
    periods: USUAL_RETENTION,
    swept: () => {},
    onError: (error) => faults.push(error),
  });
  const next = async () => {
    const timer = due.shift();
    if (!timer) throw new Error("nothing is due");
    now = timer.at;
    await timer.run();
  };
  retention.start();
  await next();
  expect(now - START).toBeLessThan(HOUR);
  const first = now;
  await next();
  await next();
  expect(now).toBe(first + 2 * DAY);
  expect(faults).toHaveLength(1);
  expect(asked[0]).toEqual({ webhooks: first - 14 * DAY, eventKeys: first - 30 * DAY, answers: first - DAY });
  await retention.stop();
  expect(due).toEqual([]);
});

test.each([
  [{}, USUAL_RETENTION],
  [
    { RETAIN_WEBHOOKS: "P1D", RETAIN_EVENT_KEYS: "P8D" },
    { webhooks: DAY, eventKeys: 8 * DAY },
  ],
])("the periods of %o", (environment, expected) => {
  const read = readConfig(environment, "/");
  expect(read.ok && read.config.retention).toEqual(expected);
});

test("keys are kept for as long as WhatsApp delivers again, whatever is asked", () => {
  const read = readConfig({ RETAIN_WEBHOOKS: "2 weeks", RETAIN_EVENT_KEYS: "P7D" }, "/");
  expect(!read.ok && read.problems).toEqual([
    expect.stringMatching(/RETAIN_WEBHOOKS is "2 weeks"/),
    expect.stringMatching(/RETAIN_EVENT_KEYS is "P7D".*at least P8D/),
  ]);
});
