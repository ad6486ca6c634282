// From the command to "runs at", and what the process weighs when nobody talks to it. Budget: 0.5 s and 80 MB; the same of
// a bare Node process in the same run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finish, median, printTable } from "./harness.mjs";
import { cpuOf, memoryOf, start, startBuilt } from "./server.mjs";

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const SETTLED = 3_000;
const BARE = `const { createServer } = require("node:http"); const server = createServer();
  server.listen(0, "127.0.0.1", () => console.log("http://localhost:" + server.address().port));`;

const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
const runs = { bare: [], "sluice, new database": [], "sluice, again": [] };

async function measure(begin) {
  const began = performance.now();
  const { child } = await begin();
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuOf(child.pid) / 1e6;
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  const memory = memoryOf(child.pid);
  child.kill("SIGKILL");
  return { seconds, cpu, memory };
}

try {
  for (let run = 0; run < RUNS; run += 1) {
    const database = join(folder, `${run}.db`);
    runs.bare.push(await measure(() => start(["-e", BARE])));
    // Nobody answers there: a server must start without WhatsApp.
    runs["sluice, new database"].push(await measure(() => startBuilt(database, "http://127.0.0.1:9")));
    runs["sluice, again"].push(await measure(() => startBuilt(database, "http://127.0.0.1:9")));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const figures = Object.fromEntries(
  Object.entries(runs).map(([name, list]) => [
    name,
    Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((run) => run[key]))])),
  ]),
);
printTable(
  ["", "start s", "CPU s", "idle RSS MB"],
  Object.entries(figures).map(([name, row]) => [
    name,
    row.seconds.toFixed(2),
    row.cpu.toFixed(2),
    row.memory.toFixed(0),
  ]),
);
finish("start", { memory: figures["sluice, again"].memory / figures.bare.memory }, figures, { runs: RUNS });
