/** Chooses the command. Exit codes: 0 good, 1 findings, 2 what was asked could not be read. */
import { backupCommand, restoreCommand } from "./backup.ts";
import { type Command, EXIT, UsageError } from "./command.ts";
import { diffCommand } from "./diff.ts";
import { doctorCommand } from "./doctor.ts";
import { emulateCommand } from "./emulate.ts";
import type { Io } from "./io.ts";
import { lintCommand } from "./lint.ts";
import { playCommand } from "./play.ts";
import { simulateCommand } from "./simulate.ts";
import { VERSION } from "./version.ts";

const commands: readonly Command[] = [
  lintCommand,
  diffCommand,
  simulateCommand,
  playCommand,
  emulateCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
];

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    io.out(overview());
    return name === undefined ? EXIT.unreadable : EXIT.ok;
  }
  if (name === "--version" || name === "version") {
    io.out(`${VERSION}\n`);
    return EXIT.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const known = commands.map((candidate) => candidate.name).join(", ");
    io.err(`sluice: there is no command "${name}"; known: ${known}. Try "sluice --help".\n`);
    return EXIT.unreadable;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    io.out(`Usage: sluice ${command.usage}\n\n${command.help}`);
    return EXIT.ok;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`sluice ${name}: ${error.message} Try "sluice ${name} --help".\n`);
    return EXIT.unreadable;
  }
}

function overview(): string {
  const lines = commands.map((command) => `  sluice ${command.usage}\n      ${command.summary}\n`);
  return `Sluice: draw WhatsApp flows, see where the marketing limit holds them, and run them.\n\n${lines.join("")}\nThe server is started by "npx -y pnpm@10.34.9 start".\n`;
}
