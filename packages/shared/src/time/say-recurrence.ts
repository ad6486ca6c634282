/** A recurrence rule for people: "every week on Mon, Thu at 09:00". */
import type { NthWeekday, Recurrence } from "./recurrence.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const UNITS = { yearly: "year", monthly: "month", weekly: "week", daily: "day", hourly: "hour", minutely: "minute" };

export function sayRecurrence(recurrence: Recurrence): string {
  const { frequency, interval, byMonth, byMonthDay, byDay, count } = recurrence;
  const unit = UNITS[frequency];
  const days = [
    ...byDay.map(sayWeekday),
    ...byMonthDay.map((day) => (day > 0 ? `day ${day}` : day === -1 ? "the last day" : `day ${-day} from the end`)),
  ];
  return [
    interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`,
    byMonth.length > 0 ? `in ${byMonth.map((month) => MONTHS[month - 1]).join(", ")}` : "",
    days.length > 0 ? `on ${days.join(", ")}` : "",
    sayTimes(recurrence),
    count === null ? "" : count === 1 ? "once" : `${count} times`,
    sayUntil(recurrence),
  ]
    .filter(Boolean)
    .join(" ");
}

function sayWeekday({ weekday, nth }: NthWeekday): string {
  const day = DAYS[weekday] ?? "";
  if (nth === null) return day;
  return nth > 0 ? `the ${ordinal(nth)} ${day}` : nth === -1 ? `the last ${day}` : `the ${ordinal(-nth)} last ${day}`;
}

function ordinal(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

function sayTimes({ frequency, byHour, byMinute, start }: Recurrence): string {
  const begins = start && "day" in start && frequency !== "minutely" ? start.minute : null;
  const minutes = byMinute.length > 0 ? byMinute : begins === null ? null : [begins % 60];
  const ofStart = begins === null || frequency === "hourly" ? null : [Math.floor(begins / 60)];
  const hours = byHour.length > 0 ? byHour : ofStart;
  if (hours && minutes)
    return `at ${hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)).join(", ")}`;
  if (hours) return `at ${hours.map((hour) => `${two(hour)} h`).join(", ")}`;
  return minutes ? `at minute ${minutes.join(", ")}` : "";
}

function sayUntil({ until }: Recurrence): string {
  if (until === null || "instant" in until) return "";
  const { year, month, day } = "endOfDay" in until ? until.endOfDay : until.day;
  return `until ${day} ${MONTHS[month - 1]} ${year}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
