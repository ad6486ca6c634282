/** One turn: the event's key, the version's step and the plan, all of it or nothing. Inside a transaction. */
import type { Instant } from "@sluice/shared/time/instant";
import { crashpoint } from "../../crashpoint.ts";
import type { TurnOutcome, TurnUnit } from "../store.ts";
import { saveContact } from "./contacts.ts";
import { saveConversations, saveLedger } from "./conversation-rows.ts";
import { addInbound, addTurnLog } from "./log-rows.ts";
import { saveMessage, saveSession } from "./session-rows.ts";
import { type Sql, WORKSPACE } from "./sql.ts";

const HAS_EVENT = `SELECT 1 FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key = ?`;
const ADD_EVENT = "INSERT OR IGNORE INTO event_keys (key, at) VALUES (?, ?)";
const TAKE_BACK_EVENT = `DELETE FROM event_keys WHERE workspace_id = '${WORKSPACE}' AND key = ?`;
const STEP = "UPDATE contacts SET version = version + 1 WHERE id = ? AND version = ? AND merged_into IS NULL";
const STEP_WITH_INBOUND = `UPDATE contacts SET version = version + 1, last_inbound_at = max(coalesce(last_inbound_at, 0), ?)
  WHERE id = ? AND version = ? AND merged_into IS NULL`;
const MERGED_INTO = "SELECT merged_into FROM contacts WHERE id = ?";

export function hasEvent(sql: Sql, key: string): boolean {
  return sql.value<number>(HAS_EVENT, key) !== undefined;
}

export function keepEvent(sql: Sql, key: string, at: Instant): void {
  sql.run(ADD_EVENT, key, at);
}

/** `now` dates the event's key, for forgetting old ones. */
export function commitTurn(sql: Sql, unit: TurnUnit, now: Instant): TurnOutcome {
  if (unit.eventKey !== undefined && sql.run(ADD_EVENT, unit.eventKey, now) === 0) return "duplicate";
  crashpoint("turn-key-added");
  const contact = step(sql, unit, unit.contact);
  if (contact === null) {
    if (unit.eventKey !== undefined) sql.run(TAKE_BACK_EVENT, unit.eventKey);
    return "conflict";
  }
  crashpoint("turn-version-raised");
  if (unit.inbound) addInbound(sql, contact, unit.inbound, unit.plan);
  applyPlan(sql, contact, unit);
  crashpoint("turn-applied");
  return "committed";
}

/** Raises the version if it is still the one that was loaded; gives the contact it was, or null. */
function step(sql: Sql, unit: TurnUnit, contact: string): string | null {
  const at = unit.inbound?.message.at;
  const stepped =
    at === undefined ? sql.run(STEP, contact, unit.version) : sql.run(STEP_WITH_INBOUND, at, contact, unit.version);
  if (stepped > 0) return contact;
  // The caller may still use the id of a contact that was joined to another one and then loaded under it.
  const mergedInto = sql.value<string | null>(MERGED_INTO, contact);
  return mergedInto ? step(sql, unit, mergedInto) : null;
}

function applyPlan(sql: Sql, contact: string, { state, plan }: TurnUnit): void {
  if (plan.contact) saveContact(sql, { ...plan.contact, id: contact });
  if (plan.ledger) saveLedger(sql, contact, plan.ledger);
  for (const session of plan.sessions) saveSession(sql, contact, session);
  crashpoint("turn-sessions-saved");
  for (const message of plan.messages) {
    const before = state.messages.find(({ id }) => id === message.id);
    saveMessage(sql, contact, message, before);
  }
  crashpoint("turn-messages-saved");
  saveConversations(sql, contact, { state, plan });
  addTurnLog(sql, contact, plan);
}
