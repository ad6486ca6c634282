import { inside, type Json, maybeTextAt } from "./check.ts";
import { GraphError } from "./graph-error.ts";

/** Is there an uploaded file with that id? */
export type MediaLookup = (id: string) => boolean;

/** `id` of an upload, or a public `link`; exactly one of them. */
export function checkMediaSource(source: Json, path: string, exists: MediaLookup): { id?: string; link?: string } {
  const id = maybeTextAt(source, "id", path);
  const link = maybeTextAt(source, "link", path);
  if (id !== undefined && link !== undefined)
    throw new GraphError(131009, `${path} has both id and link; exactly one is allowed.`);
  if (id !== undefined) {
    if (!exists(id))
      throw new GraphError(
        100,
        `Param ${inside(path, "id")} is not a valid WhatsApp media id: nothing was uploaded as "${id}", or it was deleted.`,
      );
    return { id };
  }
  if (link === undefined)
    throw new GraphError(131008, `One of ${inside(path, "id")} and ${inside(path, "link")} is required.`);
  if (!/^https?:\/\/[^\s<>]+$/i.test(link))
    throw new GraphError(131009, `Param ${inside(path, "link")} must be an http or https address; it is "${link}".`);
  return { link };
}
