import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * For its owner alone. Step by step: mkdirSync's own `recursive` never returns where the system says that a folder's
 * existing parent is missing. A folder is on the disk when its parent is; what SQLite syncs is inside it.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
  const parent = openSync(dirname(path), "r");
  fsyncSync(parent);
  closeSync(parent);
}
