/**
 * Who was erased, beside the database and not in it: a database that is put back from an older copy still has them, and
 * this says whom to erase again. Each identity as a keyed hash. The key lies here too, so a copy of the database alone does
 * not tell whether a number is among them, not even to who tries all numbers.
 *
 * `sluice.db.erased`, lines of text, only ever appended to: `key <43 letters>` begins a section, the lines of JSON that
 * follow are under it. A line that was torn by a power cut is passed over: nobody was told that it is there.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Instant } from "@sluice/shared/time/instant";
import { StoreError } from "../store-error.ts";

export interface ErasedIdentity {
  /** The keyed hash. */
  identity: string;
  erasedAt: Instant;
  /** What they had stopped when they were erased. */
  stoppedByMetaAt: Instant | null;
  stoppedByWordAt: Instant | null;
}

export interface ErasedSection {
  key: string;
  /** By hash, each with its last erasure. */
  identities: ReadonlyMap<string, ErasedIdentity>;
}

interface Section extends ErasedSection {
  identities: Map<string, ErasedIdentity>;
}

const KEY = /^key ([\w-]{43})$/;

/** Where the list of this database lies; null in memory. */
export function erasedListOf(database: string): string | null {
  return database === ":memory:" ? null : `${database}.erased`;
}

export class ErasedList {
  readonly #file: string | null;
  readonly #sections: Section[];
  /** The last section's key stands in the file. */
  #isKeyWritten: boolean;

  /** `file`: null to keep it in memory alone. A file that is missing is an empty list. */
  constructor(file: string | null) {
    this.#file = file;
    this.#sections = file === null ? [] : parse(read(file));
    this.#isKeyWritten = this.#sections.length > 0;
  }

  get sections(): readonly ErasedSection[] {
    return this.#sections;
  }

  /** Who is erased from now on goes under this one. */
  get key(): string {
    return this.#current().key;
  }

  /** On the disk when it returns. Throws a StoreError when the disk refuses; then nobody was added. */
  add(identities: readonly ErasedIdentity[]): void {
    const current = this.#current();
    this.#append([
      ...(this.#isKeyWritten ? [] : [`key ${current.key}`]),
      ...identities.map((one) => JSON.stringify(one)),
    ]);
    this.#isKeyWritten = true;
    for (const one of identities) remember(current, one);
  }

  /** What another list has and this one has not. This one's own key stays the current one. */
  takeOver(sections: readonly ErasedSection[]): void {
    const own = this.#sections.at(-1)?.key;
    const lines: string[] = [];
    for (const { key, identities } of sections) {
      const known = this.#sections.find((section) => section.key === key);
      const news = [...identities.values()].filter(
        ({ identity, erasedAt }) => (known?.identities.get(identity)?.erasedAt ?? -1) < erasedAt,
      );
      if (known && news.length === 0) continue;
      lines.push(`key ${key}`, ...news.map((one) => JSON.stringify(one)));
    }
    if (lines.length === 0) return;
    if (own !== undefined) lines.push(`key ${own}`);
    this.#append(lines);
    this.#isKeyWritten = true;
    this.#sections.splice(0, this.#sections.length, ...parse([...this.#lines(), ...lines].join("\n")));
  }

  #current(): Section {
    const last = this.#sections.at(-1);
    if (last) return last;
    const made: Section = { key: randomBytes(32).toString("base64url"), identities: new Map() };
    this.#sections.push(made);
    return made;
  }

  #lines(): string[] {
    return this.#sections.flatMap(({ key, identities }) => [
      `key ${key}`,
      ...[...identities.values()].map((one) => JSON.stringify(one)),
    ]);
  }

  #append(lines: readonly string[]): void {
    if (this.#file === null || lines.length === 0) return;
    try {
      const file = openSync(this.#file, "a", 0o600);
      try {
        // The line break in front ends a line that was torn.
        writeFileSync(file, `\n${lines.join("\n")}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      const folder = openSync(dirname(this.#file), "r");
      fsyncSync(folder);
      closeSync(folder);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        "disk-refused",
        `The disk refused to keep the list of erased people, ${this.#file}: ${why}. Nobody was erased; free some space or look at the disk.`,
        error,
      );
    }
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return "";
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      "cannot-open",
      `The list of erased people cannot be read: ${why}. Without it people who asked to be erased could come back. Make it readable, or put it back from a copy.`,
      error,
    );
  }
}

/** A key that comes again goes on where it was, and is the last one again. */
function parse(text: string): Section[] {
  const sections = new Map<string, Section>();
  let current: Section | undefined;
  for (const line of text.split("\n")) {
    const key = KEY.exec(line)?.[1];
    if (key !== undefined) {
      current = sections.get(key) ?? { key, identities: new Map() };
      sections.delete(key);
      sections.set(key, current);
    } else if (current) remember(current, readIdentity(line));
  }
  return [...sections.values()];
}

function readIdentity(line: string): ErasedIdentity | null {
  try {
    const one = JSON.parse(line) as Partial<ErasedIdentity>;
    const { identity, erasedAt, stoppedByMetaAt = null, stoppedByWordAt = null } = one;
    if (typeof identity !== "string" || typeof erasedAt !== "number") return null;
    return { identity, erasedAt, stoppedByMetaAt, stoppedByWordAt };
  } catch {
    return null; // torn, or the empty line between two appends
  }
}

function remember({ identities }: Section, one: ErasedIdentity | null): void {
  if (one && (identities.get(one.identity)?.erasedAt ?? -1) <= one.erasedAt) identities.set(one.identity, one);
}
