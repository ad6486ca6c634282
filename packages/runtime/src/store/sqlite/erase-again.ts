/**
 * A database that was put back from a copy has people in it again who were erased after the copy was made. The list beside
 * it knows them: whoever of it this database has not forgotten yet is erased again.
 */
import type { Instant } from "@sluice/shared/time/instant";
import { eraseContact } from "./erase-contact.ts";
import type { ErasedIdentity, ErasedSection } from "./erased-list.ts";
import { hashOf, keepForgotten } from "./forgotten.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { IdentityKind } from "./identities.ts";
import { type Sql, WORKSPACE } from "./sql.ts";

interface Name {
  kind: IdentityKind;
  value: string;
  contact: string;
}

const PAGE = 1_000;
const FORGOTTEN_SINCE = `SELECT 1 FROM forgotten
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND identity = ? AND erased_at >= ?`;
const NAMES = `SELECT kind, value, contact FROM identities WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1'
  AND (kind, value) > (?, ?) ORDER BY kind, value LIMIT ${PAGE}`;

/** How many people were erased. Quick when the database is not older than the list. */
export async function eraseAgain(sql: Sql, group: GroupCommit, now: Instant): Promise<number> {
  const missing = sql.erased.sections.map(({ key, identities }) => ({
    key,
    identities: notForgotten(sql, identities),
  }));
  const gone = missing.flatMap(({ identities }) => [...identities.values()]);
  if (gone.length === 0) return 0;
  let erased = 0;
  for (const contact of await contactsOf(sql, missing)) {
    // Also what has not taken effect: it did, before they were erased.
    if (await eraseContact(sql, group, contact, now, { evenPending: true })) erased += 1;
  }
  await group.run("turn", () => {
    for (const one of gone) keepForgotten(sql, one);
  });
  return erased;
}

function notForgotten(sql: Sql, identities: ErasedSection["identities"]): Map<string, ErasedIdentity> {
  return new Map(
    [...identities].filter(
      ([identity, { erasedAt }]) => sql.value<number>(FORGOTTEN_SINCE, identity, erasedAt) === undefined,
    ),
  );
}

async function contactsOf(sql: Sql, missing: readonly ErasedSection[]): Promise<Set<string>> {
  const found = new Set<string>();
  let last: Pick<Name, "kind" | "value"> = { kind: "" as IdentityKind, value: "" };
  for (;;) {
    const page = sql.all<Name>(NAMES, last.kind, last.value);
    for (const { kind, value, contact } of page)
      if (missing.some(({ key, identities }) => identities.has(hashOf(key, kind, value)))) found.add(contact);
    const end = page.at(-1);
    if (end === undefined) return found;
    last = end;
    await new Promise(setImmediate);
  }
}
