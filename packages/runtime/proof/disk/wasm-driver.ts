/**
 * What the store uses of better-sqlite3, on SQLite for WebAssembly and a journaled disk. `vi.mock("better-sqlite3")` puts it
 * in the driver's place, so that the store's own code, settings and migrations run on it.
 *
 * Other than there: locking_mode is EXCLUSIVE, as there is no shared memory for the write-ahead log's index.
 */
import { sqlite3, VFS } from "./disk-vfs.ts";

const { capi, oo1 } = sqlite3;

type Value = string | number | null | Uint8Array;
type Shape = "object" | "tuple" | "value";

/** Settings that get another value than the one ordered, by name. What is asked back is what was ordered. */
export const overruled = new Map<string, string>();

const LEVELS: Record<string, number> = { NORMAL: 1, FULL: 2 };

class SqliteError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = "SqliteError";
    this.code = code;
  }
}

export class Database {
  static SqliteError = SqliteError;
  /** The one that was opened last. */
  static last: Database | null = null;
  readonly name: string;
  readonly memory: boolean;
  readonly raw: InstanceType<typeof oo1.DB>;
  readonly #claimed = new Map<string, unknown>();

  constructor(path: string) {
    this.name = path;
    this.memory = path === ":memory:";
    this.raw = translated(() => new oo1.DB({ filename: path, flags: "c", ...(this.memory ? {} : { vfs: VFS }) }));
    Database.last = this;
    // As the driver is built: pages of 4 KB, and NORMAL for what it finds in WAL mode.
    this.raw.exec("PRAGMA page_size = 4096; PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL");
  }

  get open(): boolean {
    return this.raw.isOpen();
  }

  get inTransaction(): boolean {
    return !capi.sqlite3_get_autocommit(this.raw);
  }

  prepare(text: string): Statement {
    return translated(() => new Statement(this.raw, text));
  }

  exec(text: string): this {
    translated(() => this.raw.exec(text));
    return this;
  }

  pragma(text: string, { simple = false } = {}): unknown {
    if (simple && this.#claimed.has(text)) return this.#claimed.get(text);
    const [name = "", ordered] = text.split(" = ");
    const other = ordered === undefined ? undefined : overruled.get(name);
    if (ordered !== undefined && other !== undefined) this.#claimed.set(name, LEVELS[ordered] ?? Number(ordered));
    const rows = this.prepare(`PRAGMA ${other === undefined ? text : `${name} = ${other}`}`).all();
    return simple ? Object.values(rows[0] ?? {})[0] : rows;
  }

  transaction<Parameters extends unknown[], Result>(work: (...parameters: Parameters) => Result) {
    const run =
      (begin: string) =>
      (...parameters: Parameters): Result => {
        this.exec(begin);
        try {
          const result = work(...parameters);
          this.exec("COMMIT");
          return result;
        } catch (error) {
          if (this.inTransaction) this.exec("ROLLBACK");
          throw error;
        }
      };
    return Object.assign(run("BEGIN"), { immediate: run("BEGIN IMMEDIATE"), exclusive: run("BEGIN EXCLUSIVE") });
  }

  close(): void {
    this.raw.close();
  }
}

class Statement {
  readonly #db: InstanceType<typeof oo1.DB>;
  readonly #prepared: ReturnType<InstanceType<typeof oo1.DB>["prepare"]>;
  #shape: Shape = "object";

  constructor(db: InstanceType<typeof oo1.DB>, text: string) {
    this.#db = db;
    this.#prepared = db.prepare(text);
  }

  raw(): this {
    this.#shape = "tuple";
    return this;
  }

  pluck(): this {
    this.#shape = "value";
    return this;
  }

  run(...parameters: Value[]): { changes: number } {
    return this.#with(parameters, () => {
      while (this.#prepared.step());
      return { changes: Number(capi.sqlite3_changes(this.#db)) };
    });
  }

  get(...parameters: Value[]): unknown {
    return this.#with(parameters, () => (this.#prepared.step() ? this.#row() : undefined));
  }

  all(...parameters: Value[]): unknown[] {
    return this.#with(parameters, () => {
      const rows: unknown[] = [];
      while (this.#prepared.step()) rows.push(this.#row());
      return rows;
    });
  }

  #row(): unknown {
    const values = this.#prepared.get([]).map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    if (this.#shape === "value") return values[0];
    if (this.#shape === "tuple") return values;
    return Object.fromEntries(this.#prepared.getColumnNames([]).map((name, at) => [name, values[at]]));
  }

  #with<Result>(parameters: readonly Value[], work: () => Result): Result {
    return translated(() => {
      try {
        if (parameters.length > 0) this.#prepared.bind(parameters);
        return work();
      } finally {
        this.#prepared.resetNoThrow();
        this.#prepared.clearBindings();
      }
    });
  }
}

function translated<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof sqlite3.SQLite3Error)
      throw new SqliteError(error.message, String(capi.sqlite3_js_rc_str(error.resultCode)));
    throw error;
  }
}
