import { describe, expect, test } from "vitest";
import type { Page, Store } from "../store.ts";
import {
  attempt,
  CHANNEL,
  contactWith,
  conversation,
  incoming,
  ledgerPlan,
  load,
  message,
  NOW,
  session,
  turn,
} from "../test-samples.ts";

const HOUR = 3_600_000;
const hold = (rule: string) => ({ state: "held" as const, hold: { rule, interaction: true, until: null, since: NOW } });

async function all<Item>(read: (cursor: string | null) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

async function spoke(store: Store, contact: string, at: number, channel = CHANNEL): Promise<void> {
  const { state } = await load(store, contact);
  await turn(
    store,
    contact,
    {
      ...ledgerPlan(state.ledger, at, { kind: "interaction", at, channel }),
      conversations: [conversation({ channel, lastInboundAt: at, lastMessageAt: at, lastText: "Hello" })],
    },
    { inbound: { channel, message: incoming(`w-${contact}-${at}`, "Hello", at), takenBy: null } },
  );
}

export function peopleContract(store: () => Store): void {
  describe("lists", () => {
    test("quiet sessions: those that have waited long for anything but the time, page by page", async () => {
      const waiting = (since: number, what: "answer" | "time") => ({ for: what, since, until: null });
      for (const [index, [since, what]] of (
        [
          [NOW - 10, "answer"],
          [NOW - 10, "time"],
          [NOW, "answer"],
          [NOW - 10, "answer"],
        ] as const
      ).entries()) {
        const contact = await contactWith(store(), `+55119000000${index}`);
        await turn(store(), contact, {
          sessions: [session(contact, { id: `q${index}`, wait: waiting(since, what) })],
        });
      }
      const found = await all((cursor) => store().quietSessions(NOW - 5, cursor, 2));
      expect(found.map(({ id }) => id).sort()).toEqual(["q0", "q3"]);
    });

    test("contacts, newest first, page by page", async () => {
      const ids: string[] = [];
      for (let index = 0; index < 7; index += 1)
        ids.push(await contactWith(store(), `+55110000000${index}`, null, NOW + index));
      await spoke(store(), ids[2] ?? "", NOW + HOUR);
      const read = await all((cursor) => store().contacts(null, cursor, 3));
      expect(read.map((row) => row.contact.id)).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => ids[index]));
      expect(read.map((row) => row.lastInboundAt)).toEqual([null, null, null, null, NOW + HOUR, null, null]);
    });

    test("contacts are found by a part of the name or number, case, accents and spaces aside", async () => {
      const asha = await contactWith(store(), "+5511900000001", "Ásha d'Souza");
      const bela = await contactWith(store(), "+5521987654321", "Bela 100%");
      const found = async (search: string) =>
        (await store().contacts(search, null, 10)).items.map((row) => row.contact.id);
      expect(await found("asha D")).toEqual([asha]);
      expect(await found("+55 21 9876-54321")).toEqual([bela]);
      expect(await found("8765")).toEqual([bela]);
      expect(await found("100%")).toEqual([bela]);
      expect(await found("%")).toEqual([bela]);
      expect(await found("nobody")).toEqual([]);
      expect((await found("  ")).toSorted()).toEqual([asha, bela].toSorted());
      const { contact } = (await load(store(), asha)).state;
      await turn(store(), asha, { contact: { ...contact, name: "Renamed" } });
      expect(await found("renamed")).toEqual([asha]);
    });

    test("contacts carry the number of running sessions", async () => {
      const contact = await contactWith(store(), "+551");
      await turn(store(), contact, {
        sessions: [
          session(contact),
          session(contact, { id: "s2", flow: "b" }),
          session(contact, { id: "s3", flow: "c", status: "ended" }),
        ],
      });
      expect((await store().contacts(null, null, 1)).items[0]?.sessions).toBe(2);
      expect((await store().sessionsOf(contact, 10)).map(({ id }) => id)).toEqual(["s3", "s2", "s1"]);
      expect(await store().sessionsOf(contact, 1)).toHaveLength(1);
      expect(await store().session("s9")).toBeNull();
    });

    test("conversations by filter", async () => {
      const [plain, waiting, longer, held, capped, handed] = (await Promise.all(
        ["plain", "waiting", "longer", "held", "capped", "handed"].map((name, index) =>
          contactWith(store(), `+55${index}`, name),
        ),
      )) as [string, string, string, string, string, string];
      for (const [index, contact] of [plain, waiting, longer, held, capped, handed].entries())
        await spoke(store(), contact, NOW + index);
      await turn(store(), waiting, {
        conversations: [conversation({ lastMessageAt: NOW + 20, unansweredSince: NOW + 9 })],
      });
      await turn(store(), longer, {
        conversations: [conversation({ lastMessageAt: NOW + 30, unansweredSince: NOW + 2 })],
      });
      await turn(store(), held, {
        messages: [message(held, { id: "h1", ...hold("D2") }), message(held, { id: "h2", ...hold("D2") })],
      });
      const { ledger } = (await load(store(), capped)).state;
      await turn(store(), capped, ledgerPlan(ledger, NOW, { kind: "blocked", at: NOW, until: NOW + HOUR }));
      const handOff = { session: "s", flow: "f", team: null, note: null, since: NOW };
      await turn(store(), handed, { conversations: [conversation({ lastMessageAt: NOW + 10, handOff })] });

      const names = async (filter: Parameters<Store["conversations"]>[0], now = NOW) =>
        (await all((cursor) => store().conversations(filter, cursor, 2, now))).map((row) => row.contact.name);
      expect(await names("all")).toEqual(["longer", "waiting", "handed", "capped", "held", "plain"]);
      expect(await names("unanswered")).toEqual(["longer", "waiting"]);
      expect(await names("held")).toEqual(["held"]);
      expect(await names("handed-off")).toEqual(["handed"]);
      expect(await names("capped")).toEqual(["capped"]);
      expect(await names("capped", NOW + HOUR)).toEqual([]);

      const [row] = (await store().conversations("held", null, 5, NOW)).items;
      expect(row).toEqual({
        contact: (await load(store(), held)).state.contact,
        conversation: conversation({ lastInboundAt: NOW + 3, lastMessageAt: NOW + 3, lastText: "Hello" }),
        ledger: (await load(store(), held)).state.ledger,
        held: 2,
      });
      await turn(store(), held, {
        messages: [message(held, { id: "h1", state: "queued" }), message(held, { id: "h2", state: "withdrawn" })],
      });
      await turn(store(), waiting, { conversations: [conversation({ lastMessageAt: NOW + 20 })] });
      expect(await names("held")).toEqual([]);
      expect(await names("unanswered")).toEqual(["longer"]);
    });

    test("conversations of equal time are each given once", async () => {
      for (let index = 0; index < 9; index += 1) await spoke(store(), await contactWith(store(), `+55${index}`), NOW);
      const read = await all((cursor) => store().conversations("all", cursor, 2, NOW));
      expect(new Set(read.map((row) => row.contact.id)).size).toBe(9);
      expect(read).toHaveLength(9);
    });

    test("a message that is held where nobody spoke yet begins the conversation", async () => {
      const contact = await contactWith(store(), "+551");
      await turn(store(), contact, { messages: [message(contact, hold("D7"))] });
      expect((await store().conversations("held", null, 5, NOW)).items).toMatchObject([
        { conversation: conversation(), held: 1 },
      ]);
    });
  });

  describe("figures", () => {
    test("totals count people in flows, windows, and conversations by filter", async () => {
      expect(await store().totals(NOW)).toEqual({ inFlows: 0, openWindows: 0, held: 0, capped: 0, unanswered: 0 });
      const [one, two, three] = (await Promise.all(
        ["+551", "+552", "+553"].map((phone) => contactWith(store(), phone)),
      )) as [string, string, string];
      await spoke(store(), one, NOW);
      await spoke(store(), one, NOW, "ch2");
      await spoke(store(), two, NOW - 23 * HOUR);
      await turn(store(), one, {
        sessions: [session(one), session(one, { id: "s2", flow: "b" })],
        messages: [message(one, hold("D2"))],
      });
      await turn(store(), two, {
        sessions: [session(two, { id: "s3" }), session(two, { id: "s4", status: "ended" })],
        conversations: [conversation({ unansweredSince: NOW })],
      });
      await turn(store(), three, { sessions: [session(three, { id: "s5", test: true })] });
      const { ledger } = (await load(store(), one)).state;
      await turn(store(), one, ledgerPlan(ledger, NOW, { kind: "blocked", at: NOW, until: NOW + 2 * HOUR }));

      // One of his two conversations is held, both are capped.
      expect(await store().totals(NOW)).toEqual({ inFlows: 2, openWindows: 3, held: 1, capped: 2, unanswered: 1 });
      expect(await store().totals(NOW + HOUR)).toMatchObject({ openWindows: 2, capped: 2 });
      expect(await store().totals(NOW + 24 * HOUR)).toMatchObject({ openWindows: 0, capped: 0 });
    });

    test("D14: a window that WhatsApp calls closed is not open, a call opens one", async () => {
      const contact = await contactWith(store(), "+551");
      await spoke(store(), contact, NOW);
      const apply = async (event: Parameters<typeof ledgerPlan>[2]) => {
        const { ledger } = (await load(store(), contact)).state;
        await turn(store(), contact, ledgerPlan(ledger, NOW, event));
      };
      await apply({ kind: "window-refused", at: NOW + 5, channel: CHANNEL });
      expect((await store().totals(NOW + 6)).openWindows).toBe(0);
      await apply({ kind: "call", at: NOW + 7, channel: CHANNEL });
      expect((await store().totals(NOW + 8)).openWindows).toBe(1);
    });

    test("of one flow, without trial runs", async () => {
      const contact = await contactWith(store(), "+551");
      const origin = message(contact).origin as Extract<ReturnType<typeof message>["origin"], { kind: "flow" }>;
      await turn(store(), contact, {
        sessions: [
          session(contact),
          session(contact, { id: "s2", flow: "other" }),
          session(contact, { id: "s3", status: "ended", reason: "done" }),
          session(contact, { id: "s4", test: true }),
        ],
        messages: [
          message(contact, { id: "m1", ...hold("D2") }),
          message(contact, { id: "m2", ...hold("B1"), blocks: 1 }),
          message(contact, { id: "m3", ...hold("D5") }),
          message(contact, { id: "m4", ...hold("D2"), origin: { ...origin, test: true } }),
          message(contact, { id: "m5", ...hold("D2"), origin: { ...origin, flow: "other" } }),
          message(contact, { id: "m6" }),
        ],
      });
      expect(await store().flowFigures("welcome")).toEqual({ running: 1, held: 1, capped: 2, ended: 1 });
      expect(await store().flowFigures("nothing")).toEqual({ running: 0, held: 0, capped: 0, ended: 0 });
    });

    test("running sessions of a flow come with who and what they wait for", async () => {
      const contact = await contactWith(store(), "+551", "Asha");
      const waits = session(contact, { wait: { for: "message", until: null, message: "m1", since: NOW } });
      const sent = message(contact, { state: "sent", attempts: [attempt({ state: "delivered", wamid: "w1" })] });
      await turn(store(), contact, {
        sessions: [
          waits,
          session(contact, { id: "s2" }),
          session(contact, { id: "s3", status: "ended" }),
          session(contact, { id: "s4", flow: "b" }),
        ],
        messages: [sent],
      });
      const known = (await load(store(), contact)).state.contact;
      expect(await store().runningSessions("welcome", 10)).toEqual([
        { session: waits, contact: known, message: sent },
        { session: session(contact, { id: "s2" }), contact: known, message: null },
      ]);
      expect(await store().runningSessions("welcome", 1)).toHaveLength(1);
    });
  });
}
