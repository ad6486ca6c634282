import type { Io } from "./io.ts";

/** One command: its words for `--help`, and what it does. Resolves with the exit code. */
export interface Command {
  name: string;
  /** "lint <file…> [options]" */
  usage: string;
  summary: string;
  help: string;
  run(argv: readonly string[], io: Io): Promise<number>;
}

/** What was typed cannot be done: one clear line, exit 2. */
export class UsageError extends Error {}

export const EXIT = { ok: 0, findings: 1, unreadable: 2 } as const;
