/** Recordings of what goes on, on SQLite for WebAssembly and a journaled disk. */
import { openDatabase } from "../../src/store/sqlite/open-database.ts";
import type { Random } from "../support/random.ts";
import { mount } from "./disk-vfs.ts";
import { JournaledDisk } from "./journaled-disk.ts";
import { KeptWord } from "./kept-word.ts";
import { fillSchema, SCHEMAS } from "./schemas.ts";
import type { Traffic } from "./traffic.ts";
import { Database } from "./wasm-driver.ts";

export interface Recording {
  /** What was on the disk when it began. */
  before: Map<string, Uint8Array>;
  disk: JournaledDisk;
  word: KeptWord;
}

export async function recordTraffic(
  traffic: Traffic,
  path: string,
  random: Random,
  rounds: number,
): Promise<Recording> {
  const recording = begin(new Map());
  await traffic(path, random, rounds, recording.word);
  return recording;
}

/** A database of an older version is opened by this one. */
export function migrationWorkload(path: string, random: Random, rows: number): Recording {
  const version = random.whole(1, SCHEMAS.length - 1);
  const disk = new JournaledDisk(new Map(), false);
  mount(disk);
  const old = new Database(path);
  old.pragma("journal_mode = WAL");
  const kept = fillSchema(old, version, rows);
  old.close();
  const recording = begin(disk.files());
  for (const { what, query, parameters } of kept) recording.word.note(what, query, ...parameters);
  openDatabase(path).close();
  recording.word.note("the newest schema", "SELECT 1 FROM pragma_user_version WHERE user_version = ?", SCHEMAS.length);
  return recording;
}

function begin(before: Map<string, Uint8Array>): Recording {
  const disk = new JournaledDisk(before);
  mount(disk);
  return { before, disk, word: new KeptWord(() => disk.journal.length) };
}
