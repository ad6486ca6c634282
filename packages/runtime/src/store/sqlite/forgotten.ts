/**
 * What stays of a person who was erased: a keyed hash of each identity, and whether offers were stopped. The key is not in
 * the database but in the list beside it (erased-list.ts).
 */
import { createHmac } from "node:crypto";
import { applyLedgerEvent, EMPTY_LEDGER, type Ledger, type LedgerEvent } from "@sluice/shared/caps/ledger";
import type { Identity } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";
import { saveLedger } from "./conversation-rows.ts";
import type { ErasedIdentity } from "./erased-list.ts";
import { type IdentityKind, identitiesOf } from "./identities.ts";
import { addLedgerEvents } from "./log-rows.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

interface Stops {
  meta: Instant | null;
  word: Instant | null;
}

const STOPPED =
  "SELECT 1 FROM forgotten WHERE stopped_by_meta_at IS NOT NULL OR stopped_by_word_at IS NOT NULL LIMIT 1";
const FORGET = `INSERT INTO forgotten (identity, erased_at, stopped_by_meta_at, stopped_by_word_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (workspace_id, portfolio, identity) DO UPDATE SET erased_at = max(erased_at, excluded.erased_at),
    stopped_by_meta_at = excluded.stopped_by_meta_at, stopped_by_word_at = excluded.stopped_by_word_at`;
const RECALL = `SELECT stopped_by_meta_at AS meta, stopped_by_word_at AS word FROM forgotten
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND identity = ?`;
const RECALLED = `UPDATE forgotten SET stopped_by_meta_at = NULL, stopped_by_word_at = NULL
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND identity = ?`;
const LEDGER = "SELECT doc FROM ledgers WHERE contact = ?";
const OLD_KEY = `SELECT value FROM settings WHERE workspace_id = '${WORKSPACE}' AND name = 'forgotten-key'`;
const DROP_OLD_KEY = `DELETE FROM settings WHERE workspace_id = '${WORKSPACE}' AND name = 'forgotten-key'`;
const ALL = `SELECT identity, erased_at AS erasedAt, stopped_by_meta_at AS stoppedByMetaAt,
  stopped_by_word_at AS stoppedByWordAt FROM forgotten`;

/** Inside a transaction; the list has them before it ends. */
export function forget(
  sql: Sql,
  names: readonly { kind: IdentityKind; value: string }[],
  ledger: Ledger,
  now: Instant,
): void {
  const { stoppedByMetaAt, stoppedByWordAt } = ledger;
  const forgotten = names.map(({ kind, value }) => ({
    identity: hashOf(sql.erased.key, kind, value),
    erasedAt: now,
    stoppedByMetaAt,
    stoppedByWordAt,
  }));
  for (const one of forgotten) keepForgotten(sql, one);
  sql.erased.add(forgotten);
}

export function keepForgotten(sql: Sql, one: ErasedIdentity): void {
  sql.run(FORGET, one.identity, one.erasedAt, one.stoppedByMetaAt, one.stoppedByWordAt);
}

/** Somebody is known by these names from now on: what they had stopped is stopped, once. Inside a transaction. */
export function recallStops(sql: Sql, contact: string, identity: Identity, now: Instant): void {
  if (sql.value<number>(STOPPED) === undefined) return;
  const events: LedgerEvent[] = [];
  for (const [kind, value] of identitiesOf(identity)) {
    for (const { key } of sql.erased.sections) {
      const hash = hashOf(key, kind, value);
      const { meta, word } = sql.one<Stops>(RECALL, hash) ?? { meta: null, word: null };
      if (meta !== null) events.push({ kind: "stopped", by: "meta", at: meta });
      if (word !== null) events.push({ kind: "stopped", by: "word", at: word });
      sql.run(RECALLED, hash);
    }
  }
  if (events.length === 0) return;
  addLedgerEvents(
    sql,
    contact,
    events.map((event) => ({ at: now, doc: JSON.stringify(event) })),
  );
  const ledger = sql.value<string>(LEDGER, contact);
  saveLedger(sql, contact, events.reduce(applyLedgerEvent, ledger ? fromJson<Ledger>(ledger) : EMPTY_LEDGER));
}

/** Databases of earlier versions have the key in them: it moves to the list, with whom they forgot. */
export function moveOldKey(sql: Sql): void {
  const key = sql.value<string>(OLD_KEY);
  if (key === undefined) return;
  const identities = new Map(sql.all<ErasedIdentity>(ALL).map((one) => [one.identity, one]));
  sql.erased.takeOver([{ key, identities }]);
  sql.run(DROP_OLD_KEY);
}

export function hashOf(key: string, kind: IdentityKind, value: string): string {
  return createHmac("sha256", key).update(`${kind}:${value}`).digest("base64url");
}
