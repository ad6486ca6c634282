/**
 * What we send, free of any channel's wire format. The WhatsApp rendering is `runtime/src/whatsapp/render-message.ts`;
 * what a phone shows is drawn from the same data. All texts are resolved: no `{{ }}` is left in them.
 */

export interface Choice {
  /** Comes back when it is tapped. */
  id: string;
  title: string;
}

export interface TextContent {
  kind: "text";
  text: string;
  previewUrl?: boolean;
}

export interface ButtonsContent {
  kind: "buttons";
  header?: string;
  body: string;
  footer?: string;
  /** 1 to 3 (WR §5). */
  buttons: Choice[];
}

export interface ListContent {
  kind: "list";
  header?: string;
  body: string;
  footer?: string;
  /** What opens the list. */
  label: string;
  sections: { title?: string; rows: (Choice & { description?: string })[] }[];
}

export interface UrlButtonContent {
  kind: "cta-url";
  header?: string;
  body: string;
  footer?: string;
  displayText: string;
  url: string;
}

export interface MediaContent {
  kind: "media";
  media: "image" | "video" | "audio" | "document" | "sticker";
  link?: string;
  mediaId?: string;
  caption?: string;
  filename?: string;
}

/** A button of a template as the phone shows it. `payload` comes back when a quick reply is tapped. */
export interface TemplateButtonContent {
  type: "quick-reply" | "url" | "phone" | "copy-code" | "other";
  title: string;
  payload?: string;
  url?: string;
}

export interface TemplateContent {
  kind: "template";
  name: string;
  language: string;
  /** The parameters in the order or by the names of the template, resolved. */
  parameters: { header: TemplateParameter[]; body: TemplateParameter[]; buttons: { index: number; text: string }[] };
  /** The template filled in, as the phone shows it. */
  shown: { header?: string; body: string; footer?: string; buttons: TemplateButtonContent[] };
}

/** `name` is set for templates with named parameters only. */
export interface TemplateParameter {
  name?: string;
  text: string;
}

export type FreeFormContent = TextContent | ButtonsContent | ListContent | UrlButtonContent | MediaContent;
export type OutgoingContent = FreeFormContent | TemplateContent;

/** What decides whether it may go: the category of a template, or free-form (anything that is not a template). */
export type MessageClass = "marketing" | "utility" | "authentication" | "free-form";

/** The choices a person can tap on this message, in the order shown. */
export function choicesOf(content: OutgoingContent): Choice[] {
  switch (content.kind) {
    case "buttons":
      return content.buttons;
    case "list":
      return content.sections.flatMap((section) => section.rows);
    case "template":
      return content.shown.buttons
        .filter((button) => button.type === "quick-reply")
        .map((button) => ({ id: button.payload ?? button.title, title: button.title }));
    default:
      return [];
  }
}

/** The text of a message in one line, for lists and logs of people: "Hi Asha, 30 % off everything". */
export function plainText(content: OutgoingContent): string {
  switch (content.kind) {
    case "text":
      return content.text;
    case "template":
      return content.shown.body;
    case "media":
      return content.caption ?? content.filename ?? content.media;
    default:
      return content.body;
  }
}
