/**
 * A person is erased: rows, raw webhooks that name them, keys against duplicates that carry their number in a message id.
 * `secure_delete` overwrites what is deleted, the checkpoint empties the write-ahead log, so that no byte of it is left in
 * the files. A keyed hash of each identity stays, for the opt-out.
 */
import { EMPTY_LEDGER, type Ledger } from "@sluice/shared/caps/ledger";
import type { Instant } from "@sluice/shared/time/instant";
import type { Erased } from "../store.ts";
import { forget } from "./forgotten.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { IdentityKind } from "./identities.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

const PAGE = 500;
const CONTACT = `SELECT id FROM contacts WHERE id = (SELECT coalesce(merged_into, id) FROM contacts WHERE id = ?)`;
const JOINED = "SELECT id FROM contacts WHERE merged_into = ?";
const IDENTITIES = "SELECT kind, value FROM identities WHERE contact = ?";
const LEDGER = "SELECT doc FROM ledgers WHERE contact = ?";
const WAMIDS = `SELECT wamid FROM attempts WHERE wamid IS NOT NULL AND message IN (SELECT id FROM messages WHERE contact = ?)`;
const INBOUND_WAMIDS = "SELECT doc ->> '$.wamid' FROM log WHERE contact = ? AND kind = 'inbound'";
const BODIES = `SELECT seq, pending, body FROM inbox WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`;
const KEYS = `SELECT key FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key > ? ORDER BY key LIMIT ${PAGE}`;
const ERASE_BODY = "DELETE FROM inbox WHERE seq = ?";
const ERASE_KEY = `DELETE FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key = ?`;

/** Tables with a column `contact`; whoever refers to something goes before it. */
const BY_CONTACT = ["log", "conversations", "ledgers", "identities", "reached"] as const;
const ERASE = [
  "DELETE FROM attempts WHERE message IN (SELECT id FROM messages WHERE contact = ?)",
  ...BY_CONTACT.map((table) => `DELETE FROM ${table} WHERE contact = ?`),
  "DELETE FROM idempotency WHERE instr(answer, ?) > 0",
  "DELETE FROM notices WHERE instr(params, ?) > 0",
];
const ERASE_MESSAGES = "DELETE FROM messages WHERE contact = ?";
const ERASE_SESSIONS = "DELETE FROM sessions WHERE contact = ?";
/** A test compares it with the schema. */
export const ERASED_FROM: ReadonlySet<string> = new Set([...BY_CONTACT, "messages", "sessions"]);
const ERASE_JOINED = "DELETE FROM contacts WHERE merged_into = ?";
const ERASE_CONTACT = "DELETE FROM contacts WHERE id = ?";

/** `evenPending`: also when a webhook that names them has not taken effect; it goes too. Else that is "busy". */
export async function eraseContact(
  sql: Sql,
  group: GroupCommit,
  given: string,
  now: Instant,
  { evenPending = false } = {},
): Promise<Erased | "busy" | null> {
  const id = sql.value<string>(CONTACT, given);
  if (id === undefined) return null;
  const identities = sql.all<{ kind: IdentityKind; value: string }>(IDENTITIES, id);
  const names = namesOf(identities);
  // Walked outside the transaction, which would hold up everybody; what comes meanwhile is walked in it.
  const bodies = await walkBodies(sql, names, 0);
  if (bodies.pending && !evenPending) return "busy";
  const keys = await keysOf(sql, id, names);

  const erased = await group.run("turn", () => {
    const rest = walkPage(sql, names, bodies.end);
    if (rest.pending && !evenPending) return "busy" as const;
    const ledger = sql.value<string>(LEDGER, id);
    for (const seq of [...bodies.found, ...rest.found]) sql.run(ERASE_BODY, seq);
    for (const key of keys) sql.run(ERASE_KEY, key);
    let messages = 0;
    let sessions = 0;
    for (const each of [id, ...sql.values<string>(JOINED, id)]) {
      for (const text of ERASE) sql.run(text, each);
      messages += sql.run(ERASE_MESSAGES, each);
      sessions += sql.run(ERASE_SESSIONS, each);
    }
    sql.run(ERASE_JOINED, id);
    sql.run(ERASE_CONTACT, id);
    forget(sql, identities, ledger ? fromJson<Ledger>(ledger) : EMPTY_LEDGER, now);
    return { webhooks: bodies.found.length + rest.found.length, messages, sessions };
  });
  if (erased !== "busy") sql.db.pragma("wal_checkpoint(TRUNCATE)");
  return erased;
}

/** As webhooks write them: a number without its plus. */
function namesOf(identities: readonly { value: string }[]): Buffer[] {
  return identities.map(({ value }) => Buffer.from(value.replace(/^\+/, "")));
}

interface Walked {
  /** Of bodies that name the person. */
  found: number[];
  /** One of them has not taken effect yet. */
  pending: boolean;
  /** The last one looked at. */
  end: number;
}

async function walkBodies(sql: Sql, names: readonly Buffer[], from: number): Promise<Walked> {
  const walked: Walked = { found: [], pending: false, end: from };
  for (;;) {
    const page = walkPage(sql, names, walked.end);
    if (page.end === walked.end) return walked;
    walked.found.push(...page.found);
    walked.pending ||= page.pending;
    walked.end = page.end;
    await new Promise(setImmediate);
  }
}

function walkPage(sql: Sql, names: readonly Buffer[], from: number): Walked {
  const walked: Walked = { found: [], pending: false, end: from };
  for (const { seq, pending, body } of sql.all<{ seq: number; pending: number; body: Buffer }>(BODIES, from)) {
    walked.end = seq;
    if (!names.some((name) => body.includes(name))) continue;
    walked.found.push(seq);
    walked.pending ||= pending === 1;
  }
  return walked;
}

/** Keys with a message id of the person's: ids carry the number, in base64. */
async function keysOf(sql: Sql, contact: string, names: readonly Buffer[]): Promise<string[]> {
  const known = new Set([...sql.values<string>(WAMIDS, contact), ...sql.values<string>(INBOUND_WAMIDS, contact)]);
  const found: string[] = [];
  let from = "";
  for (;;) {
    const page = sql.values<string>(KEYS, from);
    const last = page.at(-1);
    if (last === undefined) return found;
    for (const key of page) {
      const wamid = /wamid\.([A-Za-z0-9+/=_-]+)/.exec(key);
      if (!wamid) continue;
      const inside = Buffer.from(wamid[1] ?? "", "base64");
      if (known.has(wamid[0]) || names.some((name) => inside.includes(name))) found.push(key);
    }
    from = last;
    await new Promise(setImmediate);
  }
}
