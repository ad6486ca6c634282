import { knownLocale } from "../locale.ts";
import type { Call } from "./definition.ts";

export const localeParameter = { name: "locale", kind: "text", optional: true, check: whyNoLocale } as const;

/** The language asked for, else the flow's, else English. Null, noted, when it is none. */
export function localeFor(given: string | undefined, call: Call): string | null {
  // Making a format is worth this many nodes.
  if (!call.spend(50)) return null;
  if (given === undefined) return knownLocale(call.locale ?? "en") ?? "en";
  return knownLocale(given) ?? call.fail(NO_LOCALE);
}

const NO_LOCALE = "there is no language of this name; write one such as pt-BR, es or en-GB";

function whyNoLocale(text: string): string | null {
  return knownLocale(text) === null ? NO_LOCALE : null;
}
