/**
 * How numbers, prices and names of the calendar are written in a language. The only file of the language that asks Intl:
 * nothing here depends on the machine's own settings, and blanks are always plain ones, for ICU changes them between
 * versions (U+00A0, U+202F). Digits are 0 to 9 in every language.
 */

/** "pt_BR" and "pt-br" are "pt-BR"; null for what is no language that can be written. */
export function knownLocale(text: string): string | null {
  if (text.length > 35) return null;
  const known = remembered(locales, text, () => {
    const [found] = Intl.NumberFormat.supportedLocalesOf([text.replaceAll("_", "-")]);
    return found ?? "";
  });
  return known === "" ? null : known;
}

/** ISO 4217, three letters: "BRL". */
export function isCurrency(code: string): boolean {
  return /^[A-Za-z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code.toUpperCase());
}

/** `digits`: decimals, 0 to 15; without it as many as the number has. `locale` is one that knownLocale gave. */
export function formatNumber(value: number, locale: string, digits: number | undefined): string {
  const format = remembered(numberFormats, `${locale}/${digits}`, () =>
    Intl.NumberFormat(locale, {
      numberingSystem: "latn",
      signDisplay: "negative",
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: digits ?? 15,
    }),
  );
  return format ? plainBlanks(format.format(value)) : String(value);
}

/** With the decimals that the currency has: "R$ 1.299,00". */
export function formatCurrency(value: number, currency: string, locale: string): string {
  const format = remembered(numberFormats, `${locale}/${currency}`, () =>
    Intl.NumberFormat(locale, { numberingSystem: "latn", signDisplay: "negative", style: "currency", currency }),
  );
  return format ? plainBlanks(format.format(value)) : String(value);
}

/** `month` from 1. Beside a day many languages write another form: "ноября", not "ноябрь". */
export function monthName(locale: string, month: number, width: "short" | "long", besideDay: boolean): string {
  const at = month * 31 * DAY - 16 * DAY;
  return part(locale, { month: width, ...(besideDay ? { day: "numeric" } : {}) }, "month", at) ?? String(month);
}

/** `weekday`: 1 is Monday. */
export function weekdayName(locale: string, weekday: number, width: "short" | "long"): string {
  // 1970-01-05 was a Monday.
  return part(locale, { weekday: width }, "weekday", (weekday + 3) * DAY) ?? String(weekday);
}

/** "AM" or "PM", as the language has it. */
export function dayPeriod(locale: string, hour: number): string {
  const otherwise = hour < 12 ? "AM" : "PM";
  return part(locale, { hour: "numeric", hourCycle: "h12" }, "dayPeriod", hour * 3_600_000) ?? otherwise;
}

const DAY = 86_400_000;

function part(
  locale: string,
  options: Intl.DateTimeFormatOptions,
  type: Intl.DateTimeFormatPartTypes,
  at: number,
): string | undefined {
  const format = remembered(dateFormats, `${locale}/${JSON.stringify(options)}`, () =>
    Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" }),
  );
  const found = format?.formatToParts(at).find((candidate) => candidate.type === type);
  return found && plainBlanks(found.value);
}

function plainBlanks(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, " ");
}

const locales = new Map<string, string | null>();
const numberFormats = new Map<string, Intl.NumberFormat | null>();
const dateFormats = new Map<string, Intl.DateTimeFormat | null>();
const MOST_REMEMBERED = 200;

/** Formats are slow to make. Null when Intl refuses what is asked. */
function remembered<Value>(known: Map<string, Value | null>, key: string, make: () => Value): Value | null {
  const found = known.get(key);
  if (found !== undefined) return found;
  let made: Value | null = null;
  try {
    made = make();
  } catch {
    // Intl knows no other way to say that it does not know a language.
  }
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}
