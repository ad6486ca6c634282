/** The real server for one journey: built files, a free port, a database of its own in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

export interface Sluice {
  url: string;
  /** The emulator's control side: `control("POST", "/clock", { advance: "PT2H" })`. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
}

export const test = base.extend<{ sluice: Sluice }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern
  sluice: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-e2e-"));
    const server = spawn(process.execPath, [join(root, "packages/runtime/dist/main.js")], {
      env: {
        PATH: process.env["PATH"],
        PORT: "0",
        DATABASE_URL: `file:${join(folder, "sluice.db")}`,
        LOG_LEVEL: "error",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await addressOf(server);
    await use({
      url,
      async control(method, path, body) {
        const response = await fetch(`${url}/emulator/_control${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
        });
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return response.json();
      },
    });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  },
});

export { expect } from "@playwright/test";

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout?.on("data", (chunk: Buffer) => {
      const address = /http:\/\/localhost:\d+/.exec(chunk.toString());
      if (address) resolve(address[0].replace("localhost", "127.0.0.1"));
    });
    server.once("exit", (code) => reject(new Error(`the server ended before it listened (${code})`)));
  });
}
