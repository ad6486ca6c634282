import type { Instant } from "@sluice/shared/time/instant";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import { WindowMeter } from "../ui/window-meter.tsx";
import type { EmulatedContact } from "./control.ts";
import { nameOf, windowUntil } from "./phone-facts.ts";
import { SlotPips } from "./slots.tsx";

/** The made-up people, each with window and slots. */
export function PhoneList({
  contacts,
  chosen,
  now,
  onChoose,
  onAdd,
}: {
  contacts: readonly EmulatedContact[];
  chosen: string | null;
  now: Instant;
  onChoose: (phone: string) => void;
  onAdd: (phone: string, name: string) => void;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <aside className="emu-col emu-list" aria-label="Phones">
      <header className="bar">
        <h2>Phones</h2>
        <span className="flex-1" />
        <IconButton icon={Plus} label="Add a phone" onClick={() => setAdding(true)} />
      </header>
      <ul className="phones">
        {contacts.map((contact) => (
          <li key={contact.phone}>
            <button
              type="button"
              aria-current={contact.phone === chosen ? "true" : undefined}
              onClick={() => onChoose(contact.phone)}
            >
              <Avatar name={nameOf(contact)} size={32} />
              <span className="who">
                <b className="one-line block">{nameOf(contact)}</b>
                <span className="one-line">{stateLine(contact)}</span>
              </span>
              <span className="flex items-center gap-[7px]">
                <WindowMeter until={windowUntil(contact)} now={now} />
                <SlotPips slots={contact.marketingSlots} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="emu-foot">People here are made up. Messages go to this machine only, never to WhatsApp.</div>
      <AddPhone open={adding} onOpenChange={setAdding} onAdd={onAdd} />
    </aside>
  );
}

/** What is unusual about the person, else the number. */
function stateLine(contact: EmulatedContact): string {
  const states = [contact.optedOut ? "stopped offers" : "", contact.online ? "" : "offline"].filter(Boolean).join(", ");
  return states ? states.charAt(0).toUpperCase() + states.slice(1) : contact.phone;
}

function AddPhone(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAdd: (phone: string, name: string) => void;
}) {
  const [phone, setPhone] = useState("+55 11 9");
  const [name, setName] = useState("");
  const digits = phone.replace(/[^\d]/g, "");
  const wrong = digits.length < 8 || digits.length > 15 ? "A number with its country: + and 8 to 15 digits." : null;
  const add = () => {
    if (wrong) return;
    props.onAdd(`+${digits}`, name.trim());
    props.onOpenChange(false);
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Add a phone"
      description="A made-up person with a number of your choice. WhatsApp’s limit is off for numbers from the EEA, the UK, Japan and South Korea."
      footer={
        <>
          <Button variant="ghost" onClick={() => props.onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" disabled={wrong !== null} onClick={add}>
            Add
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <TextField
          label="Number"
          value={phone}
          onChange={setPhone}
          error={phone.length > 12 ? wrong : null}
          inputMode="tel"
        />
        <TextField label="Name" value={name} onChange={setName} placeholder="Mariana Costa" />
      </div>
    </Dialog>
  );
}
