/** Who is who: contacts are found by their identities, made when new, and joined when two turn out to be one. */
import { EMPTY_LEDGER } from "@sluice/shared/caps/ledger";
import type { Contact } from "@sluice/shared/conversation/state";
import type { Identity } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";
import { newId } from "../ids.ts";
import type { TurnStore } from "../store.ts";
import type { GroupCommit } from "./group-commit.ts";
import { joinContacts } from "./join-contacts.ts";
import { searchText } from "./search-text.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

interface Known {
  id: string;
  name: string | null;
  phone: string | null;
  userId: string | null;
}

type IdentityKind = "phone" | "user-id";

const BY_IDENTITY = `SELECT contacts.id, contacts.name, contacts.phone, contacts.user_id AS userId
  FROM identities JOIN contacts ON contacts.id = identities.contact
  WHERE identities.workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND kind = ? AND value = ?`;
const ADD_IDENTITY = "INSERT OR IGNORE INTO identities (kind, value, contact) VALUES (?, ?, ?)";
const ADD_CONTACT = `INSERT INTO contacts (id, version, name, phone, user_id, search, active_at, doc) VALUES (?, 1, ?, ?, ?, ?, ?, ?)`;
const ADD_LEDGER = "INSERT INTO ledgers (contact, doc) VALUES (?, ?)";
const CONTACT = "SELECT doc FROM contacts WHERE id = ?";
const RAISE_VERSION = "UPDATE contacts SET version = version + 1 WHERE id = ?";
const SAVE_CONTACT = "UPDATE contacts SET name = ?, phone = ?, user_id = ?, search = ?, doc = ? WHERE id = ?";

export function contactFinders(sql: Sql, group: GroupCommit): Pick<TurnStore, "contactFor" | "findContact"> {
  return {
    async contactFor(identity, profileName, now) {
      if (identity.phone === undefined && identity.userId === undefined) {
        throw new Error("An identity needs a phone number or a user id.");
      }
      const known = upToDate(findAll(sql, identity), identity, profileName);
      return known ?? group.run("other", () => settleContact(sql, identity, profileName, now));
    },

    async findContact(identity) {
      return findAll(sql, identity).findLast((known) => known !== undefined)?.id ?? null;
    },
  };
}

/** Writes a contact's document, its columns and its identities. Inside a transaction; the version is the caller's matter. */
export function saveContact(sql: Sql, contact: Contact): void {
  const { phone, userId } = contact.identity;
  sql.run(
    SAVE_CONTACT,
    contact.name,
    phone ?? null,
    userId ?? null,
    searchText(contact),
    JSON.stringify(contact),
    contact.id,
  );
  addIdentities(sql, contact.id, contact.identity);
}

function settleContact(sql: Sql, identity: Identity, profileName: string | null, now: Instant): string {
  const all = findAll(sql, identity);
  const [first, second] = all.filter((known) => known !== undefined);
  if (!first) return addContact(sql, identity, profileName, now);
  const settled = upToDate(all, identity, profileName);
  if (settled !== null) return settled;
  const id = second && second.id !== first.id ? joinContacts(sql, first.id, second.id) : first.id;
  const contact = fromJson<Contact>(sql.value<string>(CONTACT, id) ?? "");
  const name = contact.name ?? profileName;
  saveContact(sql, { ...contact, id, name, identity: { ...contact.identity, ...identity } });
  sql.run(RAISE_VERSION, id);
  return id;
}

function addContact(sql: Sql, identity: Identity, name: string | null, now: Instant): string {
  const contact: Contact = { id: newId("c", now), name, identity, timeZone: null, fields: {}, createdAt: now };
  const { phone, userId } = identity;
  sql.run(
    ADD_CONTACT,
    contact.id,
    name,
    phone ?? null,
    userId ?? null,
    searchText(contact),
    now,
    JSON.stringify(contact),
  );
  sql.run(ADD_LEDGER, contact.id, JSON.stringify(EMPTY_LEDGER));
  addIdentities(sql, contact.id, identity);
  return contact.id;
}

/** For each identity that is named, the contact that has it: the phone's first, the user id's last. */
function findAll(sql: Sql, identity: Identity): (Known | undefined)[] {
  return identitiesOf(identity).map(([kind, value]) => sql.one<Known>(BY_IDENTITY, kind, value));
}

/** The one contact that all of it is known of; null when there is something to write. */
function upToDate(all: (Known | undefined)[], identity: Identity, profileName: string | null): string | null {
  const [first] = all;
  const same =
    first !== undefined &&
    all.every((known) => known?.id === first.id) &&
    (profileName === null || first.name !== null) &&
    (identity.phone === undefined || first.phone === identity.phone) &&
    (identity.userId === undefined || first.userId === identity.userId);
  return same ? first.id : null;
}

function addIdentities(sql: Sql, contact: string, identity: Identity): void {
  for (const [kind, value] of identitiesOf(identity)) sql.run(ADD_IDENTITY, kind, value, contact);
}

function identitiesOf(identity: Identity): [IdentityKind, string][] {
  const found: [IdentityKind, string][] = [];
  if (identity.phone !== undefined) found.push(["phone", identity.phone]);
  if (identity.userId !== undefined) found.push(["user-id", identity.userId]);
  return found;
}
