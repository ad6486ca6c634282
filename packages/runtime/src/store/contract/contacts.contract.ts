import { EMPTY_LEDGER } from "@sluice/shared/caps/ledger";
import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { contactWith, load, NOW } from "../test-samples.ts";

const PHONE = "+5511900000001";
const USER = "BR.13491208655302741918";

export function contactsContract(store: () => Store): void {
  describe("contacts", () => {
    test("a new identity makes a contact with an id of ours", async () => {
      const id = await store().contactFor({ phone: PHONE }, "Asha", NOW);
      expect(id).not.toContain(PHONE.slice(1));
      expect(await load(store(), id)).toEqual({
        version: expect.any(Number),
        state: {
          contact: { id, name: "Asha", identity: { phone: PHONE }, timeZone: null, fields: {}, createdAt: NOW },
          ledger: EMPTY_LEDGER,
          conversations: [],
          sessions: [],
          messages: [],
        },
      });
    });

    test("the same identity is the same contact, and a second call changes nothing", async () => {
      const id = await store().contactFor({ phone: PHONE, userId: USER }, "Asha", NOW);
      const before = await load(store(), id);
      for (const identity of [{ phone: PHONE }, { userId: USER }, { phone: PHONE, userId: USER }]) {
        expect(await store().contactFor(identity, "Someone", NOW + 1)).toBe(id);
        expect(await store().findContact(identity)).toBe(id);
      }
      expect(await load(store(), id)).toEqual(before);
    });

    test("calls for one new person at once make one contact", async () => {
      const made = await Promise.all(Array.from({ length: 10 }, () => contactWith(store(), PHONE)));
      expect(new Set(made).size).toBe(1);
    });

    test("a name is taken while none is known", async () => {
      const id = await contactWith(store(), PHONE);
      await contactWith(store(), PHONE, "Asha");
      await contactWith(store(), PHONE, "Asha at work");
      expect((await load(store(), id)).state.contact.name).toBe("Asha");
    });

    test("a second identity is learned, and makes turns that were decided before a conflict", async () => {
      const id = await contactWith(store(), PHONE);
      const { version } = await load(store(), id);
      expect(await store().contactFor({ phone: PHONE, userId: USER }, null, NOW)).toBe(id);
      expect(await store().findContact({ userId: USER })).toBe(id);
      const after = await load(store(), id);
      expect(after.state.contact.identity).toEqual({ phone: PHONE, userId: USER });
      expect(after.version).toBeGreaterThan(version);
    });

    test("the number a person writes from now is the one to reach him; the old one still finds him", async () => {
      const id = await store().contactFor({ phone: PHONE, userId: USER }, null, NOW);
      expect(await store().contactFor({ phone: "+5511900000002", userId: USER }, null, NOW)).toBe(id);
      expect((await load(store(), id)).state.contact.identity.phone).toBe("+5511900000002");
      expect(await store().findContact({ phone: PHONE })).toBe(id);
    });

    test("nobody is found by an identity nobody has, and none is made by an empty one", async () => {
      expect(await store().findContact({ phone: PHONE })).toBeNull();
      expect(await store().findContact({})).toBeNull();
      expect(await store().loadContact("c_nobody")).toBeNull();
      await expect(store().contactFor({}, "Nobody", NOW)).rejects.toThrow(/phone number or a user id/);
    });
  });
}
