import { defineConfig } from "vitest/config";

/** `source` makes the packages read each other's TypeScript, so no test waits for a build. */
const conditions = ["source", "module", "node", "development|production"];

const project = (name: string, root: string, include: string) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name, root, include: [include], testTimeout: 60_000, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    projects: [
      ...["shared", "emulator", "runtime", "editor"].map((name) =>
        project(name, `packages/${name}`, "src/**/*.test.{ts,tsx}"),
      ),
      project("tools", "tools", "**/*.test.ts"),
    ],
  },
});
