/**
 * What we send, free of any channel's wire format. The WhatsApp rendering is `runtime/src/whatsapp/render-message.ts`;
 * what a phone shows is drawn from the same data. All texts are resolved: no `{{ }}` is left in them.
 */

import type { Json } from "../flow/json.ts";
import type { Instant } from "../time/instant.ts";

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

/** A picture, video or file in the place of a text header. One of `link` and `mediaId`; the name for documents. */
export interface HeaderMedia {
  media: "image" | "video" | "document";
  link?: string;
  mediaId?: string;
  filename?: string;
}

export interface ButtonsContent {
  kind: "buttons";
  header?: string;
  /** Instead of `header`. */
  headerMedia?: HeaderMedia;
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
  /** Instead of `header`. */
  headerMedia?: HeaderMedia;
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

export interface LocationContent {
  kind: "location";
  /** Degrees, north and east positive. */
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}

/** A person or a business as an entry of an address book. `type` says which one: "WORK", "HOME". */
export interface ContactCard {
  /** As it is shown. */
  name: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  prefix?: string;
  suffix?: string;
  company?: string;
  department?: string;
  title?: string;
  /** "2012-08-18" */
  birthday?: string;
  /** With `waId`, the phone offers to write to that WhatsApp account. */
  phones?: { phone: string; type?: string; waId?: string }[];
  emails?: { email: string; type?: string }[];
  urls?: { url: string; type?: string }[];
  addresses?: {
    street?: string;
    city?: string;
    state?: string;
    zip?: string;
    country?: string;
    countryCode?: string;
    type?: string;
  }[];
}

export interface ContactsContent {
  kind: "contacts";
  /** 1 to 5 (WR §5). */
  contacts: ContactCard[];
}

/** Asks where the person is; the phone shows a button that sends the place. */
export interface LocationRequestContent {
  kind: "location-request";
  body: string;
}

/** A form of Meta's ("Flow"). */
export interface FormContent {
  kind: "form";
  header?: string;
  /** Instead of `header`. */
  headerMedia?: HeaderMedia;
  body: string;
  footer?: string;
  /** The button that opens it. */
  label: string;
  /** Meta's id, or the form's name. */
  form: { id: string } | { name: string };
  /** Comes back with the answers, for the form's own server. */
  token?: string;
  /** Where it begins and what it is given; without a screen the form's own server says. */
  screen?: string;
  data?: Json;
  /** Not published yet: only people of the business can open it. */
  draft?: boolean;
}

/** One product of a catalogue. */
export interface ProductContent {
  kind: "product";
  body?: string;
  footer?: string;
  catalogId: string;
  productId: string;
}

/** Up to 30 products of a catalogue (WR §5). */
export interface ProductListContent {
  kind: "products";
  header: string;
  body: string;
  footer?: string;
  catalogId: string;
  sections: { title?: string; products: string[] }[];
}

/** The whole catalogue. */
export interface CatalogContent {
  kind: "catalog";
  body: string;
  footer?: string;
  /** The product whose picture stands above. */
  productId?: string;
}

/** A button of a template as the phone shows it. `payload` comes back when a quick reply is tapped. */
export interface TemplateButtonContent {
  type: "quick-reply" | "url" | "phone" | "copy-code" | "one-time-code" | "form" | "catalog" | "products" | "other";
  title: string;
  payload?: string;
  url?: string;
  /** What is copied, or typed in for the person. */
  code?: string;
  /** Of a form: comes back with the answers. */
  token?: string;
  /** Of a catalogue or products: the one whose picture is shown, or all that are offered. */
  products?: string[];
}

/** One card of a template carousel. Its parameters are those of its text, its buttons those of its own row. */
export interface TemplateCard {
  headerMedia?: HeaderMedia;
  body?: string;
  parameters: TemplateParameter[];
  buttons: TemplateButtonContent[];
  buttonParameters: { index: number; text: string }[];
}

export interface TemplateContent {
  kind: "template";
  name: string;
  language: string;
  /** The parameters in the order or by the names of the template, resolved. */
  parameters: { header: TemplateParameter[]; body: TemplateParameter[]; buttons: { index: number; text: string }[] };
  /** The template filled in, as the phone shows it. */
  shown: {
    header?: string;
    headerMedia?: HeaderMedia;
    headerLocation?: Omit<LocationContent, "kind">;
    /** Limited-time offer: until when. */
    offerEndsAt?: Instant;
    body: string;
    footer?: string;
    buttons: TemplateButtonContent[];
    cards?: TemplateCard[];
  };
}

/** `name` is set for templates with named parameters only. */
export interface TemplateParameter {
  name?: string;
  text: string;
}

export type FreeFormContent =
  | TextContent
  | ButtonsContent
  | ListContent
  | UrlButtonContent
  | MediaContent
  | LocationContent
  | ContactsContent
  | LocationRequestContent
  | FormContent
  | ProductContent
  | ProductListContent
  | CatalogContent;
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
        .concat((content.shown.cards ?? []).flatMap((card) => card.buttons))
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
    case "location":
      return content.name ?? content.address ?? `${content.latitude}, ${content.longitude}`;
    case "contacts":
      return content.contacts.map((contact) => contact.name).join(", ");
    case "product":
      return content.body ?? content.productId;
    default:
      return content.body;
  }
}
