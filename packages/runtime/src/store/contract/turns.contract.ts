import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import {
  attempt,
  CHANNEL,
  contactWith,
  conversation,
  entry,
  incoming,
  ledgerPlan,
  load,
  message,
  NOTHING,
  NOW,
  session,
  turn,
} from "../test-samples.ts";

const PHONE = "+5511900000001";

export function turnsContract(store: () => Store): void {
  describe("turns", () => {
    test("what a plan says is what is loaded next", async () => {
      const contact = await contactWith(store(), PHONE);
      const { state, version } = await load(store(), contact);
      const plan = {
        contact: { ...state.contact, name: "Asha", fields: { size: "M", tags: ["a", 'quote"', "ünï🎉"] } },
        ...ledgerPlan(state.ledger, NOW, { kind: "interaction", at: NOW, channel: CHANNEL }),
        conversations: [conversation({ lastInboundAt: NOW, lastText: "Hello" })],
        sessions: [session(contact), session(contact, { id: "s2", flow: "other" })],
        messages: [message(contact), message(contact, { id: "m2", state: "held" })],
        log: [entry("received")],
      };
      expect(await turn(store(), contact, plan)).toBe("committed");
      expect(await load(store(), contact)).toEqual({
        version: version + 1,
        state: {
          contact: plan.contact,
          ledger: plan.ledger,
          conversations: plan.conversations,
          sessions: plan.sessions,
          messages: plan.messages,
        },
      });
      expect(await store().ledgerLog(contact)).toEqual(plan.ledgerLog.map(({ event }) => event));
    });

    test("a second turn rewrites what it names and leaves the rest", async () => {
      const contact = await contactWith(store(), PHONE);
      await turn(store(), contact, { sessions: [session(contact), session(contact, { id: "s2", flow: "b" })] });
      await turn(store(), contact, { sessions: [session(contact, { node: "n9", turn: 2 })] });
      expect((await load(store(), contact)).state.sessions).toEqual([
        session(contact, { node: "n9", turn: 2 }),
        session(contact, { id: "s2", flow: "b" }),
      ]);
      expect(await store().session("s1")).toEqual(session(contact, { node: "n9", turn: 2 }));
    });

    test("loads running sessions, and of messages those that a decision needs", async () => {
      const contact = await contactWith(store(), PHONE);
      const sent = (id: string, ...attempts: Parameters<typeof attempt>[0][]) =>
        message(contact, { id, state: "sent", attempts: attempts.map((one) => attempt({ id: `a-${id}`, ...one })) });
      await turn(store(), contact, {
        sessions: [
          session(contact, { wait: { for: "message", until: null, message: "m-awaited", since: NOW } }),
          session(contact, { id: "s2", status: "ended", reason: "done", wait: null }),
        ],
        messages: [
          message(contact, { id: "m-queued" }),
          message(contact, { id: "m-held", state: "held" }),
          sent("m-flying", { state: "inflight" }),
          sent("m-awaited", { state: "accepted", wamid: "w1" }),
          sent("m-unknown", { state: "unknown" }),
          sent("m-delivered", { state: "delivered", wamid: "w2" }),
          message(contact, { id: "m-refused", state: "refused", reason: "window-closed" }),
          message(contact, { id: "m-expired", state: "expired" }),
        ],
      });
      const { state } = await load(store(), contact);
      expect(state.sessions.map(({ id }) => id)).toEqual(["s1"]);
      expect(state.messages.map(({ id }) => id).toSorted()).toEqual([
        "m-awaited",
        "m-flying",
        "m-held",
        "m-queued",
        "m-unknown",
      ]);
    });

    test("an event takes effect once", async () => {
      const contact = await contactWith(store(), PHONE);
      const eventKey = "100/wamid.1";
      expect(await store().hasEvent(eventKey)).toBe(false);
      expect(await turn(store(), contact, { log: [entry("note")] }, { eventKey })).toBe("committed");
      expect(await store().hasEvent(eventKey)).toBe(true);
      const before = await load(store(), contact);
      expect(await turn(store(), contact, { sessions: [session(contact)] }, { eventKey })).toBe("duplicate");
      expect(await load(store(), contact)).toEqual(before);
    });

    test("a repeated event is a duplicate even when the version has gone on", async () => {
      const contact = await contactWith(store(), PHONE);
      const loaded = await load(store(), contact);
      await turn(store(), contact, {}, { eventKey: "k" });
      expect(await store().commitTurn({ contact, ...loaded, plan: NOTHING, eventKey: "k" })).toBe("duplicate");
    });

    test("a conflict leaves nothing behind, not even the event's key", async () => {
      const contact = await contactWith(store(), PHONE);
      const { version, state } = await load(store(), contact);
      const unit = {
        contact,
        version: version + 1,
        state,
        plan: { ...NOTHING, sessions: [session(contact)], log: [entry("note")] },
        eventKey: "k",
        inbound: { channel: CHANNEL, message: incoming("w1"), takenBy: null },
      };
      expect(await store().commitTurn(unit)).toBe("conflict");
      expect(await store().hasEvent("k")).toBe(false);
      expect((await load(store(), contact)).state.sessions).toEqual([]);
      expect((await store().timeline(contact, null, null, 10)).items).toEqual([]);
      expect(await store().commitTurn({ ...unit, version })).toBe("committed");
      expect(await store().commitTurn({ ...unit, contact: "c_nobody", eventKey: "k2" })).toBe("conflict");
    });

    test("the version alone: of a contact that is there, and of one that is not", async () => {
      const contact = await contactWith(store(), PHONE);
      const { version } = await load(store(), contact);
      expect(await store().contactVersion(contact)).toBe(version);
      await turn(store(), contact, { log: [entry("note")] });
      expect(await store().contactVersion(contact)).toBe(version + 1);
      expect(await store().contactVersion("c_nobody")).toBeNull();
    });

    test("of turns that come at once on one version exactly one is committed", async () => {
      const contact = await contactWith(store(), PHONE);
      const { version, state } = await load(store(), contact);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => store().commitTurn({ contact, version, state, plan: NOTHING })),
      );
      expect(outcomes.toSorted()).toEqual(["committed", ...Array(7).fill("conflict")]);
      expect((await load(store(), contact)).version).toBe(version + 1);
    });

    test("of one event that comes twice at once one takes effect", async () => {
      const one = await contactWith(store(), PHONE);
      const other = await contactWith(store(), "+5511900000002");
      const unit = async (contact: string) => ({
        contact,
        ...(await load(store(), contact)),
        plan: NOTHING,
        eventKey: "k",
      });
      const units = [await unit(one), await unit(other)];
      const outcomes = await Promise.all(units.map((each) => store().commitTurn(each)));
      expect(outcomes.toSorted()).toEqual(["committed", "duplicate"]);
    });

    test("a turn that cannot be written fails alone; those beside it are committed", async () => {
      const contacts = await Promise.all(["+551", "+552", "+553"].map((phone) => contactWith(store(), phone)));
      const [first = "", second = "", third = ""] = contacts;
      const plan = (contact: string, id: string, wamid: string) => ({
        messages: [
          message(contact, { id, state: "sent", attempts: [attempt({ id: `a-${id}`, state: "accepted", wamid })] }),
        ],
      });
      const outcomes = await Promise.allSettled([
        turn(store(), first, plan(first, "m1", "w1")),
        // Two attempts cannot have one wamid.
        turn(store(), second, { ...plan(second, "m2", "w1"), sessions: [session(second)] }),
        turn(store(), third, plan(third, "m3", "w3")),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await load(store(), second)).state.sessions).toEqual([]);
      expect(await store().message("m2")).toBeNull();
      expect((await store().messageByWamid("w1"))?.message.id).toBe("m1");
      expect((await store().messageByWamid("w3"))?.message.id).toBe("m3");
    });

    test("what a committed turn gave away cannot be changed from outside", async () => {
      const contact = await contactWith(store(), PHONE);
      await turn(store(), contact, { sessions: [session(contact)] });
      const loaded = await load(store(), contact);
      Object.assign(loaded.state.sessions[0]?.variables ?? {}, { size: "XL" });
      expect((await load(store(), contact)).state.sessions[0]?.variables).toEqual({ size: "M" });
    });
  });
}
