/** The file itself, read beside the server: what is really on the disk, not what the server says about it. */
import Database from "better-sqlite3";

const CONTACT = "(SELECT contact FROM identities WHERE kind = 'phone' AND value = '+' || ?)";

export class DatabaseFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Attempts that were in flight when the server died. */
  inflight(): string[] {
    return this.#read("SELECT id FROM attempts WHERE state = 'inflight'");
  }

  unknown(): string[] {
    return this.#read("SELECT id FROM attempts WHERE state = 'unknown'");
  }

  /** Has this person a message of unknown outcome? */
  hasUnknown(waId: string): boolean {
    const text = `SELECT 1 FROM messages WHERE unknown = 1 AND contact = ${CONTACT}`;
    return this.#read(text, false, waId).length > 0;
  }

  /** All that is known of this person, for whoever has to find out what went wrong. */
  story(waId: string): string {
    const log = `SELECT at || ' ' || kind || ' ' || coalesce(code, '') || ' ' || coalesce(doc, message, '') FROM log WHERE kind <> 'ledger' AND contact = ${CONTACT} ORDER BY seq`;
    const messages = `SELECT doc FROM messages WHERE contact = ${CONTACT} ORDER BY seq`;
    const sessions = `SELECT doc FROM sessions WHERE contact = ${CONTACT} ORDER BY seq`;
    return [log, messages, sessions].flatMap((text) => this.#read(text, false, waId)).join("\n");
  }

  /** Message and wamid of all that WhatsApp took, as we know it. */
  sent(): { message: string; attempts: number }[] {
    return this.#read(
      "SELECT message, count(*) AS attempts FROM attempts WHERE wamid IS NOT NULL GROUP BY message",
      true,
    );
  }

  /** wamids of what this person wrote, in the order in which it took effect. */
  inbound(waId: string): string[] {
    return this.#read(
      `SELECT doc ->> 'wamid' FROM log WHERE kind = 'inbound' AND contact = ${CONTACT} ORDER BY seq`,
      false,
      waId,
    );
  }

  pendingInbox(): number {
    return this.#read<number>("SELECT count(*) FROM inbox WHERE pending = 1")[0] ?? -1;
  }

  /** Everything that was ever stored, done or not. */
  inboxRows(): number {
    return this.#read<number>("SELECT count(*) FROM inbox")[0] ?? -1;
  }

  /** Sees whether anybody commits from now on. */
  watchCommits(): { any(): boolean; close(): void } {
    const db = new Database(this.#path, { readonly: true });
    const version = () => Number(db.pragma("data_version", { simple: true }));
    const before = version();
    return { any: () => version() !== before, close: () => db.close() };
  }

  /** Nobody else can write until it is released. */
  lock(): () => void {
    const db = new Database(this.#path);
    db.exec("BEGIN IMMEDIATE");
    return () => db.close();
  }

  isSound(): boolean {
    return this.#read<string>("PRAGMA integrity_check")[0] === "ok";
  }

  #read<Row = string>(text: string, rows = false, ...parameters: string[]): Row[] {
    const db = new Database(this.#path, { readonly: true });
    try {
      const statement = db.prepare<string[]>(text);
      return (rows ? statement : statement.pluck()).all(...parameters) as Row[];
    } finally {
      db.close();
    }
  }
}
