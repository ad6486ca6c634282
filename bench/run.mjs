/** `pnpm bench <name>` runs `bench/<name>.mjs`; without a name it says which there are. Arguments after the name go along. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Parts of benches, not benches. */
const PARTS = /^(run|harness|baseline-.*)\.mjs$/;

const folder = import.meta.dirname;
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".mjs") && !PARTS.test(file))
  .map((file) => file.replace(/\.mjs$/, ""))
  .sort();
const [name, ...rest] = process.argv.slice(2).filter((argument) => argument !== "--");

if (name === undefined || !names.includes(name)) {
  const wrong = name === undefined ? "Which bench?" : `There is no bench "${name}".`;
  process.stderr.write(`${wrong} ${names.length > 0 ? `There are: ${names.join(", ")}.` : "There are none yet."}\n`);
  process.exitCode = 2;
} else {
  const child = spawn(process.execPath, [join(folder, `${name}.mjs`), ...rest], { stdio: "inherit" });
  child.once("close", (code) => {
    process.exitCode = code ?? 1;
  });
}
