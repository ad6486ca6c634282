/** Durations travel as ISO 8601 text ("PT2H", "P3D") and are counted in milliseconds inside. */

/** Milliseconds. */
export type Duration = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const ISO =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * `parseDuration("PT13H")` -> 46800000. Weeks, days, hours, minutes and seconds; a day is 24 h.
 * Years and months have no fixed length and are not durations here. Null when the text is not a duration.
 */
export function parseDuration(text: string): Duration | null {
  if (text.length > 40) return null;
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  const duration = read(text);
  parsed.set(text, duration);
  return duration;
}

/** Flows say the same few durations again and again: reading one costs 300 ns, a quarter of a turn, finding it again 20 ns. */
const parsed = new Map<string, Duration | null>();
const MOST_PARSED = 1_000;

function read(text: string): Duration | null {
  const match = ISO.exec(text);
  if (!match || text === "P" || text.endsWith("T")) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
  const total =
    (weeks ?? 0) * 7 * DAY +
    (days ?? 0) * DAY +
    (hours ?? 0) * HOUR +
    (minutes ?? 0) * MINUTE +
    (seconds ?? 0) * SECOND;
  return total <= 10 * 366 * DAY ? Math.round(total) : null;
}

/** `formatDuration(90000)` -> "PT1M30S". Hours stay hours up to 71 ("PT25H"), whole days beyond become "P3D". */
export function formatDuration(duration: Duration): string {
  if (duration <= 0) return "PT0S";
  if (duration % DAY === 0 && duration >= 2 * DAY) return `P${duration / DAY}D`;
  const hours = Math.floor(duration / HOUR);
  const minutes = Math.floor((duration % HOUR) / MINUTE);
  const seconds = (duration % MINUTE) / SECOND;
  return `PT${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${seconds}S` : ""}`;
}

/** For people: "2 h", "3 d", "1 h 30 m". */
export function sayDuration(duration: Duration): string {
  if (duration < MINUTE) return `${Math.round(duration / SECOND)} s`;
  if (duration % DAY === 0) return `${duration / DAY} d`;
  const days = duration >= 3 * DAY ? Math.floor(duration / DAY) : 0;
  const hours = Math.floor((duration - days * DAY) / HOUR);
  const minutes = days ? 0 : Math.floor((duration % HOUR) / MINUTE);
  return [days ? `${days} d` : "", hours ? `${hours} h` : "", minutes ? `${minutes} m` : ""].filter(Boolean).join(" ");
}
