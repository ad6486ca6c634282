#!/usr/bin/env node
/**
 * `pnpm sluice …`: builds what changed, then runs the command line. Not a script of package.json, because pnpm announces
 * those on standard output, where a program expects the report and nothing else. The build speaks to standard error.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const compiler = createRequire(join(root, "package.json")).resolve("typescript/package.json");
const built = spawnSync(
  process.execPath,
  [join(dirname(compiler), "bin/tsc"), "-b", join(root, "packages/runtime/tsconfig.src.json")],
  { stdio: ["ignore", 2, 2] },
);
if (built.status === 0) await import("../dist/cli.js");
else process.exitCode = 2;
