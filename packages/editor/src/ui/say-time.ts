/** Times as people read them. Instants are milliseconds; the zone is the reader's unless one is given. */
import { DAY, type Duration, HOUR, MINUTE } from "@sluice/shared/time/duration";
import { type Instant, localTime, sayInstant } from "@sluice/shared/time/instant";

/** The zone of this browser. */
export const readerZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "3 h 12 m", "12 m", "2 d 4 h": whole minutes, rounded up, so that a window is never said to be shut too early. */
export function sayRemaining(duration: Duration): string {
  const minutes = Math.max(0, Math.ceil(duration / MINUTE));
  const days = Math.floor(minutes / (DAY / MINUTE));
  const hours = Math.floor((minutes % (DAY / MINUTE)) / 60);
  if (days > 1) return hours ? `${days} d ${hours} h` : `${days} d`;
  const allHours = Math.floor(minutes / 60);
  if (allHours === 0) return `${minutes} m`;
  return minutes % 60 ? `${allHours} h ${minutes % 60} m` : `${allHours} h`;
}

/** Clock time: "09:14". */
export function sayClock(at: Instant, zone = readerZone): string {
  const { hour, minute } = localTime(at, zone);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** For lists: today "11:17", the last six days "Thu", else "19 Nov", with the year when it is another one. */
export function sayWhen(at: Instant, now: Instant, zone = readerZone): string {
  const then = localTime(at, zone);
  const today = localTime(now, zone);
  const apart = dayNumber(now, zone) - dayNumber(at, zone);
  if (apart === 0) return sayClock(at, zone);
  const words = sayInstant(at, zone).split(/[ ,]+/);
  if (apart > 0 && apart < 7) return words[0] ?? "";
  const date = `${words[1]} ${words[2]}`;
  return then.year === today.year ? date : `${date} ${then.year}`;
}

/** "Today", "Yesterday", "Wednesday", "19 Nov": the line between the days of a conversation. */
export function sayDay(at: Instant, now: Instant, zone = readerZone): string {
  const apart = dayNumber(now, zone) - dayNumber(at, zone);
  if (apart === 0) return "Today";
  if (apart === 1) return "Yesterday";
  if (apart > 1 && apart < 7) return new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: zone }).format(at);
  const words = sayInstant(at, zone).split(/[ ,]+/);
  return `${words[0]} ${words[1]} ${words[2]}`;
}

/** Days since 1970 on the wall calendar of the zone; equal for two instants of one day. */
export function dayNumber(at: Instant, zone = readerZone): number {
  const local = localTime(at, zone);
  return Math.floor(Date.UTC(local.year, local.month - 1, local.day) / DAY);
}

/** Edited: "just now", "12 m ago", then as in lists. */
export function sayAgo(at: Instant, now: Instant, zone = readerZone): string {
  const past = now - at;
  if (past < 2 * MINUTE) return "just now";
  if (past < HOUR) return `${Math.floor(past / MINUTE)} m ago`;
  return sayWhen(at, now, zone);
}

/** "1,662" in the reader's own grouping. */
export function sayNumber(value: number): string {
  return value.toLocaleString("en-GB");
}

/** "1 flow", "3 flows". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${sayNumber(value)} ${value === 1 ? one : many}`;
}
