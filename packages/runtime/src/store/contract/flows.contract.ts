import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { CHANNEL, flowDocument, NOW } from "../test-samples.ts";

const SALE = flowDocument("sale", "Sale");

export function flowsContract(store: () => Store): void {
  describe("flows", () => {
    test("trials are kept apart: hidden, numbered downwards, and not kept twice", async () => {
      await store().createFlow(flowDocument("a"), "me", NOW);
      const first = await store().addTrial("a", flowDocument("a", "one"), "me", NOW);
      expect([first.number, (await store().addTrial("a", flowDocument("a", "one"), "me", NOW)).number]).toEqual([
        -1, -1,
      ]);
      expect((await store().addTrial("a", flowDocument("a", "two"), "me", NOW)).number).toBe(-2);
      expect((await store().revision("a", -1))?.document.name).toBe("one");
      expect(await store().flow("a")).toMatchObject({ revision: null });
      expect(await store().revisions("a")).toEqual([]);
      expect((await store().publish("a", CHANNEL, flowDocument("a", "real"), "me", null, NOW))?.number).toBe(1);
      expect((await store().revisions("a")).map(({ number }) => number)).toEqual([1]);
      expect(await store().flow("a")).toMatchObject({ revision: 1, published: 1 });
    });

    test("a draft is made once", async () => {
      expect(await store().createFlow(SALE, "Ida", NOW)).toBe(true);
      expect(await store().createFlow(flowDocument("sale", "Other"), "Ola", NOW + 1)).toBe(false);
      expect(await store().flow("sale")).toEqual({
        id: "sale",
        version: 1,
        draft: SALE,
        createdAt: NOW,
        updatedAt: NOW,
        updatedBy: "Ida",
        revision: null,
        published: null,
        pausedAt: null,
        pausedBy: null,
      });
      expect(await store().flow("none")).toBeNull();
    });

    test("of two who save the same version the second is told, and nobody's work is lost", async () => {
      await store().createFlow(SALE, "Ida", NOW);
      const drafts = [flowDocument("sale", "By Ida"), flowDocument("sale", "By Ola")] as const;
      const saved = await Promise.all([
        store().saveDraft("sale", 1, drafts[0], "Ida", NOW + 1),
        store().saveDraft("sale", 1, drafts[1], "Ola", NOW + 2),
      ]);
      expect(saved).toEqual([expect.objectContaining({ version: 2, draft: drafts[0], updatedBy: "Ida" }), "conflict"]);
      expect((await store().flow("sale"))?.draft).toEqual(drafts[0]);
      expect(await store().saveDraft("none", 1, SALE, "Ida", NOW)).toBeNull();
    });

    test("publishing freezes a revision and puts it on the channel", async () => {
      await store().createFlow(SALE, "Ida", NOW);
      const second = flowDocument("sale", "Second");
      expect(await store().publish("sale", CHANNEL, SALE, "Ida", null, NOW)).toEqual({
        flow: "sale",
        number: 1,
        document: SALE,
        at: NOW,
        by: "Ida",
        reason: null,
      });
      await store().publish("sale", CHANNEL, second, "Ola", "It is urgent", NOW + 1);
      await store().saveDraft("sale", 1, flowDocument("sale", "Third"), "Ida", NOW + 2);
      expect((await store().revisions("sale")).map(({ number, by, reason }) => [number, by, reason])).toEqual([
        [2, "Ola", "It is urgent"],
        [1, "Ida", null],
      ]);
      expect((await store().revision("sale", 1))?.document).toEqual(SALE);
      expect(await store().revision("sale", 3)).toBeNull();
      expect(await store().publications(CHANNEL)).toEqual([{ flow: "sale", revision: 2, paused: false }]);
      expect(await store().publications("ch2")).toEqual([]);
      expect(await store().flow("sale")).toMatchObject({ revision: 2, published: 2, version: 2 });
      expect(await store().publish("none", CHANNEL, SALE, "Ida", null, NOW)).toBeNull();
      expect(await store().revisions("none")).toEqual([]);
    });

    test("a flow is paused by someone and resumed", async () => {
      await store().createFlow(SALE, "Ida", NOW);
      await store().publish("sale", CHANNEL, SALE, "Ida", null, NOW);
      expect(await store().pauseFlow("sale", "Ola", NOW + 5)).toBe(true);
      expect(await store().flow("sale")).toMatchObject({ pausedAt: NOW + 5, pausedBy: "Ola" });
      expect(await store().publications(CHANNEL)).toMatchObject([{ paused: true }]);
      expect(await store().pauseFlow("sale", null, NOW + 6)).toBe(true);
      expect(await store().flow("sale")).toMatchObject({ pausedAt: null, pausedBy: null });
      expect(await store().pauseFlow("none", "Ola", NOW)).toBe(false);
    });

    test("deleting takes the draft and the publication; revisions stay, and their numbers are not given again", async () => {
      await store().createFlow(SALE, "Ida", NOW);
      await store().publish("sale", CHANNEL, SALE, "Ida", null, NOW);
      expect(await store().deleteFlow("sale")).toBe(true);
      expect(await store().deleteFlow("sale")).toBe(false);
      expect(await store().flow("sale")).toBeNull();
      expect(await store().publications(CHANNEL)).toEqual([]);
      expect((await store().revision("sale", 1))?.document).toEqual(SALE);
      expect(await store().createFlow(SALE, "Ida", NOW)).toBe(true);
      expect((await store().publish("sale", CHANNEL, SALE, "Ida", null, NOW))?.number).toBe(2);
    });

    test("the list has the newest work first", async () => {
      await store().createFlow(SALE, "Ida", NOW);
      await store().createFlow(flowDocument("welcome"), "Ida", NOW + 1);
      expect((await store().flows()).map(({ id }) => id)).toEqual(["welcome", "sale"]);
      await store().saveDraft("sale", 1, SALE, "Ida", NOW + 2);
      expect((await store().flows()).map(({ id }) => id)).toEqual(["sale", "welcome"]);
    });
  });
}
