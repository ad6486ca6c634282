import { Image, MapPin, Mic, Paperclip, SendHorizontal } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Menu, MenuItem } from "../ui/menu.tsx";
import type { EmulatedContact, Inbound } from "./control.ts";
import { firstName } from "./phone-facts.ts";

/** Where the person writes. Enter sends. */
export function TypeBar({ contact, onAct }: { contact: EmulatedContact; onAct: (act: Inbound) => void }) {
  const [text, setText] = useState("");
  const from = contact.phone;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const written = text.trim();
    if (!written) return;
    onAct({ from, text: written });
    setText("");
  };
  return (
    <form className="typebar" onSubmit={send}>
      <div className="in">
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="Message"
          aria-label={`Message as ${firstName(contact)}`}
          autoComplete="off"
          maxLength={4096}
        />
        <Menu
          side="top"
          trigger={
            <button type="button" className="icon-btn" aria-label="Send something else">
              <Paperclip aria-hidden />
            </button>
          }
        >
          <MenuItem icon={Image} onSelect={() => onAct({ from, media: { type: "image" } })}>
            Photo
          </MenuItem>
          <MenuItem icon={Mic} onSelect={() => onAct({ from, media: { type: "audio" } })}>
            Voice message
          </MenuItem>
          <MenuItem
            icon={MapPin}
            onSelect={() =>
              onAct({ from, location: { latitude: -23.5614, longitude: -46.6559, name: "Avenida Paulista" } })
            }
          >
            Location
          </MenuItem>
        </Menu>
      </div>
      <button type="submit" className="go" aria-label="Send" disabled={text.trim() === ""}>
        <SendHorizontal aria-hidden />
      </button>
    </form>
  );
}
