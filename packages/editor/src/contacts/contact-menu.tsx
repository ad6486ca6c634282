import { type ContactDetail, eraseContact, exportContact } from "@sluice/shared/protocol/contact";
import { pathOf } from "@sluice/shared/protocol/endpoint";
import { useQueryClient } from "@tanstack/react-query";
import { Download, Ellipsis, UserX } from "lucide-react";
import { useState } from "react";
import { call } from "../api/call.ts";
import { navigate } from "../app/router.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Fault } from "../ui/fault.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { say } from "../ui/toast.tsx";
import { personName } from "./person-words.ts";

/** What a person may ask of us: all that is stored about them, and to be forgotten. */
export function ContactMenu({ person }: { person: ContactDetail }) {
  const [erasing, setErasing] = useState(false);
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={Download} onSelect={() => window.location.assign(pathOf(exportContact, { id: person.id }))}>
          Export what is stored
        </MenuItem>
        <MenuItem icon={UserX} tone="bad" onSelect={() => setErasing(true)}>
          Erase…
        </MenuItem>
      </Menu>
      {erasing && <EraseDialog person={person} onClose={() => setErasing(false)} />}
    </>
  );
}

function EraseDialog({ person, onClose }: { person: ContactDetail; onClose: () => void }) {
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const name = personName(person);
  const erase = async () => {
    setBusy(true);
    try {
      await call(eraseContact, { path: { id: person.id } });
      navigate({ screen: "contacts", contactId: null });
      say(`${name} was erased`);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(person.id) });
      void client.invalidateQueries();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Erase ${name}?`}
      description="Messages, sessions, fields and the timeline are gone for good, and what is held is not sent. If they had stopped offers, that stays."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Keep
          </Button>
          <Button variant="danger" disabled={busy} onClick={() => void erase()}>
            Erase
          </Button>
        </>
      }
    >
      {fault !== null && <Fault title="Nothing was erased." error={fault} />}
    </Dialog>
  );
}
