/**
 * `sluice backup` and `sluice restore`: copies of the database that DATABASE_URL names. The driver is loaded only when one
 * of them runs: the other commands start without it.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { StoreError } from "../store/store-error.ts";
import { type Command, EXIT, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { exactly, readArguments } from "./options.ts";
import { sayBytes } from "./say-bytes.ts";

export const backupCommand: Command = {
  name: "backup",
  usage: "backup <file> [--force]",
  summary: "Copy the database, also while the server runs.",
  help: `Copies the database that DATABASE_URL names (default ./data/sluice.db) into one file: the state of one instant, checked
before it gets its name. The server may go on writing meanwhile. It holds people's messages: keep it where only you read it.
The list of people who were erased is copied beside it, to <file>.erased.

  <file>   where the copy goes
  --force  replace the file if there is one

Exit codes: 0 copied, 2 not.
`,
  run: backup,
};

export const restoreCommand: Command = {
  name: "restore",
  usage: "restore <file> [--force]",
  summary: "Put a copy of the database back; it sends nothing until you resume.",
  help: `Puts a copy made by "sluice backup" in the place of the database that DATABASE_URL names. The server must not run. Every
channel in it is paused: what was queued or due when the copy was made may have been sent since, so nothing is sent until
somebody presses Resume in the settings. Who was erased after the copy was made is erased from it, as the lists beside the
database and beside the copy say (the same names with .erased).

  <file>   the copy
  --force  replace the database that is there; it is kept beside the new one

Exit codes: 0 restored, 2 not; then nothing was changed.
`,
  run: restore,
};

async function backup(argv: readonly string[], io: Io): Promise<number> {
  const { file, force, database } = readBoth(argv, "where the copy goes", io);
  if (!force && existsSync(file)) {
    io.err(`sluice backup: there is a file at ${file} already. Name another, or add --force to replace it.\n`);
    return EXIT.unreadable;
  }
  return attempt("backup", io, async () => {
    const { backupDatabase } = await import("../store/sqlite/backup.ts");
    const { bytes } = await backupDatabase(database, file);
    io.out(`Copied ${database} to ${file}, ${sayBytes(bytes)}, checked.\n`);
  });
}

async function restore(argv: readonly string[], io: Io): Promise<number> {
  const { file, force, database } = readBoth(argv, "the copy", io);
  return attempt("restore", io, async () => {
    const { restoreDatabase } = await import("../store/sqlite/backup.ts");
    const { before, channels, erased } = await restoreDatabase(file, database, { force, now: Date.now() });
    io.out(`Restored ${database} from ${file}.\n`);
    if (before) io.out(`What was there before is kept at ${before}.\n`);
    if (erased === null) {
      io.out(
        "There is no list of erased people beside either: who was erased after the copy was made is in it again.\n",
      );
    } else if (erased > 0) {
      io.out(
        `${erased} ${erased === 1 ? "person who was" : "people who were"} erased since the copy was made ${erased === 1 ? "is" : "are"} erased from it.\n`,
      );
    }
    const names =
      channels.length === 0 ? "Its channel is" : `${channels.join(", ")} ${channels.length === 1 ? "is" : "are"}`;
    io.out(`${names} paused: nothing is sent until somebody presses Resume in the settings.\n`);
  });
}

function readBoth(argv: readonly string[], what: string, io: Io) {
  const { values, positionals } = readArguments(argv, { force: { type: "boolean" } });
  const [file = ""] = exactly(positionals, what);
  if (file === "-") throw new UsageError("a database is not read from or written to a pipe; name a file.");
  const read = readConfig(io.environment, io.folder);
  if (!read.ok) throw new UsageError(read.problems.join(" "));
  const { database } = read.config;
  if (database === ":memory:") throw new UsageError("DATABASE_URL is :memory:, which there is no copy of.");
  return { file: resolve(io.folder, file), force: values.force === true, database };
}

async function attempt(name: string, io: Io, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    io.err(`sluice ${name}: ${error.message}\n`);
    return EXIT.unreadable;
  }
}
