/**
 * How a date is written, as in "d MMM yyyy" or "EEEE, d 'de' MMMM": letters stand for parts of the date, words stand in
 * single quotes ('' is a quote), everything else stands for itself. The letters are those of Unicode's date patterns
 * (UTS 35), as far as people need them in a message.
 */
import type { LocalTime } from "../time/instant.ts";
import { dayNumber, formatDay, weekdayOf } from "./calendar.ts";
import { dayPeriod, monthName, weekdayName } from "./locale.ts";

const LETTERS = {
  d: "23",
  dd: "03",
  M: "11",
  MM: "11",
  MMM: "Nov",
  MMMM: "November",
  yy: "26",
  yyyy: "2026",
  EEE: "Mon",
  EEEE: "Monday",
  H: "9",
  HH: "09",
  h: "9",
  hh: "09",
  m: "5",
  mm: "05",
  s: "7",
  ss: "07",
  a: "AM",
} as const;

type Letters = keyof typeof LETTERS;

/** For the page of the language: each letter with an example. */
export const DATE_LETTERS: readonly (readonly [letters: string, example: string])[] = Object.entries(LETTERS);

type Piece = { letters: Letters } | { words: string };

/** Null, when it is one; else what is wrong with it. */
export function whyNoPattern(pattern: string): string | null {
  const pieces = readPattern(pattern);
  return typeof pieces === "string" ? pieces : null;
}

/** `time`: null for a day alone, which has no hours to write. The pattern is one that whyNoPattern lets pass. */
export function writeDate(pattern: string, local: LocalTime, hasTime: boolean, locale: string): string | null {
  const pieces = readPattern(pattern);
  if (typeof pieces === "string") return null;
  if (!hasTime && pieces.some((piece) => "letters" in piece && /^[Hhmsa]/.test(piece.letters))) return null;
  const besideDay = pieces.some((piece) => "letters" in piece && piece.letters.startsWith("d"));
  return pieces
    .map((piece) => ("words" in piece ? piece.words : writePart(piece.letters, local, locale, besideDay)))
    .join("");
}

/** "23/11/2026" by "d/M/yyyy" is "2026-11-23"; null when it does not read so. One digit or two are both taken. */
export function readDate(pattern: string, text: string): string | null {
  const pieces = readPattern(pattern);
  if (typeof pieces === "string") return null;
  const found = new Map<string, number>();
  let rest = text.trim();
  for (const piece of pieces) {
    if ("words" in piece) {
      if (!rest.startsWith(piece.words)) return null;
      rest = rest.slice(piece.words.length);
      continue;
    }
    const digits = /^\d+/.exec(rest.slice(0, piece.letters === "yyyy" ? 4 : 2))?.[0] ?? "";
    if (digits === "" || (piece.letters.startsWith("y") && digits.length !== piece.letters.length)) return null;
    found.set(piece.letters.charAt(0), Number(digits) + (piece.letters === "yy" ? century(Number(digits)) : 0));
    rest = rest.slice(digits.length);
  }
  const [year = 0, month = 0, day = 0] = [found.get("y"), found.get("M"), found.get("d")];
  if (rest !== "" || month < 1 || month > 12 || day < 1) return null;
  const date = formatDay(dayNumber({ year, month, day }));
  return date !== null && Number(date.slice(8)) === day ? date : null;
}

/** What readDate can read: day, month and year, each once and as digits. */
export function whyNotReadable(pattern: string): string | null {
  const pieces = readPattern(pattern);
  if (typeof pieces === "string") return pieces;
  const letters = pieces.flatMap((piece) => ("letters" in piece ? [piece.letters] : []));
  const firsts = letters.map((each) => each.charAt(0)).sort();
  const whole = firsts.join("") === "Mdy" && letters.every((each) => !each.startsWith("MMM"));
  return whole ? null : "dates are read by day, month and year, as in d/M/yyyy";
}

/** 69 is 2069, 70 is 1970. */
function century(year: number): number {
  return year < 70 ? 2_000 : 1_900;
}

/** The pieces, or what is wrong. */
function readPattern(pattern: string): Piece[] | string {
  if (pattern.length > 100) return "a date pattern has at most 100 characters";
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; ) {
    const character = pattern.charAt(at);
    if (character === "'") {
      const end = pattern.indexOf("'", at + 1);
      if (end < 0) return "a quote in the date pattern is not closed";
      pieces.push({ words: end === at + 1 ? "'" : pattern.slice(at + 1, end) });
      at = end + 1;
    } else if (/[A-Za-z]/.test(character)) {
      let end = at + 1;
      while (pattern.charAt(end) === character) end += 1;
      const letters = pattern.slice(at, end);
      if (!isLetters(letters))
        return `${letters} means nothing in a date pattern; put words in single quotes, as in "d 'of' MMMM"${rightCase(letters)}`;
      pieces.push({ letters });
      at = end;
    } else {
      pieces.push({ words: character });
      at += 1;
    }
  }
  return pieces;
}

function isLetters(letters: string): letters is Letters {
  return Object.hasOwn(LETTERS, letters);
}

/** Other programs write DD and YYYY. */
function rightCase(letters: string): string {
  const other = [letters.toLowerCase(), letters.toUpperCase()].find(isLetters);
  return other === undefined ? "" : `, or write ${other}`;
}

function writePart(letters: Letters, local: LocalTime, locale: string, besideDay: boolean): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const twelve = local.hour % 12 === 0 ? 12 : local.hour % 12;
  switch (letters) {
    case "d":
      return String(local.day);
    case "dd":
      return two(local.day);
    case "M":
      return String(local.month);
    case "MM":
      return two(local.month);
    case "MMM":
      return monthName(locale, local.month, "short", besideDay);
    case "MMMM":
      return monthName(locale, local.month, "long", besideDay);
    case "yy":
      return two(local.year % 100);
    case "yyyy":
      return String(local.year).padStart(4, "0");
    case "EEE":
      return weekdayName(locale, weekdayOf(dayNumber(local)), "short");
    case "EEEE":
      return weekdayName(locale, weekdayOf(dayNumber(local)), "long");
    case "H":
      return String(local.hour);
    case "HH":
      return two(local.hour);
    case "h":
      return String(twelve);
    case "hh":
      return two(twelve);
    case "m":
      return String(local.minute);
    case "mm":
      return two(local.minute);
    case "s":
      return String(local.second);
    case "ss":
      return two(local.second);
    case "a":
      return dayPeriod(locale, local.hour);
  }
}
