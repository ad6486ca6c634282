/** What a person wrote, read as the kind of answer that was asked for. Null: it is not one. */
import type { Json } from "../../flow/json.ts";
import { asciiDigits } from "../../messages/ascii-digits.ts";
import { type IncomingContent, textOf } from "../../messages/incoming.ts";
import { choiceByNearLabel } from "../../messages/labels.ts";
import { placeOf } from "../place-of.ts";
import type { AskConfig } from "./config.ts";
import { readDate } from "./read-date.ts";
import { readNumber } from "./read-number.ts";
import { readPhone } from "./read-phone.ts";

/** `country`: the person's, if known. It decides what "1.234", "3/4/2026" and a number without its country mean. */
export function readAnswer(
  config: Pick<AskConfig, "answer" | "choices">,
  content: IncomingContent,
  country: string | null,
): Json {
  const text = textOf(content).trim();
  switch (config.answer) {
    case "text":
      return text === "" ? null : text;
    case "number":
      return readNumber(text, country);
    case "date":
      return readDate(text, country);
    case "email":
      return readEmail(text);
    case "phone":
      return readPhone(text, country);
    case "choice":
      return readChoice(config.choices ?? [], content, text);
    case "media":
      return readMedia(content);
    case "location":
      return placeOf(content);
  }
}

/** "<Asha@Example.ORG>" -> "asha@example.org" */
function readEmail(text: string): string | null {
  const bare = text.replace(/^(?:mailto:|<)/i, "").replace(/[>.,;]$/, "");
  return /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@.<>,;]{2,}$/.test(bare) ? bare.toLowerCase() : null;
}

/** By a tap, its words (a typo is forgiven), or its number: "2", "2.", "#2". */
function readChoice(
  choices: readonly { id: string; title: string }[],
  content: IncomingContent,
  text: string,
): string | null {
  const tapped = content.kind === "tap" ? choices.find((choice) => choice.id === content.id) : undefined;
  if (tapped) return tapped.title;
  const number = /^#?(\d{1,2})[.)]?$/.exec(asciiDigits(text))?.[1];
  const byNumber = number === undefined ? undefined : choices[Number(number) - 1];
  return (choiceByNearLabel(choices, text) ?? byNumber)?.title ?? null;
}

function readMedia(content: IncomingContent): Json {
  if (content.kind !== "media") return null;
  const { media, mediaId, mimeType, caption, filename } = content;
  return {
    media,
    id: mediaId,
    ...(mimeType ? { mimeType } : {}),
    ...(caption ? { caption } : {}),
    ...(filename ? { filename } : {}),
  };
}
