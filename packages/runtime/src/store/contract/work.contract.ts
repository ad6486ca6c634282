import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { attempt, contactWith, message, NOW, session, turn } from "../test-samples.ts";

const PHONE = "+5511900000001";
const held = (until: number | null) => ({
  state: "held" as const,
  hold: { rule: "D8", interaction: false, until, since: NOW },
});

export function workContract(store: () => Store): void {
  describe("work that waits", () => {
    test("timers follow from waits, holds and deadlines, earliest first", async () => {
      const contact = await contactWith(store(), PHONE);
      expect(await store().nextTimerAt()).toBeNull();
      await turn(store(), contact, {
        sessions: [
          session(contact, { wait: { for: "time", until: NOW + 20, since: NOW }, generation: 4 }),
          session(contact, { id: "s2", flow: "b", wait: { for: "answer", until: null, since: NOW } }),
        ],
        messages: [
          message(contact, { id: "m-hold", ...held(NOW + 10) }),
          message(contact, { id: "m-deadline", ...held(null), deadline: NOW + 30 }),
          message(contact, { id: "m-never", ...held(null) }),
        ],
      });
      expect(await store().nextTimerAt()).toBe(NOW + 10);
      expect(await store().nextTimerAt(NOW + 9)).toBe(NOW + 10);
      expect(await store().nextTimerAt(NOW + 10)).toBe(NOW + 20);
      expect(await store().nextTimerAt(NOW + 20)).toBe(NOW + 30);
      expect(await store().nextTimerAt(NOW + 30)).toBeNull();
      expect(await store().dueTimers(NOW + 9, 10)).toEqual([]);
      expect(await store().dueTimers(NOW + 30, 10)).toEqual([
        { kind: "message", subject: "m-hold", contact, due: NOW + 10, generation: 0 },
        { kind: "session", subject: "s1", contact, due: NOW + 20, generation: 4 },
        { kind: "message", subject: "m-deadline", contact, due: NOW + 30, generation: 0 },
      ]);
      expect((await store().dueTimers(NOW + 30, 2)).map(({ subject }) => subject)).toEqual(["m-hold", "s1"]);
    });

    test("a timer goes with its wait, and comes with the next one", async () => {
      const contact = await contactWith(store(), PHONE);
      const wait = { for: "time" as const, until: NOW + 5, since: NOW };
      await turn(store(), contact, { sessions: [session(contact, { wait })] });
      await turn(store(), contact, {
        sessions: [session(contact, { wait: { ...wait, until: NOW + 8 }, generation: 2 })],
      });
      expect(await store().dueTimers(NOW + 8, 10)).toMatchObject([{ due: NOW + 8, generation: 2 }]);
      await turn(store(), contact, { sessions: [session(contact, { wait, status: "ended", reason: "stopped" })] });
      expect(await store().nextTimerAt()).toBeNull();
      await turn(store(), contact, { messages: [message(contact, held(NOW + 6))] });
      expect(await store().nextTimerAt()).toBe(NOW + 6);
      await turn(store(), contact, { messages: [message(contact, { state: "withdrawn" })] });
      expect(await store().nextTimerAt()).toBeNull();
    });

    test("queued messages, oldest first, until they are not queued any more", async () => {
      const contact = await contactWith(store(), PHONE);
      const queued = message(contact, { id: "m-new", createdAt: NOW + 5 });
      await turn(store(), contact, {
        messages: [
          queued,
          message(contact, { id: "m-old", notBefore: NOW + 99 }),
          message(contact, { id: "m-held", ...held(null) }),
        ],
      });
      expect(await store().queuedMessages(10)).toEqual([
        { message: "m-old", contact, channel: "ch1", notBefore: NOW + 99 },
        { message: "m-new", contact, channel: "ch1", notBefore: null },
      ]);
      expect(await store().queuedMessages(1)).toHaveLength(1);
      await turn(store(), contact, { messages: [{ ...queued, state: "sent", attempts: [attempt()] }] });
      expect((await store().queuedMessages(10)).map((one) => one.message)).toEqual(["m-old"]);
    });

    test("calls that running sessions wait for are found, until they are answered", async () => {
      const contact = await contactWith(store(), PHONE);
      const request = {
        method: "GET" as const,
        url: "https://shop.example/1",
        headers: {},
        body: null,
        timeout: 10_000,
      };
      const call = { id: "s1:1:0", ...request };
      const wait = { for: "http" as const, until: null, call, since: NOW };
      await turn(store(), contact, {
        sessions: [
          session(contact, { wait }),
          session(contact, { id: "s2", flow: "b", wait: { for: "answer", until: null, since: NOW } }),
        ],
      });
      expect(await store().openCalls()).toEqual([{ contact, session: "s1", call }]);
      await turn(store(), contact, {
        sessions: [session(contact, { wait: { ...wait, for: "time", until: NOW + 9 } })],
      });
      expect(await store().openCalls()).toEqual([]);
    });

    test("attempts are found in flight, by wamid and by id", async () => {
      const contact = await contactWith(store(), PHONE);
      const flying = message(contact, {
        state: "sent",
        attempts: [attempt({ id: "a0", state: "failed", code: 131049 }), attempt({ id: "a1" })],
      });
      await turn(store(), contact, { messages: [flying] });
      expect(await store().inflightAttempts()).toEqual([{ message: "m1", attempt: "a1", contact }]);
      expect(await store().messageByAttempt("a0")).toEqual({ message: flying, attempt: "a0" });
      expect(await store().messageByWamid("w1")).toBeNull();

      const landed = {
        ...flying,
        attempts: [flying.attempts[0] ?? attempt(), attempt({ id: "a1", state: "accepted", wamid: "w1" })],
      };
      await turn(store(), contact, { messages: [landed] });
      expect(await store().inflightAttempts()).toEqual([]);
      expect(await store().messageByWamid("w1")).toEqual({ message: landed, attempt: "a1" });
      expect(await store().messageByAttempt("a1")).toEqual({ message: landed, attempt: "a1" });
      expect(await store().message("m1")).toEqual(landed);
      expect(await store().message("m9")).toBeNull();
      expect(await store().messageByAttempt("a9")).toBeNull();
    });

    test("an attempt that was taken back is in flight no more", async () => {
      const contact = await contactWith(store(), PHONE);
      await turn(store(), contact, { messages: [message(contact, { state: "sent", attempts: [attempt()] })] });
      await turn(store(), contact, { messages: [message(contact, { delays: 1, notBefore: NOW + 2, attempts: [] })] });
      expect(await store().inflightAttempts()).toEqual([]);
      expect(await store().messageByAttempt("a1")).toBeNull();
    });

    test("unknown outcomes are listed until a person decides", async () => {
      const contact = await contactWith(store(), PHONE);
      const unknown = message(contact, { state: "sent", attempts: [attempt({ state: "unknown" })] });
      await turn(store(), contact, { messages: [unknown] });
      expect(await store().unknownMessages(10)).toEqual([unknown]);
      await turn(store(), contact, {
        messages: [{ ...unknown, state: "withdrawn", attempts: [attempt({ state: "failed" })] }],
      });
      expect(await store().unknownMessages(10)).toEqual([]);
    });
  });
}
