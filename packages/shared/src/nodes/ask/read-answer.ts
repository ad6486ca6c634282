/** What a person wrote, read as the kind of answer that was asked for. Null: it is not one. */
import type { Json } from "../../flow/json.ts";
import { type IncomingContent, textOf } from "../../messages/incoming.ts";
import { choiceByLabel } from "../../messages/labels.ts";
import type { AskConfig } from "./config.ts";

export function readAnswer(config: AskConfig, content: IncomingContent): Json {
  const text = textOf(content).trim();
  switch (config.answer) {
    case "text":
      return text === "" ? null : text;
    case "number":
      return readNumber(text);
    case "date":
      return readDate(text);
    case "email":
      return /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,}$/.test(text) ? text.toLowerCase() : null;
    case "phone":
      return readPhone(text);
    case "choice":
      return readChoice(config, content, text);
    case "media":
      return content.kind === "media" ? { media: content.media, id: content.mediaId } : null;
    case "location":
      return content.kind === "location" ? { latitude: content.latitude, longitude: content.longitude } : null;
  }
}

/** "1.234,5" and "1,234.5" are both 1234.5; "12,5" is 12.5; "1,234" is 1234. */
function readNumber(text: string): number | null {
  const bare = text.replace(/[\s ']/g, "");
  if (!/^[+-]?[\d.,]{1,30}$/.test(bare) || !/\d/.test(bare)) return null;
  const lastDot = bare.lastIndexOf(".");
  const lastComma = bare.lastIndexOf(",");
  const mark = lastDot > lastComma ? "." : ",";
  const marks = bare.split(mark).length - 1;
  const both = lastDot >= 0 && lastComma >= 0;
  const thousands = !both && (marks > 1 || (mark === "," && /,\d{3}$/.test(bare)));
  const other = mark === "." ? "," : ".";
  const plain = thousands ? bare.replaceAll(mark, "") : bare.replaceAll(other, "").replace(mark, ".");
  const value = Number(plain);
  if (!Number.isFinite(value) || /[.,].*[.,]/.test(plain)) return null;
  return value === 0 ? 0 : value; // "-0" would not survive JSON
}

/** 2026-11-29, 29.11.2026 or 29/11/2026 (day first) -> "2026-11-29". */
function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!year || !month || !day) return null;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const longest = [
    31,
    y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ][m - 1];
  if (longest === undefined || d < 1 || d > longest) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** With "+" or "00" and 8 to 15 digits -> E.164. Without a country code it is not one: nobody can tell whose it is. */
function readPhone(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{7,14}$/.test(digits) ? digits : null;
}

function readChoice(config: AskConfig, content: IncomingContent, text: string): string | null {
  const choices = config.choices ?? [];
  if (content.kind === "tap") {
    const tapped = choices.find((choice) => choice.id === content.id);
    if (tapped) return tapped.title;
  }
  const number = /^\d{1,2}$/.test(text) ? choices[Number(text) - 1] : undefined;
  return (choiceByLabel(choices, text) ?? number)?.title ?? null;
}
