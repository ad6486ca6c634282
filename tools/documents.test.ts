/** Pages that name files and folders go stale in silence, so they are compared with what is there. */
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const pages = globSync(["*.md", "docs/**/*.md", "packages/*/README.md"], { cwd: root }).sort();
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("ARCHITECTURE.md names the folders that there are", () => {
  const map = read("ARCHITECTURE.md");

  test.each(["packages/shared/src", "packages/runtime/src", "packages/editor/src"])("%s", (folder) => {
    expect(foldersListed(map, folder)).toEqual(foldersOf(folder));
  });

  test("and fits on a page", () => {
    expect(map.split("\n").length).toBeLessThanOrEqual(130);
  });
});

describe.each(pages)("%s", (page) => {
  const text = read(page);

  test("links lead somewhere", () => {
    const targets = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    const broken = targets.filter(
      (target) => !/^https?:/.test(target) && !existsSync(join(root, dirname(page), target)),
    );
    expect(broken).toEqual([]);
  });

  test("files it names exist", () => {
    const named = [...text.matchAll(/`([\w.@-]+(?:\/[\w.-]+)+\.(?:ts|tsx|mjs|md|json|css))`/g)].map(
      (match) => match[1] ?? "",
    );
    const places = [
      "",
      "packages",
      "packages/shared/src",
      "packages/runtime/src",
      "packages/editor/src",
      dirname(page),
    ];
    const missing = named.filter((file) => !places.some((place) => existsSync(join(root, place, file))));
    expect(missing).toEqual([]);
  });
});

/** Indented lines `  name/   what it is` under the line that begins with the folder. */
function foldersListed(map: string, folder: string): string[] {
  const lines = map.split("\n");
  const start = lines.findIndex((line) => line.startsWith(folder));
  const listed: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const name = /^ {2}([\w-]+)\/ /.exec(line)?.[1];
    if (name === undefined) break;
    listed.push(name);
  }
  return listed.sort();
}

/** Test support is no part of the product and not on the map. */
function foldersOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("test-"))
    .map((entry) => entry.name)
    .sort();
}
