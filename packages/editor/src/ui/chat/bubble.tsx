import {
  Ban,
  Check,
  CheckCheck,
  ClipboardList,
  Clock,
  ExternalLink,
  FileText,
  List,
  MapPin,
  Phone,
  Reply,
  ShoppingBag,
} from "lucide-react";
import type { ReactNode } from "react";
import { FormattedText } from "./formatted-text.tsx";
import "./chat.css";

/** What became of a message, as ticks. "held": it waits at its gate; "never": it was refused, and never shown. */
export type Ticks = "waiting" | "sent" | "delivered" | "read" | "held" | "never" | null;

export interface BubbleButton {
  /** Stable among the buttons of this message. */
  id: string;
  title: string;
  kind: "reply" | "url" | "phone" | "list" | "location" | "form" | "product";
  url?: string;
  /** It was tapped; buttons beside it look used, but stay live. */
  chosen?: boolean;
  used?: boolean;
}

export interface BubbleProps {
  /** "right" is whoever holds this screen: the customer on the phone, the business in the inbox. */
  side: "left" | "right";
  header?: string | undefined;
  text: string;
  footer?: string | undefined;
  /** Under the text, small: "Utility template". */
  note?: ReactNode;
  /** The message it answers. */
  quote?: string | undefined;
  /** A word for what cannot be shown: "Photo", "Document, order.pdf". */
  media?: string | undefined;
  time: string;
  ticks?: Ticks;
  buttons?: readonly BubbleButton[];
  onTap?: (button: BubbleButton) => void;
}

/** One message. Without `onTap` its buttons are shown, not pressed. */
export function Bubble({
  side,
  header,
  text,
  footer,
  note,
  quote,
  media,
  time,
  ticks = null,
  buttons = [],
  onTap,
}: BubbleProps) {
  const unseen = ticks === "never" || ticks === "held";
  const classes = ["msg", side === "right" ? "msg-right" : "", unseen ? "msg-never" : ""];
  const clock = (
    <time>
      {ticks === "never" && <Tick ticks={ticks} />}
      {time}
      {ticks !== "never" && <Tick ticks={ticks} />}
    </time>
  );
  const below = footer ?? note;
  return (
    <div className={classes.filter(Boolean).join(" ")}>
      {quote && <div className="msg-quote">{quote}</div>}
      <div className="msg-in">
        {media && (
          <div className="msg-media">
            <FileText size={16} aria-hidden />
            {media}
          </div>
        )}
        {header && (
          <p className="msg-head">
            <FormattedText text={header} />
          </p>
        )}
        <span className="msg-text">
          <FormattedText text={text} />
        </span>
        {below === undefined ? (
          clock
        ) : (
          <small>
            {footer}
            {footer && note && <br />}
            {note}
            {clock}
          </small>
        )}
      </div>
      {buttons.length > 0 && !unseen && (
        <div className="msg-acts">
          {buttons.map((button) => (
            <BubbleAct key={button.id} button={button} onTap={onTap} />
          ))}
        </div>
      )}
    </div>
  );
}

function BubbleAct({ button, onTap }: { button: BubbleButton; onTap: ((button: BubbleButton) => void) | undefined }) {
  const used = button.used ? "" : undefined;
  const inside = (
    <>
      {button.chosen ? <Check aria-label="Tapped:" /> : ICONS[button.kind]}
      {button.title}
    </>
  );
  if (!onTap || (button.kind !== "reply" && button.kind !== "list")) return <div data-used={used}>{inside}</div>;
  return (
    <button type="button" data-used={used} onClick={() => onTap(button)}>
      {inside}
    </button>
  );
}

const ICONS: Record<BubbleButton["kind"], ReactNode> = {
  reply: <Reply aria-hidden />,
  url: <ExternalLink aria-hidden />,
  phone: <Phone aria-hidden />,
  list: <List aria-hidden />,
  location: <MapPin aria-hidden />,
  form: <ClipboardList aria-hidden />,
  product: <ShoppingBag aria-hidden />,
};

function Tick({ ticks }: { ticks: Ticks }) {
  switch (ticks) {
    case "held":
      return <Clock data-held aria-label="held" />;
    case "waiting":
      return <Clock aria-label="on its way" />;
    case "sent":
      return <Check aria-label="sent" />;
    case "delivered":
      return <CheckCheck aria-label="delivered" />;
    case "read":
      return <CheckCheck data-read aria-label="read" />;
    case "never":
      return <Ban data-failed aria-label="never shown" />;
    default:
      return null;
  }
}
