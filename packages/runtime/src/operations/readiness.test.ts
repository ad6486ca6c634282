import { describe, expect, test } from "vitest";
import type { StoreFigures } from "../store/store.ts";
import { Readiness } from "./readiness.ts";

const good: StoreFigures = { schema: { found: 3, known: 3 }, databaseBytes: 1, walBytes: 1, diskFreeBytes: 1e9 };

function ready(changes: { probe?: () => Promise<void>; figures?: Partial<StoreFigures> } = {}) {
  const store = {
    probe: changes.probe ?? (async () => {}),
    storeFigures: async () => ({ ...good, ...changes.figures }),
  };
  const readiness = new Readiness(store, 50);
  readiness.started();
  return readiness;
}

describe("readiness", () => {
  test("everything is well", async () => {
    expect((await ready().report()).ready).toBe(true);
    expect((await ready({ figures: { diskFreeBytes: null } }).report()).ready).toBe(true);
  });

  test.each<[string, Readiness, RegExp]>([
    [
      "a disk that refuses",
      ready({ probe: () => Promise.reject(new Error("disk full")) }),
      /cannot be written: disk full/,
    ],
    ["a lock that is held", ready({ probe: () => new Promise(() => {}) }), /no commit within 50 ms/],
    ["a disk that is nearly full", ready({ figures: { diskFreeBytes: 9 * 1_048_576 } }), /Only 9 MB are free/],
    ["another version's schema", ready({ figures: { schema: { found: 4, known: 3 } } }), /has schema 4.* knows 3/],
  ])("not with %s, and says so", async (_, readiness, why) => {
    const { ready, checks } = await readiness.report();
    expect(ready).toBe(false);
    expect(checks.filter(({ ok }) => !ok).map((check) => check.why)).toEqual([expect.stringMatching(why)]);
  });

  test("not before the start is done, and not when it stops", async () => {
    const starting = new Readiness({ probe: async () => {}, storeFigures: async () => good });
    expect(await starting.report()).toMatchObject({
      ready: false,
      checks: [{ name: "running", ok: false, why: expect.stringContaining("starting") }, {}, {}, {}],
    });
    const stopping = ready();
    stopping.stop();
    expect(await stopping.report()).toMatchObject({
      ready: false,
      checks: [{ name: "running", ok: false, why: expect.stringContaining("stopping") }, {}, {}, {}],
    });
  });
});
