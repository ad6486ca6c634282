/** Starts the server: `node packages/runtime/dist/main.js`. */
import "./node-version.ts";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");

// Loaded only now: on an old Node the database driver would end the process without a word.
const { readConfig } = await import("./config.ts");
const { startServer } = await import("./server.ts");

const read = readConfig(process.env, process.cwd());
if (!read.ok) {
  process.stderr.write(`Sluice cannot start:\n${read.problems.map((problem) => `  - ${problem}\n`).join("")}`);
  process.exit(1);
}

const editor = join(root, "packages", "editor", "dist");
try {
  const server = await startServer(read.config, {
    editor: existsSync(editor) ? editor : null,
    examples: join(root, "examples"),
  });
  const channel = read.config.whatsapp ? "WhatsApp" : "the emulator: chat with it at /phone";
  process.stdout.write(`Sluice runs at http://localhost:${server.port} (channel: ${channel})\n`);
  stopOnSignals(server);
} catch (error) {
  process.stderr.write(`Sluice cannot start: ${sayStartError(error, read.config.port)}\n`);
  process.exit(1);
}

/** The first signal drains; a second one, or ten seconds, ends it. */
function stopOnSignals(server: { stop(): Promise<void> }): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Sluice did not stop cleanly: ${error instanceof Error ? error.message : error}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

function sayStartError(error: unknown, port: number): string {
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE") return `port ${port} is in use. Stop what uses it, or set PORT to another number.`;
  if (code === "EACCES") return `port ${port} needs more rights. Set PORT to a number above 1023.`;
  return error instanceof Error ? error.message : String(error);
}
