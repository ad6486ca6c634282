import { describe, expect, test } from "vitest";
import type { Notice, Store } from "../store.ts";
import { NOW } from "../test-samples.ts";

export function noticesContract(current: () => Store): void {
  describe("notices", () => {
    const notice = (id: string, subject: string): Notice => ({ id, subject, at: NOW, code: "x", params: { name: id } });

    test("newest first, of one subject or of all of a kind, until somebody puts them away", async () => {
      const store = current();
      await store.addNotice(notice("n1", "flow:a"));
      await store.addNotice(notice("n2", "flow:ab"));
      await store.addNotice(notice("n3", "flow:a"));
      await store.addNotice(notice("n4", "channel:a"));
      const ids = async (subject: string) => (await store.notices(subject)).map(({ id }) => id);
      expect(await ids("flow:a")).toEqual(["n3", "n1"]);
      expect(await ids("flow:")).toEqual(["n3", "n2", "n1"]);
      expect(await store.dismissNotice("flow:ab", "n1", "Asha", NOW)).toBe(false);
      expect(await store.dismissNotice("flow:a", "n1", "Asha", NOW)).toBe(true);
      expect(await store.dismissNotice("flow:a", "n1", "Asha", NOW)).toBe(false);
      expect(await ids("flow:a")).toEqual(["n3"]);
      expect((await store.notices("flow:ab"))[0]).toEqual(notice("n2", "flow:ab"));
    });

    test("the oldest of very many are forgotten", async () => {
      const store = current();
      for (let number = 0; number < 205; number += 1) await store.addNotice(notice(`n${number}`, "flow:a"));
      const left = await store.notices("flow:a");
      expect(left).toHaveLength(200);
      expect(left[0]?.id).toBe("n204");
    });
  });
}
