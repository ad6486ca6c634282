/**
 * The interactive twin of a marketing template (D3): the same words as a free-form message, which the cap does not count
 * and the contact can answer. Derived from the template filled in, or written by the author. A template without a faithful
 * twin has none.
 */
import { hasSpecialParts, headerOf, type Template } from "../flow/template.ts";
import { LIMITS, lengthOf } from "../messages/limits.ts";
import type { Choice, FreeFormContent, HeaderMedia, TemplateContent } from "../messages/outgoing.ts";

/** What an author may say instead of the derived twin. Texts are resolved. */
export interface AuthoredTwin {
  header?: string | undefined;
  body: string;
  footer?: string | undefined;
}

/**
 * Quick replies become up to three reply buttons, or a list; one URL button becomes `cta-url`; no buttons become text.
 * Null when a label is too long, kinds of buttons are mixed, or there are parts without an interactive form.
 */
export function interactiveTwin(
  template: Template,
  content: TemplateContent,
  authored?: AuthoredTwin | null,
): FreeFormContent | null {
  if (hasSpecialParts(template)) return null;
  const { headerMedia } = content.shown;
  const header = headerOf(template);
  if (header && header.format !== "TEXT" && !headerMedia && !authored) return null;
  const text = authored ? { header: authored.header, body: authored.body, footer: authored.footer } : content.shown;
  if (text.body.trim() === "" || lengthOf(text.body) > LIMITS.interactive.body) return null;
  if (lengthOf(text.header ?? "") > LIMITS.interactive.header) return null;
  if (lengthOf(text.footer ?? "") > LIMITS.interactive.footer) return null;
  // A picture stands where a text header would.
  const media = text.header === undefined ? headerMedia : undefined;
  const words = {
    ...(text.header ? { header: text.header } : {}),
    ...(media ? { headerMedia: media } : {}),
    body: text.body,
    ...(text.footer ? { footer: text.footer } : {}),
  };
  const buttons = content.shown.buttons;
  const quick: Choice[] = buttons
    .filter((button) => button.type === "quick-reply")
    .map((button) => ({ id: button.payload ?? button.title, title: button.title }));
  if (buttons.length === 0 && media) return withCaption(media, [text.body, text.footer].filter(Boolean).join("\n\n"));
  if (buttons.length === 0)
    return { kind: "text", text: [text.header, text.body, text.footer].filter(Boolean).join("\n\n") };
  if (quick.length === buttons.length) return choices(words, quick, template.language);
  const url = buttons[0];
  if (buttons.length === 1 && url?.type === "url" && url.url && lengthOf(url.title) <= LIMITS.ctaUrl.displayText) {
    return { kind: "cta-url", ...words, displayText: url.title, url: url.url };
  }
  return null;
}

function withCaption(media: HeaderMedia, caption: string): FreeFormContent | null {
  return lengthOf(caption) > LIMITS.media.caption ? null : { kind: "media", ...media, caption };
}

function choices(
  words: { header?: string; headerMedia?: HeaderMedia; body: string; footer?: string },
  quick: Choice[],
  language: string,
): FreeFormContent | null {
  const longest = Math.max(...quick.map((choice) => lengthOf(choice.title)));
  if (quick.length <= LIMITS.buttons.max && longest <= LIMITS.buttons.title)
    return { kind: "buttons", ...words, buttons: quick };
  // A list takes a text header only [M-list].
  if (!words.headerMedia && quick.length <= LIMITS.list.rows.max && longest <= LIMITS.list.rowTitle) {
    return { kind: "list", ...words, label: listLabel(language), sections: [{ rows: quick }] };
  }
  return null;
}

const LIST_LABELS: Record<string, string> = {
  en: "Choose",
  pt: "Escolher",
  es: "Elegir",
  de: "Auswählen",
  fr: "Choisir",
  it: "Scegli",
  id: "Pilih",
  hi: "चुनें",
};

/** The button that opens a list needs words in the template's language. */
function listLabel(language: string): string {
  return LIST_LABELS[language.slice(0, 2).toLowerCase()] ?? "Choose";
}
