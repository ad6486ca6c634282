import { callingCodeOf, countryOfPhone } from "../../caps/countries.ts";
import { asciiDigits } from "../../messages/ascii-digits.ts";

/** What is dialled before a number inside the country and is no part of it, where that is not one 0. */
const TRUNKS: Readonly<Record<string, RegExp>> = {
  // Nothing is: a 0 at the beginning belongs to the number.
  IT: /^/,
  SM: /^/,
  VA: /^/,
  US: /^1(?=\d{10}$)/,
  CA: /^1(?=\d{10}$)/,
  RU: /^8(?=\d{10}$)/,
  KZ: /^8(?=\d{10}$)/,
  HU: /^06/,
  // A long-distance carrier may be named behind the 0.
  BR: /^0(?:\d\d(?=\d{10,11}$))?/,
  MX: /^(?:01|044|045)(?=\d{10}$)/,
};

/**
 * Digits of a whole number inside the country, area code included, where its numbering plan fixes them (ITU E.164, national
 * plans). A number without its area code reaches nobody from outside.
 */
const LENGTHS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  AR: [10, 11],
  AU: [9, 9],
  BR: [10, 11],
  CA: [10, 10],
  CL: [9, 9],
  CO: [10, 10],
  EG: [9, 10],
  ES: [9, 9],
  FR: [9, 9],
  GB: [9, 10],
  IN: [10, 10],
  JP: [9, 10],
  KZ: [10, 10],
  MX: [10, 10],
  NG: [10, 10],
  NL: [9, 9],
  PE: [8, 9],
  PK: [9, 10],
  PL: [9, 9],
  PT: [9, 9],
  RU: [10, 10],
  TR: [10, 10],
  US: [10, 10],
  ZA: [9, 9],
};
const ANY_LENGTH = [7, 11] as const;

/** National numbers are not longer; what is, and begins with the country's code, was written with it. */
const LONGEST_NATIONAL = 11;

/**
 * "+55 11 98765-4321", "0055…" and, for a person of Brazil, "(11) 98765-4321" -> "+5511987654321". Without a country code
 * the person's own country is meant; where that is not known it is no number that could be called.
 */
export function readPhone(text: string, country: string | null): string | null {
  const digits = asciiDigits(text)
    .replace(/^tel:/i, "")
    .replace(/[\s().\u00a0\u2010-\u2015/-]/gu, "")
    .replace(/^00(?=[1-9])/, "+");
  if (digits.startsWith("+")) return e164(digits);
  const code = country === null ? null : callingCodeOf(country);
  if (code === null || country === null || !/^\d{6,15}$/.test(digits)) return null;
  if (digits.length > LONGEST_NATIONAL && digits.startsWith(code)) return e164(`+${digits}`);
  const national = digits.replace(TRUNKS[country] ?? /^0/, "");
  const [least, most] = LENGTHS[country] ?? ANY_LENGTH;
  return national.length >= least && national.length <= most ? e164(`+${code}${national}`) : null;
}

/** 8 to 15 digits that begin with a country's code. */
function e164(phone: string): string | null {
  return /^\+[1-9]\d{7,14}$/.test(phone) && countryOfPhone(phone) !== null ? phone : null;
}
