import type { Instant } from "@sluice/shared/time/instant";
import { ArrowLeft, BatteryFull, Phone, Signal, Store, Wifi, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "../ui/button.tsx";
import { Bubble, type BubbleButton, type Ticks } from "../ui/chat/bubble.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { dayNumber, sayClock, sayDay } from "../ui/say-time.ts";
import type { EmulatedContact, Inbound, PhoneMessage } from "./control.ts";
import { ListSheet } from "./list-sheet.tsx";
import { MarginNotes } from "./margin-notes.tsx";
import { at, countsAs, firstName, isBlocked, nameOf } from "./phone-facts.ts";
import { TypeBar } from "./type-bar.tsx";

/** The phone of one person: everything they see, and what they can do. */
export function Device({
  contact,
  contacts,
  messages,
  now,
  onAct,
  onChoose,
  onLeave,
}: {
  contact: EmulatedContact;
  contacts: readonly EmulatedContact[];
  messages: readonly PhoneMessage[];
  now: Instant;
  onAct: (act: Inbound) => void;
  onChoose: (phone: string) => void;
  /** Back to the rest of the app; null where there is none. */
  onLeave: (() => void) | null;
}) {
  const [open, setOpen] = useState<PhoneMessage | null>(null);
  const from = contact.phone;
  const tap = (message: PhoneMessage, id: string) => onAct({ from, tap: id, on: message.wamid });
  const visible = messages.filter((message) => message.shown || isBlocked(message));
  const log = useStickToEnd(from, visible.length);

  return (
    <div className="device">
      <section className="device-screen" aria-label={`Phone of ${nameOf(contact)}`}>
        <div className="device-status num" aria-hidden>
          {sayClock(now)}
          <span className="flex-1" />
          <Signal />
          {contact.online ? <Wifi /> : <WifiOff />}
          <BatteryFull />
        </div>
        <div className="chat-head">
          <Menu
            align="start"
            trigger={
              <button type="button" className="icon-btn" aria-label="Other phones">
                <ArrowLeft aria-hidden />
              </button>
            }
          >
            {contacts.map((other) => (
              <MenuItem
                key={other.phone}
                onSelect={() => onChoose(other.phone)}
                end={other.phone === from ? "this one" : undefined}
              >
                {nameOf(other)}
              </MenuItem>
            ))}
            {onLeave && <MenuSeparator />}
            {onLeave && <MenuItem onSelect={onLeave}>Back to Flows</MenuItem>}
          </Menu>
          <span className="shop" aria-hidden>
            <Store size={18} />
          </span>
          <div className="min-w-0 flex-1">
            <b className="one-line">The business</b>
            <p>Business account</p>
          </div>
          <IconButton icon={Phone} label="Call the business" onClick={() => onAct({ from, call: true })} />
        </div>
        <div
          className="chat"
          ref={log}
          role="log"
          aria-label="Chat"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          {!messages.some((message) => message.shown) && (
            <p className="chat-first">
              Nothing here yet. Write as {firstName(contact)}, or start a flow for {contact.phone}.
            </p>
          )}
          {visible.map((message, index) => (
            <Line
              key={message.wamid}
              message={message}
              before={visible.slice(0, index)}
              now={now}
              chosen={chosenIn(message, messages)}
              onTap={(button) => (button.kind === "list" ? setOpen(message) : tap(message, button.id))}
            />
          ))}
        </div>
        <TypeBar contact={contact} onAct={onAct} />
        {open?.list && (
          <ListSheet
            label={open.list.label}
            sections={open.list.sections.map(({ title, rows }) => ({
              title,
              rows: rows.flatMap((id) => open.buttons?.filter((button) => button.id === id) ?? []),
            }))}
            onClose={() => setOpen(null)}
            onPick={(row) => {
              setOpen(null);
              tap(open, row.id);
            }}
          />
        )}
      </section>
      <MarginNotes chat={log} messages={messages} contact={contact} />
    </div>
  );
}

function Line(props: {
  message: PhoneMessage;
  before: readonly PhoneMessage[];
  now: Instant;
  chosen: string | null;
  onTap: (button: BubbleButton) => void;
}): ReactNode {
  const { message, before, now, chosen, onTap } = props;
  const time = at(message.at) ?? now;
  const previous = at(before.findLast((other) => !isBlocked(other))?.at);
  const newDay = previous === null || dayNumber(previous) !== dayNumber(time);
  // The place of what was never shown is kept, so that the note in the margin can point at it.
  if (isBlocked(message)) return <span data-wamid={message.wamid} className="block h-4" aria-hidden />;
  const own = message.direction === "from-contact";
  const quoted = message.context ? before.find((other) => other.wamid === message.context) : undefined;
  const counted = own && message.type === "text" ? countsAs(message.text ?? "", before) : null;
  return (
    <>
      {newDay && <span className="chat-day">{sayDay(time, now)}</span>}
      <div className="chat-line" data-wamid={message.wamid}>
        <Bubble
          side={own ? "right" : "left"}
          header={message.header}
          text={textOf(message)}
          footer={message.footer}
          media={mediaOf(message)}
          quote={quoted ? (quoted.header ?? quoted.text) : undefined}
          time={sayClock(time)}
          ticks={own ? ticksOf(message) : null}
          buttons={buttonsOf(message, chosen)}
          onTap={onTap}
        />
        {counted !== null && (
          <span className="chat-counts">
            counts as <b>{counted}</b>
          </span>
        )}
      </div>
    </>
  );
}

function buttonsOf(message: PhoneMessage, chosen: string | null): BubbleButton[] {
  const replies = message.list
    ? [{ id: "list", title: message.list.label, kind: "list" as const }]
    : (message.buttons ?? []).map((button) => ({
        id: button.id,
        title: button.title,
        kind: "reply" as const,
        chosen: chosen === button.title,
        used: chosen !== null,
      }));
  const links = (message.links ?? []).map((link, index) => ({
    id: `link ${index}`,
    title: link.title,
    kind: link.kind.toLowerCase().includes("phone") ? ("phone" as const) : ("url" as const),
  }));
  return [...replies, ...links];
}

/** The title of the button that was tapped on this message, if any. */
function chosenIn(message: PhoneMessage, messages: readonly PhoneMessage[]): string | null {
  if (message.direction === "from-contact") return null;
  const answer = messages.find((other) => other.direction === "from-contact" && other.context === message.wamid);
  return answer && message.buttons?.some((button) => button.title === answer.text) ? (answer.text ?? null) : null;
}

function textOf(message: PhoneMessage): string {
  if (message.text) return message.text;
  if (message.type === "location") return message.location?.name ?? "";
  if (message.type === "call") return "Called the business";
  return "";
}

function mediaOf(message: PhoneMessage): string | undefined {
  if (message.location) return `Location ${message.location.latitude}, ${message.location.longitude}`;
  if (!message.media) return undefined;
  const word = MEDIA_WORDS[message.media.kind.toLowerCase()] ?? "File";
  return message.media.filename ? `${word}, ${message.media.filename}` : word;
}

const MEDIA_WORDS: Record<string, string> = {
  image: "Photo",
  video: "Video",
  audio: "Voice message",
  document: "Document",
  sticker: "Sticker",
};

function ticksOf(message: PhoneMessage): Ticks {
  return message.status === "read" ? "read" : "delivered";
}

/** Scrolls to the newest message when one is shown: later than it is known, and on another phone too. */
function useStickToEnd(phone: string, shown: number) {
  const element = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: phone and count are what makes it scroll
  useEffect(() => {
    element.current?.scrollTo({ top: element.current.scrollHeight });
  }, [phone, shown]);
  return element;
}
