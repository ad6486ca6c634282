/** The kinds of message that are neither interactive nor templates (WR §5). */
import { LIMITS } from "@sluice/shared/messages/limits";
import { inside, invalid, type Json, maybeTextAt, numberAt, objectAt, objectsAt, onlyKeys, textAt } from "./check.ts";
import { type MessageType, type Shown, shown } from "./shown.ts";
import { checkMediaSource, type MediaLookup } from "./validate-media.ts";

export function validateText(text: Json): Shown {
  onlyKeys(text, "text", ["body", "preview_url"]);
  const preview = text["preview_url"];
  if (preview !== undefined && typeof preview !== "boolean")
    throw invalid("text['preview_url']", "must be true or false");
  return shown("text", { text: textAt(text, "body", "text", { max: LIMITS.text.body }) });
}

const MEDIA_KEYS = {
  image: ["id", "link", "caption", "provider"],
  video: ["id", "link", "caption", "provider"],
  document: ["id", "link", "caption", "filename", "provider"],
  audio: ["id", "link", "voice", "provider"],
  sticker: ["id", "link", "provider"],
} as const;

export type MediaKind = keyof typeof MEDIA_KEYS;

export function isMediaKind(type: string): type is MediaKind {
  return Object.hasOwn(MEDIA_KEYS, type);
}

export function validateMedia(kind: MediaKind, media: Json, exists: MediaLookup): Shown {
  onlyKeys(media, kind, MEDIA_KEYS[kind]);
  const source = checkMediaSource(media, kind, exists);
  const filename = maybeTextAt(media, "filename", kind);
  return shown(kind satisfies MessageType, {
    text: maybeTextAt(media, "caption", kind, { max: LIMITS.media.caption }),
    media: { kind, ...source, filename },
  });
}

export function validateLocation(location: Json): Shown {
  onlyKeys(location, "location", ["latitude", "longitude", "name", "address"]);
  return shown("location", {
    location: {
      latitude: numberAt(location, "latitude", "location", { min: -90, max: 90 }),
      longitude: numberAt(location, "longitude", "location", { min: -180, max: 180 }),
      name: maybeTextAt(location, "name", "location"),
      address: maybeTextAt(location, "address", "location"),
    },
  });
}

export function validateContacts(body: Json): Shown {
  const contacts = objectsAt(body, "contacts", "", LIMITS.contacts);
  const names = contacts.map(({ item, place }) => {
    const at = inside(place, "name");
    const name = objectAt(item, "name", place);
    const rest = ["first_name", "last_name", "middle_name", "suffix", "prefix"].some((key) =>
      maybeTextAt(name, key, at),
    );
    if (!rest)
      throw invalid(at, "must have a first name, last name, middle name, suffix or prefix beside formatted_name");
    return textAt(name, "formatted_name", at);
  });
  return shown("contacts", { text: names.join(", "), contacts: contacts.map(({ item }) => item) });
}

export function validateReaction(reaction: Json): Shown {
  onlyKeys(reaction, "reaction", ["message_id", "emoji"]);
  const wamid = textAt(reaction, "message_id", "reaction");
  const emoji = maybeTextAt(reaction, "emoji", "reaction") ?? "";
  if (emoji !== "" && !isOneEmoji(emoji))
    throw invalid("reaction['emoji']", `must be one emoji, or "" to take it away; it is "${emoji}"`);
  return shown("reaction", { text: emoji, reaction: { emoji, wamid } });
}

/** "👍🏽", "🇧🇷", "1️⃣" -> true; "👍👍", "ok" -> false */
function isOneEmoji(text: string): boolean {
  const clusters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)];
  return (
    clusters.length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|^[0-9#*]\uFE0F?\u20E3$/u.test(text)
  );
}
