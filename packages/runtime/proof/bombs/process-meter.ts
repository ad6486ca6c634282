/** What another process works and holds, as Linux tells it. */
import { existsSync, readFileSync } from "node:fs";

export const canMeter = existsSync("/proc/self/stat");

/** Linux counts work in hundredths of a second. */
const TICK = 10;
const MEGABYTE = 1024 * 1024;
const PAGE = 4096;

/** Milliseconds that its main thread has worked so far; threads that collect garbage do not count. */
export function workOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Megabytes of memory that it holds now; none when it is gone. */
export function memoryOf(pid: number): number {
  if (!existsSync(`/proc/${pid}/statm`)) return 0;
  return (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE) / MEGABYTE;
}

/** The most memory that it held meanwhile. */
export async function peakMemory<Value>(
  pid: number,
  run: () => Promise<Value>,
): Promise<{ peak: number; value: Value }> {
  let peak = memoryOf(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOf(pid));
  }, 2);
  try {
    const value = await run();
    return { peak: Math.max(peak, memoryOf(pid)), value };
  } finally {
    clearInterval(timer);
  }
}
