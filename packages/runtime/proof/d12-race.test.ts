/**
 * D12: two campaign starts, an API call, an event, a schedule and a word of the contact race for one contact, as HTTP
 * clients of the real server that come at once. Marketing goes out once; where the contact spoke, once more for what was
 * said, never two without a word in between (D2, I3). The order is read from the ledger's log, the truth from WhatsApp's
 * side.
 *
 * Mutations it was seen to fail with: lanes that let everybody through and a version nobody compares; a message that is
 * queued not counted and no second decision; a claim that counts nothing; a start that does not look who runs already.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BASKET, MORNING, SPRING, SUMMER, WORD } from "./race/flows.ts";
import { House, type LedgerLine } from "./race/house.ts";
import { ofProfile, say, seeds } from "./support/profile.ts";
import { Random } from "./support/random.ts";

const ROUNDS = ofProfile(6, 60);
const PEOPLE = 8;

let house: House;

beforeEach(async () => {
  house = await House.open(SPRING, SUMMER, BASKET, MORNING, WORD);
});

afterEach(() => house.close());

describe("D12 many race for one contact", () => {
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
    const counts = { racers: 0, quiet: 0, spoke: 0, sent: 0, held: 0 };
    const winners = new Map<string, number>();
    const begun = new Map<string, Set<string>>();
    const begin = async (phone: string, whom: object) => {
      const { session } = await house.must(200, "POST", "/api/flows/spring/start", whom);
      begun.set(phone, (begun.get(phone) ?? new Set()).add(session));
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const people = await invite(round, random);
      const acts = people.flatMap(({ phone, contact, speaks }) => [
        () => begin(phone, { contactId: contact }),
        () => begin(phone, { contact: { phone } }),
        () => house.must(200, "POST", "/api/flows/summer/start", { contactId: contact }),
        () => house.must(200, "POST", `/api/contacts/${contact}/events`, { name: "basket.left" }),
        ...(speaks ? [() => house.says(phone, "offer")] : []),
      ]);
      // The schedule is due to everybody at once; now and then it is ahead of the others.
      const schedule = house.passes("PT1M");
      if (random.chance(0.5)) await new Promise((resolve) => setTimeout(resolve, random.whole(0, 40)));
      await Promise.all([schedule, house.race(random, acts)]);
      await house.settle();
      counts.racers += acts.length + people.length;

      for (const { phone, contact, speaks } of people) {
        const ledger = house.ledger(contact);
        const counted = ledger.filter(({ kind }) => kind === "counted");
        const arrived = await house.arrived(phone);
        counts[speaks ? "spoke" : "quiet"] += 1;
        counts.sent += counted.length;
        const first = counted[0]?.flow ?? "nobody";
        winners.set(first, (winners.get(first) ?? 0) + 1);
        const who = `round ${round}, ${phone}${speaks ? ", who spoke" : ""}`;
        if (speaks ? counted.length < 1 || counted.length > 2 : counted.length !== 1)
          broken.push(`${who}: ${counted.length} offers went out: ${JSON.stringify(ledger)}`);
        if (twoWithoutWord(ledger)) broken.push(`${who}: two offers and no word in between: ${JSON.stringify(ledger)}`);
        if (begun.get(phone)?.size !== 1) broken.push(`${who}: two starts of one flow began two sessions`);
        // What WhatsApp got is what was counted, each once.
        const attempts = arrived.map(({ attempt }) => attempt);
        if (new Set(attempts).size !== attempts.length) broken.push(`${who}: an attempt arrived twice`);
        for (const { attempt } of counted)
          if (!attempts.includes(attempt ?? "")) broken.push(`${who}: ${attempt} was counted and never arrived`);
        for (const { attempt, category } of arrived)
          if (category === "MARKETING" && !counted.some((one) => one.attempt === attempt))
            broken.push(`${who}: ${attempt} arrived and was never counted`);
        const flows = counted.map(({ flow }) => flow);
        if (new Set(flows).size !== flows.length) broken.push(`${who}: the same offer twice: ${flows.join(", ")}`);
      }
    }
    say(
      "D12",
      `seed ${seed}: ${ROUNDS} rounds of ${PEOPLE} people, ${counts.racers} racers: ${counts.quiet} quiet contacts got one offer each, ${counts.spoke} who spoke ${counts.sent - counts.quiet}; first was ${JSON.stringify(Object.fromEntries(winners))}; broken ${broken.length}`,
    );
    expect(broken.slice(0, 10)).toEqual([]);
    // Another would have been first, had the order been another.
    expect(winners.size).toBeGreaterThan(1);
  });
});

interface Invited {
  phone: string;
  contact: string;
  speaks: boolean;
}

/** Each waits for the event already. */
async function invite(round: number, random: Random): Promise<Invited[]> {
  return Promise.all(
    Array.from({ length: PEOPLE }, async (_, index) => {
      const phone = `+55119${String(round * 100 + index).padStart(8, "0")}`;
      const speaks = random.chance(0.4);
      await house.control("PUT", `/contacts/${encodeURIComponent(phone)}`, { marketingSlots: null });
      const { contactId } = await house.must(200, "POST", "/api/flows/basket/start", { contact: { phone } });
      return { phone, contact: contactId, speaks };
    }),
  );
}

function twoWithoutWord(ledger: readonly LedgerLine[]): boolean {
  let unanswered = 0;
  for (const { kind } of ledger) {
    if (kind === "counted") unanswered += 1;
    if (kind === "interaction") unanswered = 0;
    if (unanswered > 1) return true;
  }
  return false;
}
