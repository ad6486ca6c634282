/** The outbox with the real server and the emulator: the pace of the number, answers before campaigns, people in a day. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flowOf, startTestServer, type TestServer, text, twoOffers, word } from "../http/test-server.ts";
import { eventually } from "../test-support/api.ts";

const MESSAGES = "/100000000000001/messages";
const ASHA = "+5511900000401";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
  await server.publish(twoOffers("sale"));
  await server.publish(flowOf("help", [word("help"), text("say", "Here I am")], [["in", "next", "say"]]));
});
afterEach(() => server.stop());

const phone = (number: number) => `+55119100${String(number).padStart(5, "0")}`;
const start = async (flow: string, to: string) =>
  (await server.api("POST", `/api/flows/${flow}/start`, { contact: { phone: to } })).body.contactId as string;
const settings = async (change: object) => {
  const { id } = (await server.api("GET", "/api/channels")).body.items[0];
  const changed = await server.api("PATCH", `/api/channels/${id}`, change);
  expect(changed.status).toBe(200);
};
/** Sends as the emulator took them: when, and to whom. */
async function sends(): Promise<{ at: number; to: string; status: number }[]> {
  const taken: { at: number; to: string; status: number }[] = [];
  for (let after = 0; ; ) {
    const { body } = await server.control("GET", `/log?after=${after}&limit=1000`);
    for (const { kind, path, at, body: sent, status } of body.entries)
      if (kind === "request" && path.endsWith(MESSAGES) && "to" in JSON.parse(sent))
        taken.push({ at: Date.parse(at), to: JSON.parse(sent).to, status });
    if (body.entries.length === 0) return taken;
    after = body.next;
  }
}

describe("WR §4 the number's pace", () => {
  test("a campaign keeps to it, and somebody who writes meanwhile is answered at once", async () => {
    await settings({ perSecond: 20 });
    const people = 100;
    await Promise.all(Array.from({ length: people }, (_, number) => start("sale", phone(number))));
    await server.control("POST", "/inbound", { from: ASHA, text: "help" });
    await eventually(
      "the answer",
      async () => (await sends()).some(({ to }) => to === ASHA),
      (answered) => answered,
    );
    const all = await eventually("everybody", sends, (taken) => taken.length === people + 1, 20_000);
    const answeredAt = all.find(({ to }) => to === ASHA)?.at ?? 0;
    expect(all.filter(({ at }) => at < answeredAt).length).toBeLessThan(people);
    const instants = all.map(({ at }) => at).sort((a, b) => a - b);
    const most = Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1_000).length));
    // The pacer is exact (pace.test.ts); on a busy machine some drift together on their way through disk and network.
    expect(most).toBeLessThanOrEqual(60);
    expect(new Set(all.map(({ to }) => to)).size).toBe(people + 1);
  });

  test("130429: everything waits a little, nothing is lost or doubled", async () => {
    await server.control("PUT", "/faults", [{ path: MESSAGES, status: 429, code: 130429, count: 3 }]);
    const people = 20;
    await Promise.all(Array.from({ length: people }, (_, number) => start("sale", phone(number))));
    const all = await eventually(
      "everybody",
      sends,
      (taken) => taken.filter(({ status }) => status === 200).length === people,
      20_000,
    );
    const taken = all.filter(({ status }) => status === 200);
    expect(new Set(taken.map(({ to }) => to)).size).toBe(people);
  });
});

describe("WR §4 people a day", () => {
  test("beyond the limit it waits for a place, says so, and an answer does not count", async () => {
    await settings({ peoplePerDay: 2 });
    for (const number of [1, 2]) await start("sale", phone(number));
    await eventually("two sends", sends, (taken) => taken.length === 2);
    const third = await start("sale", phone(3));
    const said = await eventually(
      "the line",
      async () => (await server.api("GET", `/api/contacts/${third}/timeline`)).body.items.at(-1)?.sentence ?? "",
      (sentence) => sentence.includes("could not be handed"),
    );
    expect(said).toMatch(
      /this account may write to 2 people a day who did not write first, and it did\. It is tried again/,
    );
    // Somebody with an open window is nobody's limit.
    await server.control("POST", "/inbound", { from: ASHA, text: "help" });
    await eventually("the answer", sends, (taken) => taken.some(({ to }) => to === ASHA));
    expect((await sends()).some(({ to }) => to === phone(3))).toBe(false);
    await server.control("POST", "/clock", { advance: "PT24H1M" });
    await eventually("the third", sends, (taken) => taken.some(({ to }) => to === phone(3)));
  });
});
