/** `npx -y pnpm@10.34.9 sluice …`, as README says it: what a program reads on standard output is the report alone. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const json = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

function sluice(...args: string[]) {
  const { bin } = json("packages/runtime/package.json");
  const command = join(root, "packages/runtime", bin.sluice);
  return spawnSync(process.execPath, [command, ...args], { cwd: root, encoding: "utf8" });
}

test("pnpm finds it as an executable: a script of that name would be announced on standard output", () => {
  const { scripts, devDependencies } = json("package.json");
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?sluice$/.test(name))).toEqual([]);
  expect(devDependencies["@sluice/runtime"]).toBe("workspace:*");
});

test("--format json gives one document, findings exit with 1, and standard error is quiet", () => {
  const ran = sluice("lint", "examples/black-friday.flow.json", "--format", "json");
  expect(ran.stderr).toBe("");
  expect(JSON.parse(ran.stdout)).toMatchObject({ file: "examples/black-friday.flow.json" });
  expect(ran.status).toBe(1);
}, 60_000);

test("what cannot be read leaves standard output empty and exits with 2", () => {
  const ran = sluice("lint", "examples/none.flow.json", "--format", "json");
  expect([ran.status, ran.stdout]).toEqual([2, ""]);
  expect(ran.stderr).toBe("sluice lint: examples/none.flow.json: there is no such file.\n");
}, 60_000);
