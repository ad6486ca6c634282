/**
 * What stays of a person who was erased: a keyed hash of each identity, and whether offers were stopped. The key is made
 * for this database and lies in it: the hash keeps numbers out of sight, it does not hide them from who has the file and
 * the patience to try every number.
 */
import { createHmac, randomBytes } from "node:crypto";
import { applyLedgerEvent, EMPTY_LEDGER, type Ledger, type LedgerEvent } from "@sluice/shared/caps/ledger";
import type { Identity } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";
import { saveLedger } from "./conversation-rows.ts";
import { type IdentityKind, identitiesOf } from "./identities.ts";
import { addLedgerEvent } from "./log-rows.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

interface Stops {
  meta: Instant | null;
  word: Instant | null;
}

const KEY = `SELECT value FROM settings WHERE workspace_id = '${WORKSPACE}' AND name = 'forgotten-key'`;
const ADD_KEY = "INSERT INTO settings (name, value) VALUES ('forgotten-key', ?)";
const STOPPED =
  "SELECT 1 FROM forgotten WHERE stopped_by_meta_at IS NOT NULL OR stopped_by_word_at IS NOT NULL LIMIT 1";
const FORGET = `INSERT INTO forgotten (identity, erased_at, stopped_by_meta_at, stopped_by_word_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (workspace_id, portfolio, identity) DO UPDATE SET erased_at = excluded.erased_at,
    stopped_by_meta_at = excluded.stopped_by_meta_at, stopped_by_word_at = excluded.stopped_by_word_at`;
const RECALL = `SELECT stopped_by_meta_at AS meta, stopped_by_word_at AS word FROM forgotten
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND identity = ?`;
const RECALLED = `UPDATE forgotten SET stopped_by_meta_at = NULL, stopped_by_word_at = NULL
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND identity = ?`;
const LEDGER = "SELECT doc FROM ledgers WHERE contact = ?";

/** Inside a transaction. */
export function forget(sql: Sql, kind: IdentityKind, value: string, ledger: Ledger, now: Instant): void {
  sql.run(FORGET, hashOf(sql, kind, value), now, ledger.stoppedByMetaAt, ledger.stoppedByWordAt);
}

/** Somebody is known by these names from now on: what they had stopped is stopped, once. Inside a transaction. */
export function recallStops(sql: Sql, contact: string, identity: Identity, now: Instant): void {
  if (sql.value<number>(STOPPED) === undefined) return;
  const events: LedgerEvent[] = [];
  for (const [kind, value] of identitiesOf(identity)) {
    const hash = hashOf(sql, kind, value);
    const { meta, word } = sql.one<Stops>(RECALL, hash) ?? { meta: null, word: null };
    if (meta !== null) events.push({ kind: "stopped", by: "meta", at: meta });
    if (word !== null) events.push({ kind: "stopped", by: "word", at: word });
    sql.run(RECALLED, hash);
  }
  if (events.length === 0) return;
  for (const event of events) addLedgerEvent(sql, contact, now, JSON.stringify(event));
  const ledger = sql.value<string>(LEDGER, contact);
  saveLedger(sql, contact, events.reduce(applyLedgerEvent, ledger ? fromJson<Ledger>(ledger) : EMPTY_LEDGER));
}

function hashOf(sql: Sql, kind: IdentityKind, value: string): string {
  return createHmac("sha256", keyOf(sql)).update(`${kind}:${value}`).digest("base64url");
}

function keyOf(sql: Sql): string {
  const known = sql.value<string>(KEY);
  if (known !== undefined) return known;
  const made = randomBytes(32).toString("base64url");
  sql.run(ADD_KEY, made);
  return made;
}
