import type { HeaderMedia, OutgoingContent } from "@sluice/shared/messages/outgoing";

/** What the small bubble on a card shows of a message. */
export interface SmallPreview {
  /** A picture, video, file, place or product stands above the text. */
  media?: string;
  mediaKind?: "picture" | "file" | "place" | "product";
  header?: string;
  body: string;
  footer?: string;
  /** What opens a list, a link, a form or a shop. */
  list?: string;
}

export function smallPreview(content: OutgoingContent): SmallPreview {
  switch (content.kind) {
    case "text":
      return { body: content.text };
    case "media":
      return { ...mediaOf(content), body: content.caption ?? "" };
    case "template": {
      const { headerLocation: place, cards = [] } = content.shown;
      return {
        ...texts(content.shown),
        ...(place && { media: place.name || `${place.latitude}, ${place.longitude}`, mediaKind: "place" as const }),
        ...(cards.length > 0 && { list: `${cards.length} cards` }),
      };
    }
    case "list":
      return { ...texts(content), list: content.label };
    case "cta-url":
      return { ...texts(content), list: content.displayText };
    case "location":
      return {
        media: content.name || `${content.latitude}, ${content.longitude}`,
        mediaKind: "place",
        body: content.address ?? "",
      };
    case "contacts":
      return { body: content.contacts.map((contact) => contact.name).join("\n"), list: "View contact" };
    case "location-request":
      return { body: content.body, list: "Send location" };
    case "form":
      return { ...texts(content), list: content.label };
    case "product":
      return {
        media: content.productId,
        mediaKind: "product",
        ...texts({ body: content.body ?? "", ...footerOf(content) }),
        list: "View",
      };
    case "products":
      return { ...texts(content), list: "View items" };
    case "catalog":
      return { ...texts(content), list: "View catalog" };
    default:
      return texts(content);
  }
}

function texts(content: { header?: string; headerMedia?: HeaderMedia; body: string; footer?: string }): SmallPreview {
  const { header, headerMedia, body } = content;
  return {
    body,
    ...(headerMedia && mediaOf(headerMedia)),
    ...(header && { header }),
    ...footerOf(content),
  };
}

function mediaOf({ media, filename }: { media: string; filename?: string }): Pick<SmallPreview, "media" | "mediaKind"> {
  return { media: filename ?? media, mediaKind: media === "image" || media === "video" ? "picture" : "file" };
}

function footerOf({ footer }: { footer?: string }): { footer?: string } {
  return footer ? { footer } : {};
}
