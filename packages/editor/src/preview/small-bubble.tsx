import { FileText, Image, List } from "lucide-react";
import { MessageText } from "./message-text.tsx";
import type { SmallPreview } from "./small-preview.ts";
import "./preview.css";

/** The message as the card shows it: clamped to the lines its size was computed with. */
export function SmallBubble({ preview, lines }: { preview: SmallPreview; lines: number }) {
  return (
    <div className="small-bubble">
      {preview.media && (
        <span className="media">
          {preview.media === "image" || preview.media === "video" ? <Image aria-hidden /> : <FileText aria-hidden />}
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
