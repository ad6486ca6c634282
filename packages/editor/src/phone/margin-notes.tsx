/** Notes at the left of the phone, each at the height of its message: what it was and what it cost. */
import { type RefObject, useEffect, useState } from "react";
import type { EmulatedContact, PhoneMessage } from "./control.ts";
import { type MarginNote, marginNote } from "./phone-facts.ts";

/** So high a note is at most; the next one stands at least so much lower. */
const NOTE_HEIGHT = 54;

export function MarginNotes({
  chat,
  messages,
  contact,
}: {
  chat: RefObject<HTMLDivElement | null>;
  messages: readonly PhoneMessage[];
  contact: EmulatedContact;
}) {
  const places = usePlaces(chat, messages);
  const notes: { wamid: string; top: number; note: MarginNote }[] = [];
  for (const message of messages) {
    const note = marginNote(message, contact);
    const top = places.get(message.wamid);
    if (!note || top === undefined) continue;
    const above = notes[notes.length - 1];
    if (above && top - above.top < NOTE_HEIGHT) {
      // Two of a kind close together: the newer one speaks for both, unless the older was a block.
      if (above.note.tone === "bad" || top - above.top > NOTE_HEIGHT / 2) {
        notes.push({ wamid: message.wamid, top: above.top + NOTE_HEIGHT, note });
        continue;
      }
      notes.pop();
    }
    notes.push({ wamid: message.wamid, top, note });
  }
  return (
    <div className="margin-notes">
      {notes.map(({ wamid, top, note }) => (
        <p key={wamid} className="margin-note" data-tone={note.tone} style={{ top }}>
          <b>{note.title}</b>
          {note.text}
        </p>
      ))}
    </div>
  );
}

/** Distance of each visible message from the top of the stand, kept while the chat scrolls and the window changes. */
function usePlaces(chat: RefObject<HTMLDivElement | null>, messages: readonly PhoneMessage[]): Map<string, number> {
  const [places, setPlaces] = useState(new Map<string, number>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: new messages move the old ones
  useEffect(() => {
    const element = chat.current;
    const stand = element?.closest(".stand");
    if (!element || !stand) return;
    const measure = () => {
      const frame = element.getBoundingClientRect();
      const origin = stand.getBoundingClientRect().top;
      const next = new Map<string, number>();
      for (const line of element.querySelectorAll<HTMLElement>("[data-wamid]")) {
        const { top, bottom } = line.getBoundingClientRect();
        const middle = Math.min(top + 34, (top + bottom) / 2);
        if (middle > frame.top + 8 && middle < frame.bottom - 8)
          next.set(line.dataset["wamid"] ?? "", Math.round(middle - origin - 8));
      }
      setPlaces(next);
    };
    const frame = requestAnimationFrame(measure);
    const observer = new ResizeObserver(measure);
    observer.observe(stand);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [chat, messages]);
  return places;
}
