import { DAY, type Duration, formatDuration, HOUR, MINUTE, parseDuration, SECOND } from "@sluice/shared/time/duration";

export const UNITS = { seconds: SECOND, minutes: MINUTE, hours: HOUR, days: DAY, weeks: 7 * DAY } as const;
export type Unit = keyof typeof UNITS;

/** `durationParts("PT90M")` -> { amount: 90, unit: "minutes" }: the largest unit that leaves no rest. */
export function durationParts(text: string): { amount: number; unit: Unit } | null {
  const duration = parseDuration(text);
  if (duration === null || duration <= 0) return null;
  const unit =
    (["days", "hours", "minutes", "seconds"] as const).find((candidate) => duration % UNITS[candidate] === 0) ??
    "seconds";
  return { amount: round(duration / UNITS[unit]), unit };
}

/** `durationText(2, "hours")` -> "PT2H". Null when it is not more than zero. */
export function durationText(amount: number, unit: Unit): string | null {
  const duration: Duration = Math.round(amount * UNITS[unit]);
  return Number.isFinite(duration) && duration > 0 ? formatDuration(duration) : null;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
