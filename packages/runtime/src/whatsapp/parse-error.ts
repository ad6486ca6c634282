import { numberOf, objectOf, present, textOf } from "./read-json.ts";
import type { PlatformError } from "./webhook-event.ts";

/** An error of a webhook. Null when there is no number in it: nothing can be decided by its words. */
export function parseError(value: unknown): PlatformError | null {
  const error = objectOf(value);
  const code = numberOf(error?.["code"]);
  if (!error || code === undefined) return null;
  const details = textOf(objectOf(error["error_data"])?.["details"]) ?? textOf(error["details"]);
  return present({ code, title: textOf(error["title"]) ?? textOf(error["message"]), details });
}
