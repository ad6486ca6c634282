/**
 * A disk in memory that keeps a journal of every write, truncation, sync and deletion in the order in which they were asked
 * for, so that a power cut can be played after any of them.
 */

export type DiskOperation =
  | { kind: "write"; file: string; offset: number; bytes: Uint8Array }
  | { kind: "truncate"; file: string; size: number }
  | { kind: "sync"; file: string }
  /** `synced`: the folder was synced with it. */
  | { kind: "delete"; file: string; synced: boolean };

/** What a write past the end of the space gets. */
export class DiskFull extends Error {}

/** What every change gets while the disk is mounted read-only. */
export class DiskReadOnly extends Error {}

export class JournaledDisk {
  readonly journal: DiskOperation[] = [];
  /** All files together may take this many bytes. */
  space = Number.POSITIVE_INFINITY;
  isReadOnly = false;
  readonly #files: Map<string, GrowingBytes>;
  readonly #keepsJournal: boolean;

  /** `files`: what is on it already. Without a journal it only keeps. */
  constructor(files: ReadonlyMap<string, Uint8Array> = new Map(), keepsJournal = true) {
    this.#files = new Map([...files].map(([name, bytes]) => [name, new GrowingBytes(bytes)]));
    this.#keepsJournal = keepsJournal;
  }

  /** Bytes of all files. */
  get used(): number {
    let used = 0;
    for (const { size } of this.#files.values()) used += size;
    return used;
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  create(file: string): void {
    this.#assertWritable();
    this.#files.set(file, new GrowingBytes());
  }

  size(file: string): number {
    return this.#of(file).size;
  }

  /** Fewer bytes than asked for at the end of the file. */
  read(file: string, offset: number, length: number): Uint8Array {
    return this.#of(file).read(offset, length);
  }

  write(file: string, offset: number, bytes: Uint8Array): void {
    this.#assertWritable();
    const content = this.#of(file);
    const grows = Math.max(0, offset + bytes.length - content.size);
    if (grows > 0 && this.used + grows > this.space) throw new DiskFull();
    const kept = bytes.slice();
    content.write(offset, kept);
    this.#note({ kind: "write", file, offset, bytes: kept });
  }

  truncate(file: string, size: number): void {
    this.#assertWritable();
    this.#of(file).truncate(size);
    this.#note({ kind: "truncate", file, size });
  }

  sync(file: string): void {
    this.#note({ kind: "sync", file });
  }

  delete(file: string, synced: boolean): void {
    this.#assertWritable();
    this.#files.delete(file);
    this.#note({ kind: "delete", file, synced });
  }

  /** All files as they are now. */
  files(): Map<string, Uint8Array> {
    return new Map([...this.#files].map(([name, content]) => [name, content.copy()]));
  }

  #of(file: string): GrowingBytes {
    const content = this.#files.get(file);
    if (!content) throw new Error(`there is no file ${file} on this disk`);
    return content;
  }

  #assertWritable(): void {
    if (this.isReadOnly) throw new DiskReadOnly();
  }

  #note(operation: DiskOperation): void {
    if (this.#keepsJournal) this.journal.push(operation);
  }
}

/** A file's content; a gap reads as zeros. */
export class GrowingBytes {
  #bytes: Uint8Array;
  #size: number;

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.#bytes = bytes.slice();
    this.#size = bytes.length;
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(Math.min(offset, this.#size), Math.min(offset + length, this.#size));
  }

  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2, 65_536));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, offset);
    this.#size = Math.max(this.#size, end);
  }

  truncate(size: number): void {
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = Math.min(size, this.#size);
  }

  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }
}
