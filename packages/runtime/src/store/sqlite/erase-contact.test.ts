/** S14: after an erase no byte of the person is left in the database's files. Mutation seen to fail: without `secure_delete`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  attempt,
  CHANNEL,
  contactWith,
  conversation,
  entry,
  incoming,
  load,
  message,
  NOW,
  turn,
} from "../test-samples.ts";
import { ERASED_FROM } from "./erase-contact.ts";
import { openDatabase } from "./open-database.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const PHONE = "+5511987654321";
const DIGITS = PHONE.slice(1);
const SECRETS = [DIGITS, "Wilhelmina", "carpet for the attic", "BR.4455667788", "Rua das Laranjeiras"];
const wamid = (rest: string) => `wamid.${Buffer.from(`\x1d\x08${DIGITS}\x15\x02${rest}`).toString("base64")}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-erase-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Which of the secrets stand in the files, plain or as the base64 of message ids. */
function found(): string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const encoded = [wamid("in1"), wamid("out1")].map((id) => id.slice("wamid.".length));
  return [...SECRETS, ...encoded].filter((secret) => files.some((file) => file.includes(secret)));
}

test("S14: after an erase nothing of the person is in db, wal and shm, though rows grew, moved and went before", async () => {
  const store = openSqliteStore(join(folder, "sluice.db"));
  const contact = await contactWith(store, PHONE, "Wilhelmina");
  const others = await Promise.all(Array.from({ length: 30 }, (_, n) => contactWith(store, `+55219000000${10 + n}`)));
  for (let round = 0; round < 40; round += 1) {
    const { state } = await load(store, contact);
    const text = `carpet for the attic ${"x".repeat(round * 37)}`;
    await turn(
      store,
      contact,
      {
        contact: { ...state.contact, fields: { address: `Rua das Laranjeiras ${"y".repeat((40 - round) * 20)}` } },
        conversations: [conversation({ lastText: text })],
        messages: [
          message(contact, {
            id: `m${round}`,
            content: { kind: "text", text },
            state: "sent",
            attempts: [attempt({ id: `a${round}`, state: "accepted", wamid: wamid(`out${round}`) })],
          }),
        ],
        log: [entry("note", { params: { text } })],
      },
      {
        eventKey: `message:100:${wamid(`in${round}`)}`,
        inbound: {
          channel: CHANNEL,
          message: { ...incoming(wamid(`in${round}`), text), from: { phone: PHONE } },
          takenBy: null,
        },
      },
    );
    const body = Buffer.from(JSON.stringify({ wa_id: DIGITS, text, name: "Wilhelmina", user_id: "BR.4455667788" }));
    await store.appendInbox([{ id: `i${round}`, receivedAt: NOW, body }]);
    await store.finishInbox([`i${round}`]);
    const other = others[round % others.length] as string;
    await turn(store, other, { conversations: [conversation({ lastText: `${round}`.repeat(round * 11) })] });
  }
  await store.contactFor({ phone: PHONE, userId: "BR.4455667788" }, null, NOW);
  expect(found()).toHaveLength(SECRETS.length + 2);

  expect(await store.eraseContact(contact, NOW)).toMatchObject({ webhooks: 40, messages: 40 });
  expect(found()).toEqual([]);
  await store.close();
  expect(found()).toEqual([]);
});

test("S14: every table that knows contacts is erased from", () => {
  const db = openDatabase(":memory:");
  const tables = db
    .prepare(
      "SELECT t.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c WHERE c.name = 'contact' ORDER BY 1",
    )
    .pluck()
    .all() as string[];
  db.close();
  expect(tables).toContain("sessions");
  expect(tables.filter((table) => !ERASED_FROM.has(table))).toEqual([]);
});
