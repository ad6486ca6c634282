/** What a store has promised, and when: each write that resolved, with a question to the database whether it is there. */
import type { Store } from "../../src/store/store.ts";

/** What both drivers have. */
interface Asked {
  prepare(text: string): { get(...parameters: (string | number)[]): unknown };
}

export interface Promised {
  /** So many operations had been asked of the disk when it was promised. */
  at: number;
  what: string;
  /** A query that finds a row if the promise is kept. */
  query: string;
  parameters: (string | number)[];
}

export class KeptWord {
  readonly promised: Promised[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(what: string, query: string, ...parameters: (string | number)[]): void {
    this.promised.push({ at: this.#now(), what, query, parameters });
  }

  /** The store, with what it promises written down. */
  watch(store: Store): Store {
    return {
      ...store,
      appendInbox: async (rows) => {
        await store.appendInbox(rows);
        for (const { id, body } of rows)
          this.note(`webhook ${id}`, "SELECT 1 FROM inbox WHERE id = ? AND length(body) = ?", id, body.length);
      },
      finishInbox: async (ids, note) => {
        await store.finishInbox(ids, note);
        for (const id of ids) this.note(`done ${id}`, "SELECT 1 FROM inbox WHERE id = ? AND pending = 0", id);
      },
      contactFor: async (identity, name, now) => {
        const contact = await store.contactFor(identity, name, now);
        const value = identity.phone ?? "";
        this.note(`contact ${value}`, "SELECT 1 FROM identities WHERE value = ? AND contact = ?", value, contact);
        return contact;
      },
      commitTurn: async (unit) => {
        const outcome = await store.commitTurn(unit);
        if (outcome !== "committed") return outcome;
        const { contact, version, eventKey, plan } = unit;
        this.note(`turn of ${contact}`, "SELECT 1 FROM contacts WHERE id = ? AND version > ?", contact, version);
        if (eventKey !== undefined) this.note(`event ${eventKey}`, "SELECT 1 FROM event_keys WHERE key = ?", eventKey);
        for (const { id } of plan.messages) this.note(`message ${id}`, "SELECT 1 FROM messages WHERE id = ?", id);
        for (const { id, generation } of plan.sessions)
          this.note(`session ${id}`, "SELECT 1 FROM sessions WHERE id = ? AND generation >= ?", id, generation);
        return outcome;
      },
    };
  }

  /** Those of the promises made by then that this database does not keep. */
  broken(db: Asked, operations: number): string[] {
    return brokenPromises(db, this.promised, operations);
  }
}

export function brokenPromises(db: Asked, promised: readonly Promised[], operations: number): string[] {
  const statements = new Map<string, ReturnType<Asked["prepare"]>>();
  const isKept = ({ query, parameters }: Promised) => {
    const statement = statements.get(query) ?? db.prepare(query);
    statements.set(query, statement);
    return statement.get(...parameters) !== undefined;
  };
  return promised.filter((one) => one.at <= operations && !isKept(one)).map(({ what }) => what);
}
