import type { Charge } from "@sluice/shared/costs/charge";
import { describe, expect, test } from "vitest";
import type { PaidAttempt, Store } from "../store.ts";
import { attempt, contactWith, message, NOW, turn } from "../test-samples.ts";

const charge: Charge = { category: "marketing", due: "billed", rules: "prices-2026-10" };
const DAY = 86_400_000;

export function costsContract(store: () => Store): void {
  describe("what was delivered and costs something", () => {
    const all = async (flow: string | null, since: number) => {
      const items: PaidAttempt[] = [];
      let cursor: string | null = null;
      do {
        const page = await store().paidAttempts(flow, since, cursor);
        items.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      return items;
    };

    test("every try that was shown, with its charge and whose it is; nothing that was not delivered or left earlier", async () => {
      expect(await all(null, NOW)).toEqual([]);
      const contact = await contactWith(store(), "+5511900000001");
      const shown = (id: string, at: number) => attempt({ id, state: "delivered", at, deliveredAt: at + 5, charge });
      await turn(store(), contact, {
        messages: [
          message(contact, { id: "m1", state: "sent", attempts: [shown("a1", NOW)] }),
          message(contact, { id: "m2", state: "sent", attempts: [attempt({ id: "a2", state: "accepted", charge })] }),
          message(contact, { id: "m3", state: "sent", attempts: [shown("a3", NOW - 40 * DAY)] }),
          // Made long before it went.
          message(contact, { id: "m4", createdAt: NOW - 6 * DAY, state: "sent", attempts: [shown("a4", NOW + 1)] }),
          message(contact, {
            id: "m5",
            origin: { kind: "agent", by: "Ines" },
            state: "sent",
            attempts: [shown("a5", NOW + 2)],
          }),
        ],
      });
      const identity = { phone: "+5511900000001" };
      const byTime = (items: PaidAttempt[]) => [...items].sort((one, other) => one.at - other.at);
      expect(byTime(await all(null, NOW - DAY))).toEqual([
        { identity, charge, at: NOW },
        { identity, charge, at: NOW + 1 },
        { identity, charge, at: NOW + 2 },
      ]);
      expect(byTime(await all("welcome", NOW)).map(({ at }) => at)).toEqual([NOW, NOW + 1]);
      expect(await all("another", NOW)).toEqual([]);
    });

    test("a cursor of its own is needed", async () => {
      await expect(store().paidAttempts(null, NOW, "nonsense")).rejects.toMatchObject({ code: "bad-cursor" });
    });
  });
}
