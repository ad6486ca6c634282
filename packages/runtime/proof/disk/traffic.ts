/** What goes on while the power may fail: webhooks of all sizes, people in conversations. Each promise is written down. */
import { SECOND } from "@sluice/shared/time/duration";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { HELP, HURRY } from "../killing/flows.ts";
import type { Random } from "../support/random.ts";
import { publish, Rig } from "../support/rig.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { statusWebhook, textWebhook } from "../support/webhooks.ts";
import type { KeptWord } from "./kept-word.ts";

export type Traffic = (path: string, random: Random, rounds: number, word: KeptWord) => Promise<void>;

const START = Date.UTC(2026, 10, 23, 10);

/** Bodies of all sizes, alone and together, finished in between; the program is stopped and started now and then. */
export const inboxTraffic: Traffic = async (path, random, rounds, word) => {
  const open = opener(path, word);
  let store = open();
  const waiting: string[] = [];
  let number = 0;
  for (let round = 0; round < rounds; round += 1) {
    const rows = (count: number) =>
      Array.from({ length: count }, () => {
        number += 1;
        const id = `in${String(number).padStart(6, "0")}`;
        waiting.push(id);
        return { id, receivedAt: START + number, body: Buffer.alloc(random.whole(20, 9_000), number % 251) };
      });
    const finished = random.chance(0.5) ? waiting.splice(0, random.whole(1, 4)) : [];
    await Promise.all([store.appendInbox(rows(random.whole(1, 5))), store.finishInbox(finished)]);
    if (random.chance(2 / rounds)) {
      await store.close();
      store = open();
    }
  }
  await store.close();
};

/** People in conversations: the real kernel decides, messages go out, statuses come back. */
export const turnTraffic: Traffic = async (path, random, rounds, word) => {
  const open = opener(path, word);
  let clock = new VirtualClock(START);
  const told: object[] = [];
  let sends = 0;
  const send = async (body: object) => {
    const { to = "", biz_opaque_callback_data: callbackData = "" } = body as Record<string, string>;
    // The request leaves now: the attempt is on the disk, or it would be made a second time.
    word.note(`attempt of send ${sends}`, "SELECT 1 FROM attempts WHERE id = ?", callbackData.split(".")[0] ?? "");
    sends += 1;
    const wamid = `wamid.out${sends}`;
    for (const status of ["sent", "delivered", "read"] as const)
      told.push(statusWebhook({ wamid, status, at: clock.now(), phone: to, callbackData }));
    return { kind: "accepted", wamid } as const;
  };
  let store = open();
  await publish(store, START, HELP, HURRY);
  let rig = await Rig.start({ store, clock, send });
  for (let round = 0; round < rounds; round += 1) {
    const phone = `+55119000000${String(random.whole(1, 12)).padStart(2, "0")}`;
    const text = random.pick(["help", "A person", "My order", "yes", "hurry", "Yes"]);
    const incoming = [textWebhook(phone, `wamid.in${round}`, text, clock.now()), ...told.splice(0, random.whole(0, 6))];
    await Promise.all(incoming.map((body) => rig.webhook(body)));
    await clock.runUntil(clock.now() + random.whole(0, 3) * SECOND, () => rig.idle());
    if (random.chance(2 / rounds)) {
      await store.close();
      // The alarms of the last life rest with its clock.
      clock = new VirtualClock(clock.now());
      store = open();
      rig = await Rig.start({ store, clock, send });
    }
  }
  await rig.idle();
  await store.close();
};

function opener(path: string, word: KeptWord): () => Store {
  return () => word.watch(openSqliteStore(path, { now: () => START }));
}
