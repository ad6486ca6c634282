/**
 * S15: STOP and Meta's own switch race against sends of several flows on the real server. Once a stop is committed no
 * offer is claimed any more, and WhatsApp gets none that was not claimed before; when it is taken back, offers go again.
 *
 * Mutations it was seen to fail with: no second decision when a send is claimed and what is queued left alone by a stop;
 * `user_preferences` without effect; STOP words read only where nobody waits.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BASKET, SPRING, SUMMER, WORD } from "./race/flows.ts";
import { House, type LedgerLine } from "./race/house.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";

const ROUNDS = ofProfile(6, 60);
const PEOPLE = 8;

type Way = "word" | "switch" | "both";

let house: House;

beforeEach(async () => {
  house = await House.open(SPRING, SUMMER, BASKET, WORD);
});

afterEach(() => house.close());

describe("S15 a stop against sends", () => {
  test.each(
    seeds(
      ...ofProfile(
        [],
        Array.from({ length: 9 }, (_, index) => index + 1),
      ),
    ),
  )("seed %i", async (seed) => {
    const random = new Random(seed);
    const broken: string[] = [];
    const counts = { stops: 0, before: 0, after: 0, again: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const people = await Promise.all(
        Array.from({ length: PEOPLE }, async (_, index) => {
          const phone = `+55119${String(round * 100 + index).padStart(8, "0")}`;
          await house.control("PUT", `/contacts/${encodeURIComponent(phone)}`, { marketingSlots: null });
          // Some have an open window, so that the interactive twin would go.
          if (random.chance(0.5)) await house.says(phone, "good morning");
          const { contactId } = await house.must(200, "POST", "/api/flows/basket/start", { contact: { phone } });
          return { phone, contact: contactId, way: random.pick<Way>(["word", "switch", "both"]) };
        }),
      );
      await house.race(
        random,
        people.flatMap(({ phone, contact, way }) => [
          () => house.must(200, "POST", "/api/flows/spring/start", { contactId: contact }),
          () => house.must(200, "POST", "/api/flows/summer/start", { contactId: contact }),
          () => house.must(200, "POST", `/api/contacts/${contact}/events`, { name: "basket.left" }),
          () => house.says(phone, "offer"),
          ...(way === "switch" ? [] : [() => house.says(phone, "STOP")]),
          ...(way === "word" ? [] : [() => switchOff(phone, true)]),
        ]),
      );
      // Whatever comes now comes too late.
      await house.race(
        random,
        people.flatMap(({ phone, contact }) => [
          () => house.must(200, "POST", "/api/flows/spring/start", { contactId: contact }),
          () => house.says(phone, "offer"),
        ]),
      );
      await house.settle();
      for (const { phone, contact, way } of people) {
        const ledger = house.ledger(contact);
        const stop = ledger.findIndex(({ kind }) => kind === "stopped");
        const before = ledger.slice(0, stop).filter(({ kind }) => kind === "counted");
        const after = ledger.slice(stop).filter(({ kind }) => kind === "counted");
        counts.stops += 1;
        counts.before += before.length;
        counts.after += after.length;
        const who = `round ${round}, ${phone}, by ${way}`;
        if (stop < 0) broken.push(`${who}: the stop was never committed`);
        if (after.length > 0) broken.push(`${who}: claimed after the stop: ${JSON.stringify(ledger)}`);
        broken.push(...(await strangers(phone, before)).map((attempt) => `${who}: ${attempt} arrived unclaimed`));
      }

      // Taken back: it was the stop that held them, nothing else.
      const { phone, contact, way } = random.pick(people);
      if (way !== "switch") await house.says(phone, "START");
      if (way !== "word") await switchOff(phone, false);
      await house.must(200, "POST", "/api/flows/summer/start", { contactId: contact });
      await house.settle();
      const ledger = house.ledger(contact);
      const back = ledger.findLastIndex(({ kind }) => kind === "resumed");
      if (back < 0) broken.push(`round ${round}, ${phone}, by ${way}: could not come back`);
      counts.again += ledger.slice(back).filter(({ kind }) => kind === "counted").length;
    }
    say(
      "S15",
      `seed ${seed}: ${counts.stops} stops raced: ${counts.before} offers claimed before, ${counts.after} after; ${counts.again} after it was taken back; broken ${broken.length}`,
    );
    expect(broken.slice(0, 10)).toEqual([]);
    // It was a race: some were first, and not all.
    expect(counts.before).toBeGreaterThan(0);
    expect(counts.again).toBeGreaterThan(0);
  });
});

function switchOff(phone: string, optedOut: boolean): Promise<unknown> {
  return house.control("PUT", `/contacts/${encodeURIComponent(phone)}`, { optedOut });
}

/** Offers that WhatsApp got and nobody claimed before the stop; an offer may come as a template or as its twin. */
async function strangers(phone: string, claimed: readonly LedgerLine[]): Promise<string[]> {
  const offers = (await house.arrived(phone)).filter(
    ({ category, text }) => category === "MARKETING" || text?.startsWith("This is the offer"),
  );
  const known = new Set(claimed.map(({ attempt }) => attempt));
  return offers.map(({ attempt }) => attempt).filter((attempt) => !known.has(attempt));
}
