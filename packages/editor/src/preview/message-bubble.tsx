import type { OutgoingContent } from "@sluice/shared/messages/outgoing";
import {
  ClipboardList,
  Copy,
  ExternalLink,
  FileText,
  Image,
  List,
  type LucideIcon,
  MapPin,
  Mic,
  Phone,
  Reply,
  ShoppingBag,
  Sticker,
  UserRound,
  Video,
} from "lucide-react";
import type { ReactNode } from "react";
import { MessageText } from "./message-text.tsx";
import "./preview.css";

interface MessageBubbleProps {
  content: OutgoingContent;
  /** Clock time at the end of the text. */
  meta?: ReactNode;
}

/**
 * A message before it is sent, as the phone will draw it: header, text, footer, time, and what can be tapped. Variables
 * stand as tinted samples. (What was sent is drawn by ui/chat.)
 */
export function MessageBubble({ content, meta }: MessageBubbleProps) {
  const { header, body, footer } = textsOf(content);
  const media = mediaOf(content);
  return (
    <div className="message-bubble">
      {media && (
        <div className="media">
          <media.icon aria-hidden />
          <MessageText text={media.label} />
        </div>
      )}
      <div className="inner">
        {header && (
          <p className="head">
            <MessageText text={header} />
          </p>
        )}
        {body && (
          <p className="body">
            <MessageText text={body} />
          </p>
        )}
        {(footer || meta) && (
          <p className="foot">
            {footer}
            {meta && <span className="meta">{meta}</span>}
          </p>
        )}
      </div>
      <Actions content={content} />
    </div>
  );
}

function textsOf(content: OutgoingContent): { header?: string; body: string; footer?: string } {
  switch (content.kind) {
    case "text":
      return { body: content.text };
    case "media":
      return { body: content.caption ?? "" };
    case "location":
      return { ...(content.name && { header: content.name }), body: content.address ?? "" };
    case "contacts":
      return { body: content.contacts.map(({ name, company }) => (company ? `${name}, ${company}` : name)).join("\n") };
    case "product":
      return { body: content.body ?? "", ...(content.footer && { footer: content.footer }) };
    case "template":
      return content.shown;
    default:
      return content;
  }
}

const MEDIA: Record<string, LucideIcon> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
};

/** What stands above the text: a picture or file, a place on a map, a product. */
function mediaOf(content: OutgoingContent): { icon: LucideIcon; label: string } | null {
  switch (content.kind) {
    case "media":
      return fileOf(content);
    case "buttons":
    case "cta-url":
    case "form":
      return content.headerMedia ? fileOf(content.headerMedia) : null;
    case "template": {
      const { headerMedia, headerLocation: place } = content.shown;
      if (headerMedia) return fileOf(headerMedia);
      return place ? { icon: MapPin, label: place.name || `${place.latitude}, ${place.longitude}` } : null;
    }
    case "location":
      return { icon: MapPin, label: `${content.latitude}, ${content.longitude}` };
    case "product":
      return { icon: ShoppingBag, label: content.productId };
    case "catalog":
      return content.productId ? { icon: ShoppingBag, label: content.productId } : null;
    default:
      return null;
  }
}

function fileOf({ media, filename }: { media: string; filename?: string }): { icon: LucideIcon; label: string } {
  return { icon: MEDIA[media] ?? FileText, label: filename ?? media };
}

interface Action {
  title: string;
  icon: LucideIcon;
}

const TEMPLATE_ICONS: Record<string, LucideIcon> = {
  url: ExternalLink,
  phone: Phone,
  "copy-code": Copy,
  "one-time-code": Copy,
  form: ClipboardList,
  catalog: ShoppingBag,
  products: ShoppingBag,
};

function actionsOf(content: OutgoingContent): Action[] {
  switch (content.kind) {
    case "buttons":
      return content.buttons.map(({ title }) => ({ title, icon: Reply }));
    case "cta-url":
      return [{ title: content.displayText, icon: ExternalLink }];
    case "list":
      return [{ title: content.label, icon: List }];
    case "contacts":
      return [{ title: content.contacts.length === 1 ? "View contact" : "View all", icon: UserRound }];
    case "location-request":
      return [{ title: "Send location", icon: MapPin }];
    case "form":
      return [{ title: content.label, icon: ClipboardList }];
    case "product":
      return [{ title: "View", icon: ShoppingBag }];
    case "products":
      return [{ title: "View items", icon: ShoppingBag }];
    case "catalog":
      return [{ title: "View catalog", icon: ShoppingBag }];
    case "template":
      return [
        ...content.shown.buttons.map(({ title, type }) => ({ title, icon: TEMPLATE_ICONS[type] ?? Reply })),
        ...(content.shown.cards ?? []).flatMap((card, index) =>
          card.buttons.map(({ title, type }) => ({
            title: `Card ${index + 1}: ${title}`,
            icon: TEMPLATE_ICONS[type] ?? Reply,
          })),
        ),
      ];
    default:
      return [];
  }
}

function Actions({ content }: { content: OutgoingContent }) {
  const actions = actionsOf(content);
  if (actions.length === 0) return null;
  return (
    <ul className="actions">
      {actions.map(({ title, icon: Icon }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may have one title while they are being written
        <li key={index}>
          <Icon aria-hidden />
          <MessageText text={title} />
        </li>
      ))}
    </ul>
  );
}
