import { asciiDigits } from "../../messages/ascii-digits.ts";
import { fold } from "../../messages/labels.ts";
import { daysInMonth } from "../../time/civil-day.ts";

/** How months begin in English, Portuguese, Spanish, German, French, Italian and Indonesian. */
const MONTHS = [
  ["jan", "ene", "gen"],
  ["feb", "fev"],
  ["mar"],
  ["apr", "abr", "avr"],
  ["may", "mai", "mag", "mei"],
  ["jun", "juin", "giu"],
  ["jul", "juil", "lug"],
  ["aug", "ago", "aou", "agu"],
  ["sep", "set"],
  ["oct", "out", "okt", "ott"],
  ["nov"],
  ["dec", "dez", "dic", "des"],
];

/**
 * "2026-11-29", "29.11.2026", "29/11/2026" or "29 Nov 2026" -> "2026-11-29". The day stands first, but for slashes in the
 * United States. A year has four digits: nobody can tell whether 26 is a birthday or a delivery.
 */
export function readDate(text: string, country: string | null): string | null {
  const written = fold(asciiDigits(text));
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(written);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const local = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(written);
  if (local) {
    const monthFirst = local[2] === "/" && country === "US";
    return monthFirst ? day(local[4], local[1], local[3]) : day(local[4], local[3], local[1]);
  }
  const named = /^(\d{1,2})(?:st|nd|rd|th|\.|o|er)? (?:de )?(\p{L}{3,12})\.?,? (?:de )?(\d{4})$/u.exec(written);
  if (named) return day(named[3], monthOf(named[2] ?? ""), named[1]);
  const american = /^(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(written);
  return american ? day(american[3], monthOf(american[1] ?? ""), american[2]) : null;
}

/** The longest beginning that fits decides: "juin" is June, "juil" July. */
function monthOf(name: string): string | undefined {
  let month: number | undefined;
  let longest = 0;
  for (const [index, beginnings] of MONTHS.entries()) {
    for (const beginning of beginnings) {
      if (beginning.length > longest && name.startsWith(beginning)) [month, longest] = [index + 1, beginning.length];
    }
  }
  return month?.toString();
}

function day(year: string | undefined, month: string | undefined, dayOfMonth: string | undefined): string | null {
  if (!year || !month || !dayOfMonth) return null;
  const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)];
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return null;
  return `${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
}
