import { EMPTY_LEDGER, type LedgerEvent, rebuildLedger } from "@sluice/shared/caps/ledger";
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
const USER = "BR.13491208655302741918";
const MINUTE = 60_000;

const counted = (id: string, at: number): LedgerEvent => ({
  kind: "counted",
  at,
  attempt: id,
  message: `m-${id}`,
  name: id,
  flow: null,
  template: true,
});

/** Two contacts with a past, older first; then a message that names both. */
async function twoWithAPast(store: Store) {
  const older = await contactWith(store, PHONE, null, NOW - MINUTE);
  const younger = await store.contactFor({ userId: USER }, "Asha", NOW);
  const interaction: LedgerEvent = { kind: "interaction", at: NOW + 2 * MINUTE, channel: CHANNEL };
  let ledger = EMPTY_LEDGER;
  const record = async (contact: string, at: number, event: LedgerEvent) => {
    ledger = (await load(store, contact)).state.ledger;
    await turn(store, contact, ledgerPlan(ledger, at, event));
  };
  await record(younger, NOW + MINUTE, counted("early", NOW + MINUTE));
  await record(older, NOW + 2 * MINUTE, interaction);
  await record(younger, NOW + 3 * MINUTE, counted("late", NOW + 3 * MINUTE));
  return { older, younger, events: [counted("early", NOW + MINUTE), interaction, counted("late", NOW + 3 * MINUTE)] };
}

export function joinContract(store: () => Store): void {
  describe("a new number", () => {
    test("the contact is found by it and no longer by the old one; whoever had it is joined", async () => {
      const contact = await store().contactFor({ phone: PHONE, userId: USER }, "Asha", NOW);
      const other = await contactWith(store(), "+5511900000002", null, NOW + MINUTE);
      const { version } = await load(store(), contact);
      expect(await store().changePhone(contact, PHONE, "+5511900000002", NOW + MINUTE)).toBe(contact);
      expect(await store().findContact({ phone: "+5511900000002" })).toBe(contact);
      expect(await store().findContact({ userId: USER })).toBe(contact);
      expect(await store().findContact({ phone: PHONE })).toBeNull();
      const loaded = await load(store(), contact);
      expect(loaded.state.contact.identity).toEqual({ phone: "+5511900000002", userId: USER });
      expect(loaded.version).toBeGreaterThan(version);
      expect((await load(store(), other)).state.contact.id).toBe(contact);
      expect(await store().changePhone(contact, PHONE, "+5511900000002", NOW + MINUTE)).toBe(contact);
      const [row] = (await store().contacts("+5511900000002", null, 10)).items;
      expect(row?.contact.id).toBe(contact);
    });
  });

  describe("two contacts turn out to be one", () => {
    test("the older one stays, with both identities and what only the other knew", async () => {
      const { older, younger } = await twoWithAPast(store());
      const loaded = await load(store(), younger);
      await turn(store(), younger, {
        contact: { ...loaded.state.contact, timeZone: "America/Sao_Paulo", fields: { city: "Santos", vip: true } },
      });
      const { contact } = (await load(store(), older)).state;
      await turn(store(), older, { contact: { ...contact, fields: { city: "Recife" } } });

      expect(await store().contactFor({ phone: PHONE, userId: USER }, null, NOW)).toBe(older);
      const { state } = await load(store(), older);
      expect(state.contact).toEqual({
        id: older,
        name: "Asha",
        identity: { phone: PHONE, userId: USER },
        timeZone: "America/Sao_Paulo",
        fields: { city: "Recife", vip: true },
        createdAt: NOW - MINUTE,
      });
      for (const identity of [{ phone: PHONE }, { userId: USER }])
        expect(await store().findContact(identity)).toBe(older);
      expect((await store().contacts(null, null, 10)).items.map((row) => row.contact.id)).toEqual([older]);
    });

    test("the ledger is rebuilt from both logs by time", async () => {
      const { older, events } = await twoWithAPast(store());
      await store().contactFor({ phone: PHONE, userId: USER }, null, NOW);
      const { state } = await load(store(), older);
      expect(await store().ledgerLog(older)).toEqual(events);
      expect(state.ledger).toEqual(rebuildLedger(events));
      // The marketing before the interaction is answered by it, although it stood in the other contact's log.
      expect(state.ledger.counted.map((one) => one.attempt)).toEqual(["late"]);
    });

    test("sessions, messages, timers, timeline and conversations move", async () => {
      const { older, younger } = await twoWithAPast(store());
      await turn(store(), older, {
        sessions: [session(older, { id: "s-old" })],
        conversations: [conversation({ lastMessageAt: NOW, lastText: "older", unansweredSince: NOW + 5 })],
      });
      await turn(
        store(),
        younger,
        {
          sessions: [session(younger, { id: "s-young", wait: { for: "time", until: NOW + 7, since: NOW } })],
          messages: [
            message(younger, {
              id: "m-held",
              state: "held",
              hold: { rule: "D2", interaction: true, until: null, since: NOW },
            }),
            message(younger, { id: "m-flying", state: "sent", attempts: [attempt({ id: "a-flying", wamid: "w-1" })] }),
          ],
          conversations: [
            conversation({ lastMessageAt: NOW + 9, lastText: "newer", unansweredSince: NOW + 3 }),
            conversation({ channel: "ch2", lastText: "elsewhere" }),
          ],
          log: [entry("to-inbox")],
        },
        { inbound: { channel: CHANNEL, message: incoming("w-in"), takenBy: null } },
      );

      await store().contactFor({ phone: PHONE, userId: USER }, null, NOW);
      const { state } = await load(store(), older);
      expect(state.sessions.map(({ id, contact }) => [id, contact])).toEqual([
        ["s-old", older],
        ["s-young", older],
      ]);
      expect(state.messages.map(({ id, contact }) => [id, contact])).toEqual([
        ["m-held", older],
        ["m-flying", older],
      ]);
      expect(state.conversations.toSorted((a, b) => a.channel.localeCompare(b.channel))).toEqual([
        conversation({ lastMessageAt: NOW + 9, lastText: "newer", unansweredSince: NOW + 3 }),
        conversation({ channel: "ch2", lastText: "elsewhere" }),
      ]);
      expect(await store().dueTimers(NOW + 7, 10)).toMatchObject([{ subject: "s-young", contact: older }]);
      expect(await store().inflightAttempts()).toEqual([{ message: "m-flying", attempt: "a-flying", contact: older }]);
      expect((await store().messageByWamid("w-1"))?.message.contact).toBe(older);
      const held = (await store().conversations("held", null, 10, NOW)).items;
      expect(held.map((row) => [row.contact.id, row.conversation.channel, row.held])).toEqual([[older, CHANNEL, 1]]);
      const parts = (await store().timeline(older, null, null, 20)).items;
      expect(parts.flatMap((part) => part.inbound?.wamid ?? [])).toEqual(["w-in"]);
      expect(parts.flatMap((part) => part.message?.id ?? [])).toEqual(["m-held", "m-flying"]);
      expect(parts.flatMap((part) => part.entry?.code ?? [])).toEqual(["to-inbox"]);
    });

    test("turns decided before are conflicts, whoever they named; the old id leads on", async () => {
      const { older, younger } = await twoWithAPast(store());
      const before = { older: await load(store(), older), younger: await load(store(), younger) };
      await store().contactFor({ phone: PHONE, userId: USER }, null, NOW);

      for (const [contact, loaded] of [
        [older, before.older],
        [younger, before.younger],
      ] as const) {
        expect(await store().commitTurn({ contact, ...loaded, plan: NOTHING })).toBe("conflict");
      }
      const led = await load(store(), younger);
      expect(led.state.contact.id).toBe(older);
      expect(await store().commitTurn({ contact: younger, ...led, plan: NOTHING })).toBe("committed");
      expect((await load(store(), older)).version).toBe(led.version + 1);
      expect(await store().ledgerLog(younger)).toEqual(await store().ledgerLog(older));
    });

    test("three become one, in any order of joining, and every old id leads to it", async () => {
      const ids: string[] = [];
      for (const [index, phone] of ["+55110", "+55111", "+55112"].entries()) {
        ids.push(await contactWith(store(), phone, null, NOW + index));
      }
      await store().contactFor({ phone: "+55112", userId: "BR.1" }, null, NOW);
      await store().contactFor({ phone: "+55111", userId: "BR.1" }, null, NOW);
      await store().contactFor({ phone: "+55110", userId: "BR.1" }, null, NOW);
      for (const id of ids) expect((await load(store(), id)).state.contact.id).toBe(ids[0]);
    });
  });
}
