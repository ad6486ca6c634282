/** `sluice doctor`: is everything here that running needs? */
import { styleText } from "node:util";
import { readConfig } from "../config.ts";
import { type Command, EXIT, UsageError } from "./command.ts";
import { bad, type Check, good, type State } from "./doctor/check.ts";
import type { Io } from "./io.ts";
import { readArguments } from "./options.ts";

export const doctorCommand: Command = {
  name: "doctor",
  usage: "doctor",
  summary: "Check disk, database, settings, clock and the WhatsApp account.",
  help: `Reads the same settings as the server and checks what running needs: Node, the disk and how fast it really writes, the
database, and with a WhatsApp account configured its token, number, templates, clock and webhook. Nothing is sent, and
nothing is changed; the server may run.

Exit codes: 0 nothing is wrong (there may be warnings), 1 something is.
`,
  run: doctor,
};

async function doctor(argv: readonly string[], io: Io): Promise<number> {
  const { positionals } = readArguments(argv, {});
  if (positionals[0] !== undefined) throw new UsageError(`"${positionals[0]}" is one too many.`);
  const checks: Check[] = [good("node", `Node ${process.versions.node} on ${process.platform} ${process.arch}.`)];
  const read = readConfig(io.environment, io.folder);
  if (!read.ok) checks.push(...read.problems.map((problem) => bad("settings", problem)));
  else {
    const { config } = read;
    // Loaded only now, with the database driver: the other commands start without it.
    const { checkDisk } = await import("./doctor/check-disk.ts");
    const { checkDatabase } = await import("./doctor/check-database.ts");
    const { checkWhatsApp } = await import("./doctor/check-whatsapp.ts");
    checks.push(good("settings", `Data in ${config.database}, port ${config.port}.`));
    checks.push(...checkDisk(config.database), ...checkDatabase(config.database));
    checks.push(...(await checkWhatsApp(config, () => Date.now())));
  }
  for (const check of checks) io.out(`${line(check, io.color)}\n`);
  io.out(`\n${summary(checks)}\n`);
  return checks.some(({ state }) => state === "wrong") ? EXIT.findings : EXIT.ok;
}

const STYLES = { good: "green", warning: "yellow", wrong: "red", skipped: "gray" } as const;
const WORDS: Record<State, string> = { good: "ok", warning: "look", wrong: "WRONG", skipped: "–" };

function line({ state, name, says }: Check, color: boolean): string {
  const word = WORDS[state].padEnd(5);
  return `  ${color ? styleText(STYLES[state], word, { validateStream: false }) : word}  ${name.padEnd(9)}  ${says}`;
}

function summary(checks: readonly Check[]): string {
  const count = (wanted: State) => checks.filter(({ state }) => state === wanted).length;
  const [wrong, warnings] = [count("wrong"), count("warning")];
  const look = warnings === 0 ? "" : ` ${warnings} ${warnings === 1 ? "thing wants" : "things want"} a look.`;
  if (wrong === 0) return `Nothing is wrong.${look}`;
  return `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong.${look}`;
}
