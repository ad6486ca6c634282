import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { NOW } from "../test-samples.ts";

const ID = `file:${"a".repeat(32)}`;
const file = { id: ID, name: "a.png", mimeType: "image/png", addedAt: NOW, addedBy: "Ines" };
const bytes = Uint8Array.from([1, 2, 3]);

export function mediaContract(store: () => Store): void {
  describe("files to send", () => {
    test("kept once, listed without their bytes, removed with their uploads", async () => {
      expect(await store().addMedia(file, bytes)).toBe(true);
      expect(await store().addMedia({ ...file, name: "b.png" }, bytes)).toBe(false);
      expect(await store().listMedia()).toEqual([{ ...file, size: 3 }]);
      const kept = await store().media(ID);
      expect({ ...kept, bytes: Uint8Array.from(kept?.bytes ?? []) }).toEqual({ ...file, size: 3, bytes });
      await store().keepMediaUpload(ID, "1", { platformId: "77", expiresAt: NOW + 10 });
      expect(await store().removeMedia(ID)).toBe(true);
      expect(await store().removeMedia(ID)).toBe(false);
      expect(await store().media(ID)).toBeNull();
      expect(await store().mediaUpload(ID, "1", NOW)).toBeNull();
    });

    test("WhatsApp's id is known by number, until it expires or is forgotten", async () => {
      await store().addMedia(file, bytes);
      await store().keepMediaUpload(ID, "1", { platformId: "77", expiresAt: NOW + 10 });
      expect(await store().mediaUpload(ID, "1", NOW)).toBe("77");
      expect(await store().mediaUpload(ID, "2", NOW)).toBeNull();
      expect(await store().mediaUpload(ID, "1", NOW + 10)).toBeNull();
      await store().keepMediaUpload(ID, "1", { platformId: "78", expiresAt: NOW + 20 });
      expect(await store().mediaUpload(ID, "1", NOW + 10)).toBe("78");
      await store().keepMediaUpload(ID, "1", null);
      expect(await store().mediaUpload(ID, "1", NOW)).toBeNull();
    });
  });
}
