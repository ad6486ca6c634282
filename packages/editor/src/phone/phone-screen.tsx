import { sayInstant } from "@sluice/shared/time/instant";
import { SlidersHorizontal, Smartphone } from "lucide-react";
import { useState } from "react";
import { phoneAlone } from "../app/embedding.ts";
import { goTo, navigate, useSearch } from "../app/router.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { readerZone, sayRemaining } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { windowState } from "../ui/window-meter.tsx";
import type { EmulatedContact } from "./control.ts";
import { Device } from "./device.tsx";
import { PhoneControls, skipsOf } from "./phone-controls.tsx";
import { nameOf, windowUntil } from "./phone-facts.ts";
import { PhoneList } from "./phone-list.tsx";
import { useNextStep } from "./use-next-step.ts";
import {
  useContactSettings,
  useEmulatorClock,
  useEmulatorEvents,
  useInbound,
  useMoveClock,
  usePhoneMessages,
  usePhones,
  useTraffic,
} from "./use-phone.ts";
import "./phone.css";

/** Made-up people with phones, and one of them in the hand: /phone?number=+55… */
export function PhoneScreen() {
  const live = useEmulatorEvents();
  const phones = usePhones(live);
  const settings = useContactSettings();
  const wanted = useSearch("number");
  const contacts = phones.data ?? [];
  const found = contacts.find((one) => one.phone === wanted) ?? contacts[0];
  // A press shows at once; the emulator's answer follows.
  const change = settings.isPending ? settings.variables : null;
  const contact = found && change?.phone === found.phone ? { ...found, ...change.settings } : found;
  const choose = (phone: string) => goTo(`${location.pathname}?${new URLSearchParams({ number: phone })}`, true);
  const add = (phone: string, name: string) =>
    settings.mutate({ phone, settings: name ? { name } : {} }, { onSuccess: () => choose(phone) });

  if (phones.isPending) return <Skeleton label="phones" />;
  if (phones.isError)
    return (
      <div className="crash">
        <Fault title="The emulator does not answer." error={phones.error} onRetry={() => phones.refetch()} />
      </div>
    );
  if (!contact)
    return (
      <div className="crash">
        <Empty
          icon={Smartphone}
          title="No phones yet"
          actions={
            <Button variant="primary" onClick={() => add("+5511900000001", "Mariana Costa")}>
              Add a phone
            </Button>
          }
        >
          People here are made up. Add one, and start a flow for the number.
        </Empty>
      </div>
    );
  return (
    <OnePhone
      key={contact.phone}
      contact={contact}
      contacts={contacts}
      live={live}
      onChoose={choose}
      onAdd={add}
      onChange={(next) => settings.mutate({ phone: contact.phone, settings: next })}
    />
  );
}

function OnePhone({
  contact,
  contacts,
  live,
  onChoose,
  onAdd,
  onChange,
}: {
  contact: EmulatedContact;
  contacts: readonly EmulatedContact[];
  live: boolean;
  onChoose: (phone: string) => void;
  onAdd: (phone: string, name: string) => void;
  onChange: Parameters<typeof PhoneControls>[0]["onChange"];
}) {
  const { data: messages = [] } = usePhoneMessages(contact.phone, live);
  const { data: traffic = [] } = useTraffic();
  const clock = useEmulatorClock(live);
  const move = useMoveClock();
  const inbound = useInbound();
  const [sheet, setSheet] = useState(false);
  const now = clock ?? Date.now();
  const until = windowUntil(contact);
  const next = useNextStep(contact.phone, now);
  const skips = skipsOf(contact, now, next);
  const controls = (
    <PhoneControls
      contact={contact}
      messages={messages}
      now={now}
      skips={skips}
      moving={move.isPending}
      traffic={traffic}
      onSkip={(by) => move.mutate(by)}
      onChange={onChange}
    />
  );

  return (
    <div className="emu">
      <h1 className="sr-only">Phone</h1>
      <PhoneList contacts={contacts} chosen={contact.phone} now={now} onChoose={onChoose} onAdd={onAdd} />
      <section className="stand" aria-label="Phone">
        <div className="strip">
          <div>
            <b className="num one-line">{sayInstant(now, readerZone)}</b>
            <span className="one-line block">
              {windowState(until, now) === "closed" || until === null
                ? `${nameOf(contact)}, window closed`
                : `Window closes in ${sayRemaining(until - now)}`}
            </span>
          </div>
          {skips.slice(0, 2).map((skip) => (
            <Button key={skip.label} size="sm" disabled={move.isPending} onClick={() => move.mutate(skip.by)}>
              {skip.label}
            </Button>
          ))}
          <IconButton icon={SlidersHorizontal} label="Settings of this phone" boxed onClick={() => setSheet(true)} />
        </div>
        <Device
          contact={contact}
          contacts={contacts}
          messages={messages}
          now={now}
          onAct={(act) => inbound.mutate(act)}
          onChoose={onChoose}
          onLeave={phoneAlone ? null : () => navigate({ screen: "flows" })}
        />
      </section>
      {controls}
      <Dialog open={sheet} onOpenChange={setSheet} title={nameOf(contact)} description={contact.phone}>
        <div className="emu-controls-sheet -mx-5">{controls}</div>
      </Dialog>
    </div>
  );
}
