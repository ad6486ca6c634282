// What every bench needs: medians, a table for people, and the last line for programs.
import { cpus, loadavg, totalmem } from "node:os";

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of CPU and of wall time that `work` takes. */
export function timed(work) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1_000, wall: Number(process.hrtime.bigint() - wall) / 1_000_000 };
}

/** The first column to the left, all others to the right. */
export function printTable(header, rows) {
  const cells = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  for (const [index, row] of cells.entries()) {
    const line = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    process.stdout.write(`${line.join("   ").trimEnd()}\n`);
    if (index === 0) process.stdout.write(`${widths.map((width) => "─".repeat(width)).join("───")}\n`);
  }
  process.stdout.write("\n");
}

/** The last line: one JSON object. */
export function finish(bench, ratios, figures, settings = {}) {
  process.stdout.write(
    `${JSON.stringify({ bench, ratios: rounded(ratios), figures: rounded(figures), settings, machine: machine() })}\n`,
  );
}

function machine() {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    load: Math.round(loadavg()[0] * 10) / 10,
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    v8: process.versions.v8,
  };
}

/** Four significant digits are more than a busy machine is good for. */
function rounded(value) {
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}
