/** Statements prepared once and found again by their text. Texts are module constants, so finding one is cheap. */
import type Database from "better-sqlite3";

export type Value = string | number | null | Uint8Array;
type Statement = Database.Statement<Value[]>;

/** The one workspace there is, for now; every table has the column. */
export const WORKSPACE = "w1";

export class Sql {
  readonly db: Database.Database;
  readonly #rows = new Map<string, Statement>();
  readonly #values = new Map<string, Statement>();

  constructor(db: Database.Database) {
    this.db = db;
  }

  /** Changes the database; how many rows. */
  run(text: string, ...parameters: Value[]): number {
    return this.#row(text).run(...parameters).changes;
  }

  one<Row>(text: string, ...parameters: Value[]): Row | undefined {
    return this.#row(text).get(...parameters) as Row | undefined;
  }

  all<Row>(text: string, ...parameters: Value[]): Row[] {
    return this.#row(text).all(...parameters) as Row[];
  }

  /** The first column of the first row. */
  value<Type>(text: string, ...parameters: Value[]): Type | undefined {
    return this.#value(text).get(...parameters) as Type | undefined;
  }

  /** The first column of all rows. */
  values<Type>(text: string, ...parameters: Value[]): Type[] {
    return this.#value(text).all(...parameters) as Type[];
  }

  #row(text: string): Statement {
    const known = this.#rows.get(text);
    if (known !== undefined) return known;
    const statement = this.db.prepare<Value[]>(text);
    this.#rows.set(text, statement);
    return statement;
  }

  #value(text: string): Statement {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const statement = this.db.prepare<Value[]>(text).pluck();
    this.#values.set(text, statement);
    return statement;
  }
}

export function fromJson<Type>(doc: string): Type {
  return JSON.parse(doc) as Type;
}
