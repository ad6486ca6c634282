/**
 * The payload of a template's quick reply, and the id of its twin's buttons, name the message: `<message id>/<index>`. So a
 * tap finds its message even where WhatsApp leaves `context.id` out (I1).
 */
import type { FreeFormContent, TemplateButtonContent, TemplateContent } from "./outgoing.ts";

/** Quick replies are counted from 0; the index is that of port `button:<index>`. */
export function stampPayloads<Content extends FreeFormContent | TemplateContent>(
  content: Content,
  message: string,
): Content {
  let index = 0;
  const stamp = () => `${message}/${index++}`;
  switch (content.kind) {
    case "template": {
      const stamped = (buttons: readonly TemplateButtonContent[]) =>
        buttons.map((button) => (button.type === "quick-reply" ? { ...button, payload: stamp() } : button));
      const { shown } = content;
      return {
        ...content,
        shown: {
          ...shown,
          buttons: stamped(shown.buttons),
          ...(shown.cards ? { cards: shown.cards.map((card) => ({ ...card, buttons: stamped(card.buttons) })) } : {}),
        },
      };
    }
    case "buttons":
      return { ...content, buttons: content.buttons.map((button) => ({ ...button, id: stamp() })) };
    case "list":
      return {
        ...content,
        sections: content.sections.map((section) => ({
          ...section,
          rows: section.rows.map((row) => ({ ...row, id: stamp() })),
        })),
      };
    default:
      return content;
  }
}

/** `readPayload("s1:1:0/2")` -> { message: "s1:1:0", index: 2 }; null for a payload we did not make. */
export function readPayload(payload: string): { message: string; index: number } | null {
  const match = /^(.{1,200}:\d+:\d+)\/(\d{1,2})$/.exec(payload);
  return match?.[1] && match[2] ? { message: match[1], index: Number(match[2]) } : null;
}
