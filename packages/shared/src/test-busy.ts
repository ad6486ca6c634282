/** For tests of bounds that an issue names in milliseconds: what this thread worked, whatever else the machine does meanwhile. */

/** Milliseconds of work so far. */
export function busy(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Milliseconds of the fastest of `tries`: the first warms up, and another may meet a collection of garbage. */
export function leastWork(run: () => void, tries = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < tries; count += 1) {
    const before = busy();
    run();
    least = Math.min(least, busy() - before);
  }
  return least;
}
