import type { OutgoingContent } from "@sluice/shared/messages/outgoing";

/** What the small bubble on a card shows of a message. */
export interface SmallPreview {
  /** A picture, video or file stands above the text. */
  media?: string;
  header?: string;
  body: string;
  footer?: string;
  /** What opens a list, or a link's button. */
  list?: string;
}

export function smallPreview(content: OutgoingContent): SmallPreview {
  switch (content.kind) {
    case "text":
      return { body: content.text };
    case "media":
      return { media: content.filename ?? content.media, body: content.caption ?? "" };
    case "template": {
      const { header, body, footer } = content.shown;
      return { body, ...(header && { header }), ...(footer && { footer }) };
    }
    case "list":
      return { ...texts(content), list: content.label };
    case "cta-url":
      return { ...texts(content), list: content.displayText };
    default:
      return texts(content);
  }
}

function texts({ header, body, footer }: { header?: string; body: string; footer?: string }): SmallPreview {
  return { body, ...(header && { header }), ...(footer && { footer }) };
}
