/** Reads what journal-shim.c wrote. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { DiskOperation } from "./journaled-disk.ts";
import type { KeptRow } from "./schemas.ts";

export interface ShimJournal {
  operations: DiskOperation[];
  /** `at`: so many operations had been asked for when it was promised. */
  promised: (KeptRow & { at: number })[];
}

/** Files by their name; what is not the database or its log is left out. */
export function readShimJournal(file: string): ShimJournal {
  const bytes = readFileSync(file);
  const journal: ShimJournal = { operations: [], promised: [] };
  for (let at = 0; at < bytes.length; ) {
    const kind = String.fromCharCode(bytes.readUInt8(at));
    const named = bytes.readUInt16LE(at + 1);
    const name = basename(bytes.toString("utf8", at + 3, at + 3 + named));
    const offset = Number(bytes.readBigInt64LE(at + 3 + named));
    const length = bytes.readUInt32LE(at + 11 + named);
    at += 15 + named;
    const content = bytes.subarray(at, at + length);
    at += length;
    if (name.endsWith(".word"))
      journal.promised.push({ at: journal.operations.length, ...(JSON.parse(content.toString()) as KeptRow) });
    else if (/\.db(-wal|-journal)?$/.test(name)) journal.operations.push(operationOf(kind, name, offset, content));
  }
  return journal;
}

function operationOf(kind: string, file: string, offset: number, bytes: Uint8Array): DiskOperation {
  switch (kind) {
    case "w":
      return { kind: "write", file, offset, bytes };
    case "t":
      return { kind: "truncate", file, size: offset };
    case "s":
      return { kind: "sync", file };
    case "u":
      return { kind: "delete", file, synced: false };
    default:
      throw new Error(`the journal has an operation ${kind} on ${file}, which SQLite does not use`);
  }
}
