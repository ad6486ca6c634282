/** Can the data folder be written, how fast does a write really reach the disk, and how much room is left? */
import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { sayBytes } from "../say-bytes.ts";
import { bad, type Check, good, warning } from "./check.ts";

const ROUNDS = 20;
/** Every webhook waits for one flush; WhatsApp wants an answer within 250 ms (reliability.md §2.1). */
const SLOW = 50;
/** Faster than any disk: the write was not waited for, or the folder lies in memory. Milliseconds. */
const TOO_FAST = 0.01;
const LITTLE = 1_000_000_000;
const TOO_LITTLE = 50_000_000;

export function checkDisk(database: string): Check[] {
  if (database === ":memory:")
    return [warning("disk", "DATABASE_URL is :memory:; everything is gone with the process.")];
  const folder = nearestFolder(database);
  try {
    const flush = medianFlush(folder);
    return [sayFlush(flush), room(folder)];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      bad("disk", `${folder} cannot be written: ${why}. Give this user the right to, or name another in DATABASE_URL.`),
    ];
  }
}

/** The data folder, or before the first start the one that it is made in. */
export function nearestFolder(database: string): string {
  let folder = dirname(database);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Milliseconds until 4 KB are on the disk. */
function medianFlush(folder: string): number {
  const path = join(folder, `.sluice-doctor-${process.pid}`);
  const file = openSync(path, "wx", 0o600);
  try {
    const bytes = Buffer.alloc(4_096, 1);
    const times = Array.from({ length: ROUNDS }, (_, round) => {
      const start = performance.now();
      writeSync(file, bytes, 0, bytes.length, round * bytes.length);
      fsyncSync(file);
      return performance.now() - start;
    });
    return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

function sayFlush(median: number): Check {
  const time = `${median < 1 ? median.toFixed(2) : median.toFixed(1)} ms`;
  if (median > SLOW)
    return warning(
      "disk",
      `A write takes ${time} to reach the disk, and every answer to WhatsApp waits for one. Use a faster disk.`,
    );
  if (median < TOO_FAST)
    return warning("disk", `A write takes ${time} to reach the disk, faster than any disk: is this folder in memory?`);
  return good("disk", `A write takes ${time} to reach the disk.`);
}

function room(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const says = `${sayBytes(free)} are free.`;
  if (free < TOO_LITTLE) return bad("room", `${says} Webhooks are refused when the disk is full.`);
  return free < LITTLE ? warning("room", `${says} That is little.`) : good("room", says);
}
