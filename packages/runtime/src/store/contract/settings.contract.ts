import type { Template } from "@sluice/shared/flow/template";
import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { channelRecord, NOW } from "../test-samples.ts";

const DAY = 86_400_000;
const template = (name: string, language = "en"): Template => ({
  name,
  language,
  category: "MARKETING",
  status: "APPROVED",
  components: [{ type: "BODY", text: "Hi {{1}}" }],
});

export function settingsContract(store: () => Store): void {
  describe("settings", () => {
    test("channels are kept and rewritten", async () => {
      expect(await store().channels()).toEqual([]);
      await store().saveChannel(channelRecord("ch2"));
      await store().saveChannel(channelRecord("ch1"));
      const paused = {
        ...channelRecord("ch2"),
        pausedAt: NOW,
        pausedBy: "Ida",
        quietHours: { from: "21:00", to: "09:00" },
      };
      await store().saveChannel(paused);
      expect(await store().channels()).toEqual([channelRecord("ch1"), paused]);
    });

    test("templates of a channel are replaced as a whole, those of another stay", async () => {
      await store().saveTemplates("ch1", [template("a"), template("b")], NOW);
      await store().saveTemplates("ch2", [template("z")], NOW);
      await store().saveTemplates("ch1", [template("b", "pt_BR"), template("b", "en")], NOW + 1);
      expect(await store().templates("ch1")).toEqual([
        { template: template("b", "en"), syncedAt: NOW + 1 },
        { template: template("b", "pt_BR"), syncedAt: NOW + 1 },
      ]);
      expect(await store().templates("ch2")).toHaveLength(1);
    });

    test("settings", async () => {
      expect(await store().setting("a")).toBeNull();
      await store().saveSetting("a", "1");
      await store().saveSetting("a", "2");
      expect(await store().setting("a")).toBe("2");
    });

    test("the store can be probed", async () => {
      await store().probe();
      await store().probe();
    });
  });

  describe("kept answers", () => {
    test("a key is reserved by the first, its answer given to all who come later", async () => {
      expect(await store().keepAnswer("k", "f", null, NOW)).toBeNull();
      expect(await store().keepAnswer("k", "f", null, NOW)).toEqual({ fingerprint: "f", answer: null });
      expect(await store().keepAnswer("k", "f", "201", NOW)).toBeNull();
      expect(await store().keepAnswer("k", "f", null, NOW)).toEqual({ fingerprint: "f", answer: "201" });
      expect(await store().keepAnswer("k", "f", "500", NOW)).toEqual({ fingerprint: "f", answer: "201" });
    });

    test("of requests at once one gets the reservation", async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => store().keepAnswer("k", "f", null, NOW)));
      expect(all.filter((one) => one === null)).toHaveLength(1);
    });

    test("another request under the same key is shown whose it is, and does not answer for it", async () => {
      await store().keepAnswer("k", "f", null, NOW);
      expect(await store().keepAnswer("k", "g", "201", NOW)).toEqual({ fingerprint: "f", answer: null });
      expect(await store().keepAnswer("k", "f", null, NOW)).toEqual({ fingerprint: "f", answer: null });
    });

    test("keys live 24 hours", async () => {
      await store().keepAnswer("k", "f", "201", NOW);
      expect(await store().keepAnswer("k", "f", null, NOW + DAY - 1)).toEqual({ fingerprint: "f", answer: "201" });
      expect(await store().keepAnswer("k", "g", null, NOW + DAY)).toBeNull();
    });
  });
}
