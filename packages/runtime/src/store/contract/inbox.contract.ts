import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { NOW } from "../test-samples.ts";

const row = (id: string, body = id) => ({ id, receivedAt: NOW, body: new TextEncoder().encode(body) });
const ids = async (store: Store, limit = 10) => (await store.pendingInbox(limit)).map((pending) => pending.id);

export function inboxContract(store: () => Store): void {
  describe("inbox", () => {
    test("keeps bodies byte by byte, in the order they came", async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store().appendInbox([row("z"), { ...row("b"), body: bytes }]);
      await store().appendInbox([row("a", "")]);
      const pending = await store().pendingInbox(10);
      expect(pending.map(({ id, receivedAt }) => [id, receivedAt])).toEqual([
        ["z", NOW],
        ["b", NOW],
        ["a", NOW],
      ]);
      expect([...(pending[1]?.body ?? [])]).toEqual([...bytes]);
      expect(pending[2]?.body.length).toBe(0);
      expect(await ids(store(), 2)).toEqual(["z", "b"]);
    });

    test("what is finished does not come again, with or without a note", async () => {
      await store().appendInbox([row("1"), row("2"), row("3")]);
      await store().finishInbox(["1"]);
      await store().finishInbox(["3"], "unknown field");
      expect(await ids(store())).toEqual(["2"]);
      await store().finishInbox(["nobody"]);
      expect(await ids(store())).toEqual(["2"]);
    });

    test("all or none: a row that is refused takes the others with it", async () => {
      await store().appendInbox([row("1")]);
      await expect(store().appendInbox([row("2"), row("1")])).rejects.toThrow();
      expect(await ids(store())).toEqual(["1"]);
      await store().appendInbox([row("2")]);
      expect(await ids(store())).toEqual(["1", "2"]);
    });

    test("nothing to append is no error", async () => {
      await store().appendInbox([]);
      expect(await ids(store())).toEqual([]);
    });
  });
}
