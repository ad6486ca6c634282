import type { Json } from "../flow/json.ts";
import type { IncomingContent } from "../messages/incoming.ts";

/** A place that was sent, as variables keep it; null for anything else. */
export function placeOf(content: IncomingContent): Json {
  if (content.kind !== "location") return null;
  const { latitude, longitude, name, address } = content;
  return { latitude, longitude, ...(name ? { name } : {}), ...(address ? { address } : {}) };
}
