/** Prices as people type or paste them: one line for a country and a day. No React. */
import type { Rate } from "@sluice/shared/costs/rates";

export const RATE_EXAMPLE = "BR 2026-10-01 0.0625 0.0068 0.0068";

/** `writeRates([{ country: "BR", … }])` -> "BR 2026-10-01 0.0625 0.0068 0.0068" */
export function writeRates(lines: readonly Rate[]): string {
  return lines
    .map(({ country, from, marketing, utility, authentication }) =>
      [country, from, marketing, utility, authentication].join(" "),
    )
    .join("\n");
}

/** Spaces, tabs and semicolons part the columns, so that a table from elsewhere can be pasted. The first line that is wrong is named. */
export function readRates(text: string): { lines: Rate[] } | { wrong: string } {
  const lines: Rate[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const wrong = (what: string) => ({ wrong: `Line ${index + 1}: ${what}` });
    const [country = "", from = "", ...prices] = line.trim().split(/[\s;]+/);
    if (!/^([A-Za-z]{2}|\*)$/.test(country))
      return wrong(`“${country}” is no country: two letters such as BR, or * for all others.`);
    if (!isDay(from)) return wrong(`“${from}” is no day such as 2026-10-01.`);
    const [marketing, utility, authentication, ...more] = prices.map((price) => Number(price.replace(",", ".")));
    if (marketing === undefined || utility === undefined || authentication === undefined || more.length > 0)
      return wrong("three prices belong here: marketing, utility, authentication.");
    if ([marketing, utility, authentication].some((price) => !(price >= 0 && price <= 1_000)))
      return wrong("a price is a number from 0 to 1,000.");
    if (lines.some((known) => known.country === country.toUpperCase() && known.from === from))
      return wrong(`${country.toUpperCase()} has a line for ${from} already.`);
    lines.push({ country: country.toUpperCase(), from, marketing, utility, authentication });
  }
  return { lines };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}
