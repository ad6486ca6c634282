/**
 * Named places where the crash tests end this process. `SLUICE_CRASH_AT=turn-after-commit` kills it there, with ":3" behind
 * the name at the third visit. Read once at start; without it a crash point costs one comparison.
 */
const [place = "", visits] = (process.env["SLUICE_CRASH_AT"] ?? "").split(":");
let left = Math.max(1, Number(visits ?? 1) || 1);

/** Is a crash asked for at all? Spares the making of names. */
export const canCrash: boolean = place !== "";

export function crashpoint(name: string): void {
  if (place !== name) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
}
