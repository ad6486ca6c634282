/** Statements prepared once and found again by their text. Texts are module constants, so finding one is cheap. */
import type Database from "better-sqlite3";
import { ErasedList } from "./erased-list.ts";

export type Value = string | number | null | Uint8Array;
type Statement = Database.Statement<Value[]>;

/** The one workspace there is, for now; every table has the column. */
export const WORKSPACE = "w1";

export class Sql {
  readonly db: Database.Database;
  /** Who was erased, and the key that hides them. */
  readonly erased: ErasedList;
  readonly #objects: Statements;
  readonly #tuples: Statements;
  readonly #values: Statements;

  constructor(db: Database.Database, erased = new ErasedList(null)) {
    this.db = db;
    this.erased = erased;
    this.#objects = new Statements((text) => db.prepare<Value[]>(text));
    this.#tuples = new Statements((text) => db.prepare<Value[]>(text).raw());
    this.#values = new Statements((text) => db.prepare<Value[]>(text).pluck());
  }

  /** Changes the database; how many rows. */
  run(text: string, ...parameters: Value[]): number {
    return this.#objects.get(text).run(...parameters).changes;
  }

  one<Row>(text: string, ...parameters: Value[]): Row | undefined {
    return this.#objects.get(text).get(...parameters) as Row | undefined;
  }

  all<Row>(text: string, ...parameters: Value[]): Row[] {
    return this.#objects.get(text).all(...parameters) as Row[];
  }

  /** The first row as a list of its columns: cheaper than an object, for hot paths. */
  tuple<Row extends unknown[]>(text: string, ...parameters: Value[]): Row | undefined {
    return this.#tuples.get(text).get(...parameters) as Row | undefined;
  }

  /** The first column of the first row. */
  value<Type>(text: string, ...parameters: Value[]): Type | undefined {
    return this.#values.get(text).get(...parameters) as Type | undefined;
  }

  /** The first column of all rows. */
  values<Type>(text: string, ...parameters: Value[]): Type[] {
    return this.#values.get(text).all(...parameters) as Type[];
  }

  /** Several reads at one moment. Not inside another transaction. */
  reading<Result>(read: () => Result): Result {
    this.run("BEGIN");
    try {
      return read();
    } finally {
      this.run("COMMIT");
    }
  }
}

class Statements {
  readonly #known = new Map<string, Statement>();
  readonly #prepare: (text: string) => Statement;

  constructor(prepare: (text: string) => Statement) {
    this.#prepare = prepare;
  }

  get(text: string): Statement {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const statement = this.#prepare(text);
    this.#known.set(text, statement);
    return statement;
  }
}

export function fromJson<Type>(doc: string): Type {
  return JSON.parse(doc) as Type;
}
