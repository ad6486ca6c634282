import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** `source` makes the packages read each other's TypeScript, so no test waits for a build. */
const conditions = ["source", "module", "node", "development|production"];

const fixedSeed = new URL("packages/shared/src/test-fixed-seed.ts", import.meta.url).pathname;

const project = (name: string, root: string, include: string) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name, root, include: [include], setupFiles: [fixedSeed], testTimeout: 60_000, hookTimeout: 60_000 },
});

/** Slow, hungry and sensitive to load: one file after the other, when everything else is done. `pnpm proof` runs them alone. */
const proofs = {
  ...project("proof", "packages/runtime", "proof/**/*.test.ts"),
};
Object.assign(proofs.test, { testTimeout: 1_800_000, hookTimeout: 60_000, maxWorkers: 1, sequence: { groupOrder: 1 } });

export default defineConfig({
  test: {
    // By itself it leaves a core free, which on two cores is one file after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      ...["shared", "emulator", "runtime", "editor"].map((name) =>
        project(name, `packages/${name}`, "src/**/*.test.{ts,tsx}"),
      ),
      project("tools", "tools", "**/*.test.ts"),
      proofs,
    ],
  },
});
