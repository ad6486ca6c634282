import type { OutgoingContent } from "@sluice/shared/messages/outgoing";
import {
  Copy,
  ExternalLink,
  FileText,
  Image,
  List,
  type LucideIcon,
  Mic,
  Phone,
  Reply,
  Sticker,
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
  return (
    <div className="message-bubble">
      {content.kind === "media" && <MediaBox content={content} />}
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

function MediaBox({ content }: { content: Extract<OutgoingContent, { kind: "media" }> }) {
  const Icon = MEDIA[content.media] ?? FileText;
  return (
    <div className="media">
      <Icon aria-hidden />
      {content.filename ?? content.media}
    </div>
  );
}

interface Action {
  title: string;
  icon: LucideIcon;
}

const TEMPLATE_ICONS: Record<string, LucideIcon> = { url: ExternalLink, phone: Phone, "copy-code": Copy };

function actionsOf(content: OutgoingContent): Action[] {
  switch (content.kind) {
    case "buttons":
      return content.buttons.map(({ title }) => ({ title, icon: Reply }));
    case "cta-url":
      return [{ title: content.displayText, icon: ExternalLink }];
    case "list":
      return [{ title: content.label, icon: List }];
    case "template":
      return content.shown.buttons.map(({ title, type }) => ({ title, icon: TEMPLATE_ICONS[type] ?? Reply }));
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
