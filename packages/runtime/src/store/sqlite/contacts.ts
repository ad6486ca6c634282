/** Who is who: contacts are found by their identities, made when new, and joined when two turn out to be one. */
import { EMPTY_LEDGER } from "@sluice/shared/caps/ledger";
import type { Contact } from "@sluice/shared/conversation/state";
import type { Identity } from "@sluice/shared/messages/incoming";
import type { Instant } from "@sluice/shared/time/instant";
import { crashpoint } from "../../crashpoint.ts";
import { newId } from "../ids.ts";
import type { TurnStore } from "../store.ts";
import { recallStops } from "./forgotten.ts";
import type { GroupCommit } from "./group-commit.ts";
import { identitiesOf } from "./identities.ts";
import { joinContacts } from "./join-contacts.ts";
import { searchText } from "./search-text.ts";
import { fromJson, type Sql, WORKSPACE } from "./sql.ts";

type Known = [id: string, name: string | null, phone: string | null, userId: string | null];

const BY_IDENTITY = `SELECT contact FROM identities
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND kind = ? AND value = ?`;
const KNOWN = `SELECT contacts.id, name, phone, user_id FROM identities JOIN contacts ON contacts.id = identities.contact
  WHERE identities.workspace_id = '${WORKSPACE}' AND identities.portfolio = 'p1' AND kind = ? AND value = ?`;
const ADD_IDENTITY = "INSERT OR IGNORE INTO identities (kind, value, contact) VALUES (?, ?, ?)";
const FORGET_PHONE = `DELETE FROM identities
  WHERE workspace_id = '${WORKSPACE}' AND portfolio = 'p1' AND kind = 'phone' AND value = ? AND contact = ?`;
const ADD_CONTACT = `INSERT INTO contacts (id, version, name, phone, user_id, search, doc) VALUES (?, 1, ?, ?, ?, ?, ?)`;
const ADD_LEDGER = "INSERT INTO ledgers (contact, doc) VALUES (?, ?)";
const CONTACT = "SELECT doc FROM contacts WHERE id = ?";
const RAISE_VERSION = "UPDATE contacts SET version = version + 1 WHERE id = ?";
const SAVE_CONTACT = "UPDATE contacts SET name = ?, phone = ?, user_id = ?, search = ?, doc = ? WHERE id = ?";

export function contactFinders(
  sql: Sql,
  group: GroupCommit,
): Pick<TurnStore, "contactFor" | "findContact" | "changePhone"> {
  return {
    async contactFor(identity, profileName, now) {
      if (identity.phone === undefined && identity.userId === undefined) {
        throw new Error("An identity needs a phone number or a user id.");
      }
      const known = upToDate(sql, identity, profileName);
      return known ?? group.run("contact", () => settleContact(sql, identity, profileName, now));
    },

    async findContact(identity) {
      return findAll(sql, identity).findLast((contact) => contact !== undefined) ?? null;
    },

    changePhone(contact, from, to, now) {
      return group.run("contact", () => changePhone(sql, contact, from, to, now));
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
  const [first, second = first] = all.filter((contact) => contact !== undefined);
  if (first === undefined || second === undefined) return addContact(sql, identity, profileName, now);
  const settled = upToDate(sql, identity, profileName);
  if (settled !== null) return settled;
  const id = second === first ? first : joinContacts(sql, first, second);
  const contact = fromJson<Contact>(sql.value<string>(CONTACT, id) ?? "");
  const name = contact.name ?? profileName;
  saveContact(sql, { ...contact, id, name, identity: { ...contact.identity, ...identity } });
  recallStops(sql, id, identity, now);
  sql.run(RAISE_VERSION, id);
  return id;
}

function addContact(sql: Sql, identity: Identity, name: string | null, now: Instant): string {
  const contact: Contact = { id: newId("c", now), name, identity, timeZone: null, fields: {}, createdAt: now };
  const { phone, userId } = identity;
  sql.run(ADD_CONTACT, contact.id, name, phone ?? null, userId ?? null, searchText(contact), JSON.stringify(contact));
  crashpoint("contact-row-added");
  sql.run(ADD_LEDGER, contact.id, JSON.stringify(EMPTY_LEDGER));
  addIdentities(sql, contact.id, identity);
  recallStops(sql, contact.id, identity, now);
  return contact.id;
}

function changePhone(sql: Sql, contact: string, from: string | null, to: string, now: Instant): string {
  const other = sql.value<string>(BY_IDENTITY, "phone", to);
  const id = other === undefined || other === contact ? contact : joinContacts(sql, contact, other);
  const known = fromJson<Contact>(sql.value<string>(CONTACT, id) ?? "");
  saveContact(sql, { ...known, id, identity: { ...known.identity, phone: to } });
  if (from !== null && from !== to) sql.run(FORGET_PHONE, from, id);
  recallStops(sql, id, { phone: to }, now);
  sql.run(RAISE_VERSION, id);
  return id;
}

/** For each identity that is named, the contact that has it: the phone's first, the user id's last. */
function findAll(sql: Sql, identity: Identity): (string | undefined)[] {
  return identitiesOf(identity).map(([kind, value]) => sql.value<string>(BY_IDENTITY, kind, value));
}

/** The one contact that all of it is known of; null when there is something to write. */
function upToDate(sql: Sql, identity: Identity, profileName: string | null): string | null {
  let found: string | null = null;
  for (const [kind, value] of identitiesOf(identity)) {
    const known = sql.tuple<Known>(KNOWN, kind, value);
    if (!known) return null;
    const [id, name, phone, userId] = known;
    const same =
      (found ?? id) === id &&
      (profileName === null || name !== null) &&
      (identity.phone ?? phone) === phone &&
      (identity.userId ?? userId) === userId;
    if (!same) return null;
    found = id;
  }
  return found;
}

function addIdentities(sql: Sql, contact: string, identity: Identity): void {
  for (const [kind, value] of identitiesOf(identity)) sql.run(ADD_IDENTITY, kind, value, contact);
}
