// The cost of a turn as contacts pile up: load one by chance, commit a session and two lines of its log, 64 at a time as under
// load. CPU only: what the disk takes depends on the disk. Budget: flat from 1,000 to 1,000,000 contacts.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../packages/runtime/dist/store/sqlite/sqlite-store.js";
import { finish, median, printTable } from "./harness.mjs";

const Database = createRequire(new URL("../packages/runtime/package.json", import.meta.url))("better-sqlite3");
const SIZES = (process.env.BENCH_CONTACTS ?? "1000,100000,1000000").split(",").map(Number);
const TURNS = Number(process.env.BENCH_TURNS ?? 6_400);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const AT_ONCE = 64;
const NOW = Date.UTC(2026, 10, 22);

const idOf = (number) => `c_${String(number).padStart(10, "0")}`;
const numberOf = (number) => `+55119${String(number).padStart(8, "0")}`;

/** As the store writes a contact that was met once. */
function fill(path, count) {
  const db = new Database(path);
  db.pragma("synchronous = OFF");
  const contact = db.prepare(
    "INSERT INTO contacts (id, version, name, phone, search, last_inbound_at, doc) VALUES (?, 1, ?, ?, ?, ?, ?)",
  );
  const identity = db.prepare("INSERT INTO identities (kind, value, contact) VALUES ('phone', ?, ?)");
  const ledger = db.prepare("INSERT INTO ledgers (contact, doc) SELECT ?, doc FROM ledgers LIMIT 1");
  const conversation = db.prepare(
    "INSERT INTO conversations (contact, channel_id, active_at, handed_off, held, doc) VALUES (?, 'ch1', ?, 0, 0, ?)",
  );
  const none = { lastInboundAt: NOW, lastMessageAt: null, lastText: "Hi", unansweredSince: null, handOff: null };
  const conversationDoc = JSON.stringify({ channel: "ch1", ...none });
  db.transaction(() => {
    for (let number = 1; number < count; number += 1) {
      const id = idOf(number);
      const phone = numberOf(number);
      const doc = { id, name: "Asha", identity: { phone }, timeZone: null, fields: {}, createdAt: NOW };
      contact.run(id, "Asha", phone, `asha ${phone}`, NOW, JSON.stringify(doc));
      identity.run(phone, id);
      ledger.run(id);
      conversation.run(id, NOW + number, conversationDoc);
    }
  })();
  db.close();
}

function planFor(contact, turn) {
  const session = {
    id: `s_${contact}`,
    contact,
    channel: "ch1",
    flow: "welcome",
    revision: 1,
    status: "running",
    node: "n1",
    entry: "n0",
    wait: null,
    variables: { size: "M", turn },
    turn,
    generation: turn,
    seed: 7,
    startedAt: NOW,
  };
  const entry = { at: NOW + turn, code: "note", channel: "ch1", params: { turn } };
  const nothing = { contact: null, ledger: null, conversations: [], messages: [], ledgerLog: [] };
  return { ...nothing, sessions: [session], log: [entry, entry], result: { kind: "done" } };
}

async function turns(store, count, random) {
  const cpu = process.cpuUsage();
  for (let done = 0; done < TURNS; done += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, index) => {
        const contact = idOf(1 + Math.floor(random() * (count - 1)));
        const loaded = await store.loadContact(contact);
        await store.commitTurn({ contact, ...loaded, plan: planFor(contact, done + index) });
      }),
    );
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / TURNS;
}

/** Repeatable chance. */
function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const figures = {};
for (const count of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  const path = join(folder, "sluice.db");
  try {
    const first = openSqliteStore(path);
    await first.contactFor({ phone: numberOf(0) }, "Asha", NOW);
    await first.close();
    fill(path, count);
    const store = openSqliteStore(path);
    const random = mulberry(count);
    await turns(store, count, random);
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await turns(store, count, random));
    figures[count] = median(runs);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
printTable(
  ["contacts", "CPU µs a turn"],
  Object.entries(figures).map(([count, cpu]) => [Number(count).toLocaleString("en"), cpu.toFixed(0)]),
);
const costs = Object.values(figures);
finish("contacts", { last: costs.at(-1) / costs[0] }, figures, { turns: TURNS, runs: RUNS });
