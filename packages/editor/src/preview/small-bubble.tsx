import { FileText, Image, List, MapPin, ShoppingBag } from "lucide-react";
import type { ReactNode } from "react";
import { MessageText } from "./message-text.tsx";
import type { SmallPreview } from "./small-preview.ts";
import "./preview.css";

const MEDIA_ICONS: Record<NonNullable<SmallPreview["mediaKind"]>, ReactNode> = {
  picture: <Image aria-hidden />,
  file: <FileText aria-hidden />,
  place: <MapPin aria-hidden />,
  product: <ShoppingBag aria-hidden />,
};

/** The message as the card shows it: clamped to the lines its size was computed with. */
export function SmallBubble({ preview, lines }: { preview: SmallPreview; lines: number }) {
  return (
    <div className="small-bubble">
      {preview.media && (
        <span className="media">
          {MEDIA_ICONS[preview.mediaKind ?? "file"]}
          {preview.media}
        </span>
      )}
      {preview.header && (
        <b className="head">
          <MessageText text={preview.header} />
        </b>
      )}
      {lines > 0 && (
        <p style={{ height: lines * 16, WebkitLineClamp: lines }}>
          <MessageText text={preview.body} />
        </p>
      )}
      {preview.footer && <small>{preview.footer}</small>}
      {preview.list && (
        <span className="list-label">
          <List aria-hidden />
          {preview.list}
        </span>
      )}
    </div>
  );
}
