/** Zones that change their clocks, and what those show, by Intl alone: our own calendar is what is being proved. */
import { DAY, HOUR, MINUTE } from "@sluice/shared/time/duration";

/** By an hour and by half an hour, at night and at midnight, in both halves of the year. */
export const ZONES = [
  "America/New_York",
  "America/Havana",
  "America/Santiago",
  "Europe/London",
  "Europe/Berlin",
  "Africa/Cairo",
  "Asia/Beirut",
  "Asia/Jerusalem",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "Pacific/Chatham",
];

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOn(zone: string, instant: number): Record<string, string> {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** "02:30" */
export function clockOn(zone: string, instant: number): string {
  const { hour, minute } = partsOn(zone, instant);
  return `${hour}:${minute}`;
}

/** "2027-03-28" */
export function dayOn(zone: string, instant: number): string {
  const { year, month, day } = partsOn(zone, instant);
  return `${year}-${month}-${day}`;
}

/** All times that the zone's clocks show on a day. */
export function shownOn(zone: string, day: string): Set<string> {
  const shown = new Set<string>();
  const noon = Date.parse(`${day}T12:00:00Z`);
  for (let instant = noon - 2 * DAY; instant < noon + 2 * DAY; instant += 15 * MINUTE)
    if (dayOn(zone, instant) === day) shown.add(clockOn(zone, instant));
  return shown;
}

/** The first hours of a year after its clocks were changed. */
export function changesOf(zone: string, year: number): number[] {
  const changes: number[] = [];
  let before = offsetOn(zone, Date.UTC(year, 0, 1));
  for (let instant = Date.UTC(year, 0, 1); instant < Date.UTC(year + 1, 0, 1); instant += HOUR) {
    const offset = offsetOn(zone, instant);
    if (offset !== before) changes.push(instant);
    before = offset;
  }
  return changes;
}

function offsetOn(zone: string, instant: number): number {
  return Date.parse(`${dayOn(zone, instant)}T${clockOn(zone, instant)}:00Z`) - instant;
}
