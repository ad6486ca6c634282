/** Recurrence rules as people set them: every day, on days of the week, on a day of the month, at a time. No React. */
import { parseRecurrence } from "@sluice/shared/time/parse-recurrence";

export interface RecurrenceParts {
  every: "day" | "week" | "month";
  /** 0 is Monday; for weeks. */
  weekdays: readonly number[];
  /** 1 to 31, or -1 for the last; for months. */
  monthDay: number;
  /** "09:00" */
  time: string;
}

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const EVERY = { daily: "day", weekly: "week", monthly: "month" } as const;

/** Null for a rule that says more than these parts can. */
export function recurrenceParts(rule: string): RecurrenceParts | null {
  const parsed = parseRecurrence(rule);
  if (!parsed.ok) return null;
  const { frequency, interval, count, until, start, byMonth, byMonthDay, byDay, byHour, byMinute } = parsed.recurrence;
  const plain = interval === 1 && count === null && until === null && start === null && byMonth.length === 0;
  const [hour, ...hours] = byHour;
  const [minute, ...minutes] = byMinute;
  if (!plain || hour === undefined || minute === undefined || hours.length + minutes.length > 0) return null;
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const parts = { weekdays: [0], monthDay: 1, time };
  switch (frequency) {
    case "daily":
      return byDay.length + byMonthDay.length === 0 ? { ...parts, every: EVERY[frequency] } : null;
    case "weekly":
      return byDay.length > 0 ? { ...parts, every: "week", weekdays: byDay.map((day) => day.weekday) } : null;
    case "monthly": {
      const [monthDay, ...more] = byMonthDay;
      const fits = monthDay !== undefined && (monthDay > 0 || monthDay === -1) && more.length + byDay.length === 0;
      return fits ? { ...parts, every: "month", monthDay } : null;
    }
    default:
      return null;
  }
}

export function recurrenceRule({ every, weekdays, monthDay, time }: RecurrenceParts): string {
  const [hour = 9, minute = 0] = time.split(":").map(Number);
  const at = `BYHOUR=${hour};BYMINUTE=${minute}`;
  switch (every) {
    case "day":
      return `FREQ=DAILY;${at}`;
    case "week":
      return `FREQ=WEEKLY;BYDAY=${[...weekdays]
        .sort((a, b) => a - b)
        .map((day) => DAYS[day])
        .join(",")};${at}`;
    case "month":
      return `FREQ=MONTHLY;BYMONTHDAY=${monthDay};${at}`;
  }
}
