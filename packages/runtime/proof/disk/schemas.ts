/** Databases as earlier versions left them, filled. */
import { createHash } from "node:crypto";
import { MIGRATIONS } from "../../src/store/sqlite/migrate.ts";

/** The two drivers' common part. */
interface Driver {
  exec(text: string): unknown;
  pragma(text: string, options?: { simple?: boolean }): unknown;
  prepare(text: string): {
    run(...parameters: (string | number)[]): unknown;
    all(...parameters: (string | number)[]): unknown[];
  };
}

export interface KeptRow {
  what: string;
  query: string;
  parameters: (string | number)[];
}

/** Every schema that was released, by its number from 1: the texts that lead to it. */
export const SCHEMAS: readonly string[] = MIGRATIONS;

/** Brings an empty database to this schema and puts contacts, messages, sessions, log lines and webhooks in it. */
export function fillSchema(db: Driver, version: number, messages: number): KeptRow[] {
  for (const text of SCHEMAS.slice(0, version)) db.exec(text);
  db.pragma(`user_version = ${version}`);
  const contact = db.prepare(
    "INSERT INTO contacts (id, version, name, phone, search, doc) VALUES (?, 1, ?, ?, ?, '{}')",
  );
  const message = db.prepare(
    `INSERT INTO messages (id, contact, channel_id, flow, test, class, created_at, state, live, unknown, doc)
      VALUES (?, ?, 'wa-1', 'welcome', 0, 'free-form', ?, 'sent', 0, 0, ?)`,
  );
  const session = db.prepare(
    `INSERT INTO sessions (id, contact, channel_id, flow, revision, test, status, node, due, generation, doc)
      VALUES (?, ?, 'wa-1', 'welcome', 1, 0, 'running', 'n1', ?, 1, '{}')`,
  );
  const line = db.prepare(
    "INSERT INTO log (contact, channel_id, kind, at, rank, message) VALUES (?, 'wa-1', 'message', ?, 0, ?)",
  );
  const webhook = db.prepare("INSERT INTO inbox (id, received_at, body) VALUES (?, ?, CAST(? AS BLOB))");
  db.exec("BEGIN");
  for (let at = 0; at < messages; at += 1) {
    const owner = `c${Math.floor(at / 10)}`;
    if (at % 10 === 0) {
      contact.run(owner, `Name ${at}`, `+5511${at}`, `name ${at}`);
      session.run(`s${at}`, owner, at);
    }
    message.run(
      `m${at}`,
      owner,
      at,
      JSON.stringify({ id: `m${at}`, content: { kind: "text", text: "x".repeat(200) } }),
    );
    line.run(owner, at, `m${at}`);
    if (at % 10 === 0) webhook.run(`in${at}`, at, "{}");
  }
  db.exec("COMMIT");
  const count = (table: string, least: number): KeptRow => ({
    what: `${least} rows of ${table}`,
    query: `SELECT 1 FROM (SELECT count(*) AS rows FROM ${table}) WHERE rows = ?`,
    parameters: [least],
  });
  const tens = Math.ceil(messages / 10);
  return [
    count("messages", messages),
    count("log", messages),
    ...["contacts", "sessions", "inbox"].map((table) => count(table, tens)),
  ];
}

/** Its number, and a mark of all tables, indexes and triggers as they stand: `4 9f2c…`. */
export function schemaOf(db: Driver): string {
  const rows = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").all();
  const mark = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 8);
  return `${db.pragma("user_version", { simple: true })} ${mark}`;
}

/** The marks of an empty database and of each schema, by their number. */
export function schemaNames(open: () => Driver & { close(): unknown }): string[] {
  return [0, ...SCHEMAS.map((_, before) => before + 1)].map((version) => {
    const db = open();
    for (const text of SCHEMAS.slice(0, version)) db.exec(text);
    db.pragma(`user_version = ${version}`);
    const name = schemaOf(db);
    db.close();
    return name;
  });
}
