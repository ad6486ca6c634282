/**
 * What may be on the disk after the power went, given what was asked of it before: all that came before a file's last sync,
 * and of what came after it anything, in sectors of 512 bytes.
 *
 * A deleted file may be there again until its folder is synced. SQLite does that with the first sync of a new journal or
 * log (`UNIXFILE_DIRSYNC` in os_unix.c), and at a deletion only where it asks for it.
 */
import type { Random } from "../support/random.ts";
import { type DiskOperation, GrowingBytes } from "./journaled-disk.ts";

const SECTOR = 512;

interface File {
  /** Null while it does not exist. */
  durable: GrowingBytes | null;
  pending: DiskOperation[];
}

/** Plays a journal forward; `cutAfter` may be asked for ever later places. */
export class PowerCuts {
  readonly #journal: readonly DiskOperation[];
  readonly #files: Map<string, File>;
  #at = 0;

  constructor(journal: readonly DiskOperation[], before: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#journal = journal;
    this.#files = new Map(
      [...before].map(([name, bytes]) => [name, { durable: new GrowingBytes(bytes), pending: [] }]),
    );
  }

  /** The files after the power went when `operations` had been asked for. */
  cutAfter(operations: number, random: Random): Map<string, Uint8Array> {
    if (operations < this.#at) throw new RangeError("this replay has gone on already");
    for (; this.#at < operations; this.#at += 1) this.#take(this.#journal[this.#at] as DiskOperation);
    const left = new Map<string, Uint8Array>();
    const luck = random.pick(["all", "nothing", "some", "some"] as const);
    for (const [name, { durable, pending }] of this.#files) {
      let content = durable && new GrowingBytes(durable.copy());
      for (const operation of pending) content = afterLuck(content, operation, luck, random);
      if (content) left.set(name, content.copy());
    }
    return left;
  }

  #take(operation: DiskOperation): void {
    const file = this.#files.get(operation.file) ?? { durable: null, pending: [] };
    this.#files.set(operation.file, file);
    file.pending.push(operation);
    const syncsFolder = operation.kind === "delete" ? operation.synced : isNewLog(operation, file);
    if (syncsFolder) for (const other of this.#files.values()) settle(other, lastDeletion(other));
    if (operation.kind === "sync") settle(file, file.pending.length);
  }
}

/** The first so many of what is pending are on the disk. */
function settle(file: File, count: number): void {
  for (const done of file.pending.splice(0, count)) file.durable = applied(file.durable, done);
}

function lastDeletion({ pending }: File): number {
  return pending.findLastIndex(({ kind }) => kind === "delete") + 1;
}

function isNewLog({ kind, file: name }: DiskOperation, file: File): boolean {
  const isNew = file.durable === null || lastDeletion(file) > 0;
  return kind === "sync" && isNew && /-(wal|journal)$/.test(name);
}

/** The files when a process is killed: what it asked for is done, in order, by the operating system. */
export function filesAfter(
  journal: readonly DiskOperation[],
  operations: number,
  before: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array> {
  const files = new Map<string, GrowingBytes | null>();
  for (const [name, bytes] of before) files.set(name, new GrowingBytes(bytes));
  for (const operation of journal.slice(0, operations))
    files.set(operation.file, applied(files.get(operation.file) ?? null, operation));
  return new Map([...files].flatMap(([name, content]) => (content ? [[name, content.copy()] as const] : [])));
}

function applied(content: GrowingBytes | null, operation: DiskOperation): GrowingBytes | null {
  switch (operation.kind) {
    case "write": {
      const file = content ?? new GrowingBytes();
      file.write(operation.offset, operation.bytes);
      return file;
    }
    case "truncate":
      content?.truncate(operation.size);
      return content;
    case "delete":
      return null;
    case "sync":
      return content;
  }
}

/** An operation that no sync has confirmed: done, not done, or a write done in part. */
function afterLuck(
  content: GrowingBytes | null,
  operation: DiskOperation,
  luck: "all" | "nothing" | "some",
  random: Random,
): GrowingBytes | null {
  const fate = luck === "some" ? random.pick(["all", "nothing", "part"] as const) : luck;
  if (fate === "nothing") return content;
  if (fate === "all" || operation.kind !== "write") return applied(content, operation);
  let torn = content;
  const { offset, bytes } = operation;
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + SECTOR - ((offset + start) % SECTOR));
    if (random.chance(0.5))
      torn = applied(torn, { ...operation, offset: offset + start, bytes: bytes.subarray(start, end) });
    start = end;
  }
  return torn;
}
