import { inspectDatabase, tryDisk } from "../../store/sqlite/inspect-database.ts";
import { bad, type Check, good, skipped, warning } from "./check.ts";
import { nearestFolder } from "./check-disk.ts";

/** The database that is there, and whether its disk can keep what SQLite promises. */
export function checkDatabase(path: string): Check[] {
  if (path === ":memory:") return [];
  return [durability(nearestFolder(path)), ...content(path)];
}

function durability(folder: string): Check {
  try {
    tryDisk(folder);
    return good("sqlite", "journal_mode=WAL, synchronous=FULL and foreign keys hold on this disk.");
  } catch (error) {
    return bad("sqlite", error instanceof Error ? error.message : String(error));
  }
}

function content(path: string): Check[] {
  const found = inspectDatabase(path);
  if (found.kind === "missing") return [skipped("database", "There is none yet; the first start makes it.")];
  if (found.kind === "unreadable") return [bad("database", `${path} cannot be read: ${found.why}. Restore a backup.`)];
  const { schema, known, integrity, paused } = found;
  const checks: Check[] = [];
  if (schema > known)
    checks.push(
      bad("database", `It has schema ${schema}; this version knows ${known}. Start the newer version again.`),
    );
  else if (integrity !== "ok") checks.push(bad("database", `It is damaged: ${integrity}. Restore a backup.`));
  else if (schema < known)
    checks.push(good("database", `Whole; the next start brings it from schema ${schema} to ${known}.`));
  else checks.push(good("database", `Whole, schema ${schema}.`));
  for (const { id, pausedBy } of paused)
    checks.push(
      warning(
        "channel",
        `${id} is paused${pausedBy ? ` by ${pausedBy}` : ""}: nothing is sent until somebody resumes it.`,
      ),
    );
  return checks;
}
