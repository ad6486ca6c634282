import { EMPTY_LEDGER, rebuildLedger } from "@sluice/shared/caps/ledger";
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
  NOW,
  session,
  turn,
} from "../test-samples.ts";

const PHONE = "+5511900000001";
const OTHER = "+5511900000002";
const DAY = 86_400_000;
const body = (text: string) => Uint8Array.from(Buffer.from(text));
const wamidOf = (phone: string, rest = "A1") =>
  `wamid.${Buffer.from(`\x1d\x08${phone.slice(1)}\x15${rest}`).toString("base64")}`;

export function operationsContract(store: () => Store): void {
  describe("figures for operators", () => {
    test("what waits is counted, with the age of the oldest", async () => {
      expect(await store().workFigures(NOW)).toEqual({
        inbox: { pending: 0, oldestAt: null },
        outbox: { queued: 0, due: 0, oldestDueAt: null, inflight: 0 },
        held: [],
        unknown: 0,
        timersOverdue: 0,
      });
      const contact = await contactWith(store(), PHONE);
      await store().appendInbox([
        { id: "i1", receivedAt: NOW - 5, body: body("{}") },
        { id: "i2", receivedAt: NOW - 9, body: body("{}") },
        { id: "i3", receivedAt: NOW - 2, body: body("{}") },
      ]);
      await store().finishInbox(["i1"]);
      const hold = (rule: string) => ({ rule, interaction: true, until: null, since: NOW });
      await turn(store(), contact, {
        sessions: [session(contact, { wait: { for: "time", until: NOW - 1, since: NOW - 9 } })],
        messages: [
          message(contact, { id: "m1", createdAt: NOW - 30, notBefore: NOW - 7 }),
          message(contact, { id: "m2", createdAt: NOW - 20, notBefore: NOW + 7 }),
          message(contact, { id: "m3", state: "held", hold: hold("D2") }),
          message(contact, { id: "m4", state: "held", hold: hold("D2") }),
          message(contact, { id: "m5", state: "held", hold: hold("B1") }),
          message(contact, { id: "m6", state: "sent", attempts: [attempt({ state: "unknown" })] }),
          message(contact, { id: "m7", state: "sent", attempts: [attempt({ id: "a2" })] }),
        ],
      });
      expect(await store().workFigures(NOW)).toEqual({
        inbox: { pending: 2, oldestAt: NOW - 9 },
        outbox: { queued: 2, due: 1, oldestDueAt: NOW - 7, inflight: 1 },
        held: [
          { rule: "B1", count: 1 },
          { rule: "D2", count: 2 },
        ],
        unknown: 1,
        timersOverdue: 1,
      });
    });

    test("sizes are known", async () => {
      const { databaseBytes, walBytes, schema } = await store().storeFigures();
      expect(schema.found).toBe(schema.known);
      expect(databaseBytes).toBeGreaterThan(4_096);
      expect(walBytes).toBeGreaterThanOrEqual(0);
    });
  });

  describe("retention", () => {
    test("old webhooks go when they took effect, old keys and answers too; what is young or pending stays", async () => {
      const contact = await contactWith(store(), PHONE);
      const rows = Array.from({ length: 2_500 }, (_, index) => ({
        id: `i${index}`,
        receivedAt: NOW - (index < 2_200 ? 20 : 3) * DAY,
        body: body("{}"),
      }));
      await store().appendInbox(rows);
      await store().finishInbox(rows.filter(({ id }) => id !== "i7").map(({ id }) => id));
      await turn(store(), contact, { log: [entry("note")] }, { eventKey: "turn" });
      for (let index = 0; index < 1_200; index += 1) await store().keepEvent(`old ${index}`, NOW - 40 * DAY);
      await store().keepEvent("young", NOW - DAY);
      await store().keepAnswer("k", "f", "{}", NOW - 2 * DAY);

      const before = { webhooks: NOW - 14 * DAY, eventKeys: NOW - 30 * DAY, answers: NOW - DAY };
      expect(await store().sweep(before)).toMatchObject({ webhooks: 2_199, eventKeys: 1_200, answers: 1 });
      expect((await store().pendingInbox(10)).map(({ id }) => id)).toEqual(["i7"]);
      expect(await store().hasEvent("young")).toBe(true);
      expect(await store().hasEvent("old 5")).toBe(false);
      expect(await store().sweep(before)).toEqual({ webhooks: 0, eventKeys: 0, answers: 0 });
    });
  });

  /** A person with a past, one who was joined to them, and somebody else who must not notice. */
  async function people() {
    const contact = await contactWith(store(), PHONE, "Asha", NOW);
    const second = await store().contactFor({ userId: "BR.77" }, null, NOW + 1);
    await store().contactFor({ phone: PHONE, userId: "BR.77" }, null, NOW + 2);
    const other = await contactWith(store(), OTHER, "Bela", NOW);
    for (const [id, phone, n] of [
      [contact, PHONE, "1"],
      [other, OTHER, "2"],
    ] as const) {
      const { state } = await load(store(), id);
      await turn(
        store(),
        id,
        {
          ...ledgerPlan(
            state.ledger,
            NOW,
            { kind: "interaction", at: NOW, channel: CHANNEL },
            { kind: "stopped", by: "word", at: NOW },
          ),
          sessions: [session(id, { id: `s${n}` })],
          messages: [
            message(id, {
              id: `m${n}`,
              state: "sent",
              attempts: [attempt({ id: `a${n}`, state: "accepted", wamid: wamidOf(phone) })],
            }),
          ],
          conversations: [conversation()],
          log: [entry("note", { message: `m${n}` })],
        },
        {
          eventKey: `message:100:${wamidOf(phone, "B2")}`,
          inbound: {
            channel: CHANNEL,
            message: { ...incoming(wamidOf(phone, "B2"), "STOP"), from: { phone } },
            takenBy: null,
          },
        },
      );
      await store().appendInbox([{ id: `i${n}`, receivedAt: NOW, body: body(`{"from":"${phone.slice(1)}"}`) }]);
      await store().keepAnswer(`k${n}`, "f", `{"contactId":"${id}"}`, NOW);
    }
    await store().appendInbox([{ id: "i3", receivedAt: NOW, body: body(`{"from_user_id":"BR.77"}`) }]);
    await store().finishInbox(["i1", "i2", "i3"]);
    return { contact, second, other };
  }

  describe("export of a person", () => {
    test("is everything, also under an id that was joined", async () => {
      const { contact, second } = await people();
      const exported = await store().exportContact(second);
      expect(exported).toMatchObject({
        contact: { id: contact, name: "Asha", identity: { phone: PHONE, userId: "BR.77" } },
        joined: [second],
        ledger: { stoppedByWordAt: NOW },
        ledgerLog: [{ kind: "interaction" }, { kind: "stopped" }],
        sessions: [{ id: "s1" }],
        conversations: [{ channel: CHANNEL }],
      });
      expect(exported?.timeline).toHaveLength(3);
      expect(
        exported?.timeline.map((part) => Object.keys(part).filter((key) => !["position", "at"].includes(key))),
      ).toEqual([["inbound"], ["message"], ["entry"]]);
      expect(await store().exportContact("c_nobody")).toBeNull();
    });
  });

  describe("erasing a person", () => {
    test("leaves nothing of them, and everything of others", async () => {
      const { contact, second, other } = await people();
      const before = await store().exportContact(other);
      expect(await store().eraseContact(second, NOW)).toEqual({ webhooks: 2, messages: 1, sessions: 1 });
      for (const id of [contact, second]) expect(await store().loadContact(id)).toBeNull();
      expect(await store().findContact({ phone: PHONE })).toBeNull();
      expect(await store().message("m1")).toBeNull();
      expect(await store().session("s1")).toBeNull();
      expect(await store().messageByWamid(wamidOf(PHONE))).toBeNull();
      expect(await store().hasEvent(`message:100:${wamidOf(PHONE, "B2")}`)).toBe(false);
      expect((await store().contacts(null, null, 10)).items.map((row) => row.contact.id)).toEqual([other]);
      expect(await store().exportContact(other)).toEqual(before);
      expect(await store().hasEvent(`message:100:${wamidOf(OTHER, "B2")}`)).toBe(true);
      expect(await store().eraseContact(contact, NOW)).toBeNull();
    });

    test("who had stopped offers is stopped when they come back, once", async () => {
      const { contact } = await people();
      await store().eraseContact(contact, NOW);
      const back = await contactWith(store(), PHONE, null, NOW + 10);
      const { state } = await load(store(), back);
      expect(state.ledger).toEqual({ ...EMPTY_LEDGER, stoppedByWordAt: NOW });
      expect(rebuildLedger(await store().ledgerLog(back))).toEqual(state.ledger);

      await turn(store(), back, ledgerPlan(state.ledger, NOW + 11, { kind: "resumed", by: "word", at: NOW + 11 }));
      await store().contactFor({ phone: PHONE, userId: "BR.78" }, null, NOW + 12);
      expect((await load(store(), back)).state.ledger.stoppedByWordAt).toBeNull();
      expect((await load(store(), await contactWith(store(), "+5511900000003"))).state.ledger).toEqual(EMPTY_LEDGER);
    });

    test("a name that is learnt later brings its stop along", async () => {
      const { contact } = await people();
      await store().eraseContact(contact, NOW);
      const other = await contactWith(store(), "+5511900000009");
      await store().contactFor({ phone: "+5511900000009", userId: "BR.77" }, null, NOW + 1);
      expect((await load(store(), other)).state.ledger.stoppedByWordAt).toBe(NOW);
    });

    test("waits while a webhook that names them has not taken effect", async () => {
      const { contact } = await people();
      await store().appendInbox([{ id: "i9", receivedAt: NOW, body: body(`{"from":"${PHONE.slice(1)}"}`) }]);
      expect(await store().eraseContact(contact, NOW)).toBe("busy");
      expect((await load(store(), contact)).state.contact.name).toBe("Asha");
      await store().finishInbox(["i9"]);
      expect(await store().eraseContact(contact, NOW)).toMatchObject({ webhooks: 3 });
    });
  });
}
