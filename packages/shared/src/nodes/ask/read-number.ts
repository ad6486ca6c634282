import { asciiDigits } from "../../messages/ascii-digits.ts";

/** Where a point stands before the decimals, and a comma between thousands. Elsewhere it is the other way round. */
const POINT_DECIMALS = new Set(
  (
    "US CA GB IE AU NZ IN PK BD LK NP CN HK MO TW JP KR KP TH MY SG PH IL MX GT HN SV NI PA DO PR JM TT BB BS BZ " +
    "NG KE GH UG TZ ZM ZW BW MW SL GM LR RW ET SA AE KW BH OM QA EG JO MM KH FJ PG"
  ).split(" "),
);

/**
 * "1.234,5" and "1,234.5" are both 1234.5, "12,5" is 12.5. One mark before three digits is read as the person's country
 * writes: "1.234" is 1234 in Brazil. Where that is not known, a comma stands between thousands and a point before decimals.
 */
export function readNumber(text: string, country: string | null): number | null {
  const bare = asciiDigits(text)
    .replace(/[\s '’٬]/gu, "")
    .replace("٫", ".");
  if (!/^[+-]?[\d.,]{1,30}$/.test(bare) || !/\d/.test(bare)) return null;
  const lastDot = bare.lastIndexOf(".");
  const lastComma = bare.lastIndexOf(",");
  const mark = lastDot > lastComma ? "." : ",";
  const other = mark === "." ? "," : ".";
  const marks = bare.split(mark).length - 1;
  const both = lastDot >= 0 && lastComma >= 0;
  const between = country === null || POINT_DECIMALS.has(country) ? "," : ".";
  const thousands =
    !both && (marks > 1 || (mark === between && new RegExp(`^[+-]?[1-9]\\d{0,2}\\${mark}\\d{3}$`).test(bare)));
  if (thousands && !/^[+-]?\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(bare)) return null;
  const plain = thousands ? bare.replaceAll(mark, "") : bare.replaceAll(other, "").replace(mark, ".");
  const value = Number(plain);
  if (!Number.isFinite(value) || /[.,].*[.,]/.test(plain)) return null;
  return value === 0 ? 0 : value; // "-0" would not survive JSON
}
