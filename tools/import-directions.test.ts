/**
 * A guard is trusted only when it was seen to bite: imports that go the wrong way are planted in a copy of the tree, and
 * the checkers must name each of them, and none of the allowed ones.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const packages = ["shared", "runtime", "editor", "emulator"];

/** File, the line planted in it, and a part of the reason that must be given. */
const forbidden: [file: string, line: string, reason: string][] = [
  ["shared/src/engine/a.ts", 'import "node:fs";', "no Node, no DOM, no framework"],
  ["shared/src/engine/b.ts", 'import "react";', "no Node, no DOM, no framework"],
  ["shared/src/new-folder/a.ts", 'import "express";', "no Node, no DOM, no framework"],
  ["shared/src/caps/a.ts", 'import "../engine/session.ts";', "caps knows none of them"],
  ["shared/src/caps/rule-sets/a.ts", 'import type { X } from "../../nodes/definition.ts";', "caps knows none of them"],
  ["shared/src/nodes/text/a.ts", 'import "../../engine/advance.ts";', "a node type answers questions"],
  ["shared/src/nodes/a.ts", 'import "../conversation/decide.ts";', "a node type answers questions"],
  ["shared/src/engine/c.ts", 'import "../lint/lint-flow.ts";', "the engine runs one session"],
  ["shared/src/engine/d.ts", 'import "../conversation/gate.ts";', "the engine runs one session"],
  ["shared/src/flow/a.ts", 'import "../nodes/registry.ts";', "node types are handed in"],
  ["shared/src/messages/a.ts", 'import "../caps/ledger.ts";', "they know time and JSON"],
  ["shared/src/conversation/a.ts", 'import "../protocol/api.ts";', "how it is told is protocol's"],
  ["shared/src/engine/e.ts", "export const now = Date.now();", "Do not use the global variable Date"],
  ["shared/src/lint/a.ts", "export const day = new Date(0);", "Do not use the global variable Date"],
  ["shared/src/engine/f.ts", "export const luck = Math.random();", "shared has no chance"],
  ["shared/src/lint/b.ts", 'import "../simulate/simulator.ts";', "lint walks facts of node types"],
  ["runtime/src/conversation/a.ts", 'import "better-sqlite3";', "the driver stays in store/sqlite"],
  ["runtime/src/conversation/b.ts", 'import "../store/sqlite/inbox.ts";', "the driver stays in store/sqlite"],
  ["runtime/src/conversation/c.ts", 'import "../store/store-error.ts";', "only the contract"],
  ["runtime/src/outbox/a.ts", 'import "express";', "Express stays in http/"],
  ["runtime/src/outbox/b.ts", 'import "socket.io";', "Socket.IO stays in socket/"],
  ["runtime/src/http/a.ts", 'import "../store/sqlite/sqlite-store.ts";', "only server.ts opens it"],
  ["runtime/src/http/b.ts", 'import "../conversation/lanes.ts";', "the doors know Services"],
  ["runtime/src/store/sqlite/a.ts", 'import "../../conversation/lanes.ts";', "the store remembers"],
  ["runtime/src/webhook/a.ts", 'import "@sluice/emulator/emulator";', "only server.ts and demo.ts"],
  ["editor/src/document/a.ts", 'import "react";', "the document is edited without React"],
  ["editor/src/inspector/a.ts", 'import "@xyflow/react";', "only canvas/ knows React Flow"],
  ["editor/src/canvas/a.ts", 'import "@sluice/runtime/services";', "meet in shared/protocol"],
  ["editor/src/inbox/a.ts", 'import "socket.io-client";', "only api/ talks to the server"],
  ["emulator/src/a.ts", 'import "@sluice/shared/caps/decide-send";', "plays WhatsApp from its own rules"],
];

const allowed: [file: string, line: string][] = [
  ["shared/src/time/instant.ts", "export const day = new Date(0);"],
  ["shared/src/engine/g.test.ts", "export const now = [Date.now(), Math.random()];"],
  ["shared/src/nodes/b.ts", 'import "../flow/template.ts"; import "zod";'],
  ["shared/src/conversation/b.ts", 'import "../engine/advance.ts";'],
  ["runtime/src/conversation/d.ts", 'import "../store/store.ts"; import "../crashpoint.ts";'],
  ["runtime/src/store/sqlite/b.ts", 'import "better-sqlite3"; import "../store.ts";'],
  ["runtime/src/store/b.ts", 'import "@sluice/shared/conversation/plan";'],
  ["runtime/src/socket/b.ts", 'import "@sluice/shared/conversation/plan"; import "socket.io";'],
  ["runtime/src/server.ts", 'import "./store/sqlite/sqlite-store.ts"; import "@sluice/emulator/http";'],
  ["editor/src/canvas/b.ts", 'import "@xyflow/react";'],
  ["editor/src/document/b.ts", 'import "zustand/vanilla";'],
  ["emulator/src/b.ts", 'import "@sluice/shared/messages/limits"; import "express";'],
];

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "sluice-directions-"));
  cpSync(join(root, "biome.json"), join(tree, "biome.json"));
  for (const name of packages) {
    mkdirSync(join(tree, "packages", name), { recursive: true });
    for (const file of ["biome.json", "package.json"]) plant(`${name}/${file}`, read(`packages/${name}/${file}`));
  }
  plant("shared/no-chance.grit", read("packages/shared/no-chance.grit"));
  for (const [file, line] of [...forbidden, ...allowed]) plant(file, `${line}\n`);
  plant("shared/src/engine/cycle-a.ts", 'export * from "./cycle-b.ts";\n');
  plant("shared/src/engine/cycle-b.ts", 'export * from "./cycle-a.ts";\n');
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("biome", () => {
  let said: string;

  beforeAll(() => {
    said = failing(join(root, "node_modules", "@biomejs", "biome", "bin", "biome"), [
      "lint",
      "--vcs-enabled=false",
      "--max-diagnostics=none",
      "--reporter=github",
      "packages",
    ]);
  });

  test.each(forbidden)("%s: %s", (file, _line, reason) => {
    expect(linesAbout(file)).toContain(reason);
  });

  test.each(allowed)("%s may: %s", (file) => {
    expect(linesAbout(file)).not.toMatch(/noRestricted|title=plugin/);
  });

  test("two files that import each other", () => {
    expect(linesAbout("shared/src/engine/cycle-a.ts")).toContain("noImportCycles");
  });

  function linesAbout(file: string): string {
    return said
      .split("\n")
      .filter((line) => line.includes(`/packages/${file},`))
      .join("\n");
  }
});

test("every folder of shared has its rule", () => {
  const rules = read("packages/shared/biome.json");
  const folders = readdirSync(join(root, "packages/shared/src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  // protocol stands outermost: it may see everything of shared, and nothing of shared sees it.
  expect(folders.filter((folder) => folder !== "protocol" && !rules.includes(`"src/${folder}/**"`))).toEqual([]);
});

test("tsc: the editor reaching into the runtime's source", () => {
  cpSync(join(root, "tsconfig.base.json"), join(tree, "tsconfig.base.json"));
  for (const name of ["editor", "shared"])
    plant(`${name}/tsconfig.src.json`, read(`packages/${name}/tsconfig.src.json`));
  symlinkSync(join(root, "packages/editor/node_modules"), join(tree, "packages/editor/node_modules"), "junction");
  plant("runtime/src/planted.ts", "export const inside = 1;\n");
  plant("editor/src/planted.ts", 'export { inside } from "../../runtime/src/planted.ts";\n');
  const said = failing(join(root, "node_modules", "typescript", "bin", "tsc"), [
    "-p",
    "packages/editor/tsconfig.src.json",
  ]);
  expect(said).toMatch(/error TS(6059|6307).*runtime\/src\/planted\.ts/);
});

/** Output of a checker that must find something. */
function failing(program: string, args: string[]): string {
  try {
    execFileSync(process.execPath, [program, ...args], { cwd: tree, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
  throw new Error(`${program} found nothing`);
}

function plant(file: string, text: string): void {
  const path = join(tree, "packages", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
