import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Store, TimelinePart } from "../store.ts";
import { CHANNEL, contactWith, entry, incoming, message, NOW, turn } from "../test-samples.ts";

const PHONE = "+5511900000001";
const say = (part: TimelinePart) => part.inbound?.wamid ?? part.message?.id ?? part.entry?.code ?? "?";

/** From the newest page back to the first. */
async function readBack(store: Store, contact: string, limit: number): Promise<TimelinePart[]> {
  let read: TimelinePart[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.timeline(contact, null, cursor, limit);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    read = [...page.items, ...read];
    cursor = page.next;
  } while (cursor !== null);
  return read;
}

export function timelineContract(store: () => Store): void {
  describe("timeline", () => {
    test("one turn reads: what came, what began, what was said, what became of it", async () => {
      const contact = await contactWith(store(), PHONE);
      const log = [
        entry("received"),
        entry("session-started"),
        entry("session-ended", { rule: "T6", params: { reason: "done" } }),
      ];
      await turn(
        store(),
        contact,
        { messages: [message(contact)], log },
        {
          inbound: { channel: CHANNEL, message: incoming("w1"), takenBy: "s1" },
        },
      );
      const { items, next } = await store().timeline(contact, null, null, 10);
      expect(items.map(say)).toEqual(["w1", "received", "session-started", "m1", "session-ended"]);
      expect(items[0]).toMatchObject({ at: NOW, inbound: { wamid: "w1", channel: CHANNEL, message: incoming("w1") } });
      expect(items[3]?.message).toEqual(message(contact));
      expect(items[4]?.entry).toEqual(log[2]);
      expect(items.map(({ position }) => position)).toEqual(items.map(({ position }) => position).toSorted());
      expect(next).toBeNull();
    });

    test("an answer of the same second stands below what it answers", async () => {
      const contact = await contactWith(store(), PHONE);
      await turn(store(), contact, { messages: [message(contact, { createdAt: NOW + 400 })] });
      // WhatsApp says 10:00:00 of a message that was written at 10:00:00.700.
      await turn(
        store(),
        contact,
        { log: [entry("received", { at: NOW + 800 })] },
        {
          inbound: { channel: CHANNEL, message: incoming("w1", "Yes", NOW), takenBy: null },
        },
      );
      expect((await store().timeline(contact, null, null, 10)).items.map(say)).toEqual(["m1", "w1", "received"]);
    });

    test("a message that comes late stands where it was written", async () => {
      const contact = await contactWith(store(), PHONE);
      await turn(store(), contact, { messages: [message(contact)] });
      await turn(
        store(),
        contact,
        { log: [entry("received", { at: NOW + 99_000 })] },
        {
          inbound: { channel: CHANNEL, message: incoming("w1", "Yes", NOW - 60_000), takenBy: null },
        },
      );
      expect((await store().timeline(contact, null, null, 10)).items.map(say)).toEqual(["w1", "m1", "received"]);
    });

    test("of one channel only, when one is named; of one contact only, always", async () => {
      const contact = await contactWith(store(), PHONE);
      const other = await contactWith(store(), "+5511900000002");
      await turn(store(), contact, { log: [entry("note"), entry("held", { channel: "ch2" })] });
      await turn(store(), other, { log: [entry("sent")] });
      expect((await store().timeline(contact, "ch2", null, 10)).items.map(say)).toEqual(["held"]);
      expect((await store().timeline(contact, null, null, 10)).items.map(say)).toEqual(["note", "held"]);
      expect((await store().timeline("c_nobody", null, null, 10)).items).toEqual([]);
    });

    test("a cursor that is none is refused with a sentence", async () => {
      const contact = await contactWith(store(), PHONE);
      for (const cursor of [
        "",
        "nonsense",
        Buffer.from('{"a":1}').toString("base64url"),
        Buffer.from('["x",1,2]').toString("base64url"),
      ]) {
        await expect(store().timeline(contact, null, cursor, 10)).rejects.toThrow(/cursor/);
      }
    });

    let people = 0;
    property.prop(
      [
        fc.array(fc.tuple(fc.nat(5), fc.constantFrom("log", "message", "inbound")), { maxLength: 25 }),
        fc.integer({ min: 1, max: 9 }),
      ],
      {
        numRuns: 40,
      },
    )("pages of any size, put together, are the whole timeline, once and in order", async (steps, limit) => {
      people += 1;
      const contact = await contactWith(store(), `+55119${people}`);
      for (const [index, [at, kind]] of steps.entries()) {
        const id = `${people}-${index}`;
        if (kind === "log") await turn(store(), contact, { log: [entry("note", { at: NOW + at })] });
        else if (kind === "message")
          await turn(store(), contact, { messages: [message(contact, { id, createdAt: NOW + at })] });
        else
          await turn(
            store(),
            contact,
            {},
            { inbound: { channel: CHANNEL, message: incoming(id, "x", NOW + at), takenBy: null } },
          );
      }
      const whole = (await store().timeline(contact, null, null, 100)).items;
      expect(whole).toHaveLength(steps.length);
      expect(whole.map(({ at }) => at)).toEqual(whole.map(({ at }) => at).toSorted((a, b) => a - b));
      expect(await readBack(store(), contact, limit)).toEqual(whole);
    });
  });
}
