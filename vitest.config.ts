import { defineConfig } from "vitest/config";

const conditions = ["source", "module", "node", "development|production"];
const project = (name: string) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name,
    root: `packages/${name}`,
    include: ["src/**/*.test.{ts,tsx}"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: { projects: ["shared", "emulator", "runtime", "editor"].map(project) },
});
