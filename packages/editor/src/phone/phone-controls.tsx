import type { Instant } from "@sluice/shared/time/instant";
import { sayInstant } from "@sluice/shared/time/instant";
import { sayMoment } from "@sluice/shared/time/say-moment";
import { Globe, SkipForward } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { readerZone, sayRemaining } from "../ui/say-time.ts";
import { Switch } from "../ui/switch.tsx";
import { WindowMeter, windowState } from "../ui/window-meter.tsx";
import type { ContactSettings, EmulatedContact, PhoneMessage, TrafficEntry } from "./control.ts";
import type { NextStep } from "./next-step.ts";
import { at, firstName, windowUntil } from "./phone-facts.ts";
import { SlotPips, SlotsStepper } from "./slots.tsx";
import { Traffic } from "./traffic.tsx";

export interface Skip {
  label: string;
  by: { advance: string } | { to: Instant };
}

/** Clock, window, slots, switches and traffic of one phone. */
export function PhoneControls({
  contact,
  messages,
  now,
  skips,
  moving,
  traffic,
  onSkip,
  onChange,
}: {
  contact: EmulatedContact;
  messages: readonly PhoneMessage[];
  now: Instant;
  skips: readonly Skip[];
  moving: boolean;
  traffic: readonly TrafficEntry[];
  onSkip: (by: Skip["by"]) => void;
  onChange: (settings: ContactSettings) => void;
}) {
  return (
    <aside className="emu-col emu-controls" aria-label="Emulator controls">
      <header className="bar">
        <h2 className="one-line">{firstName(contact)}’s phone</h2>
        <span className="flex-1" />
        <Chip tone="plain" icon={Globe}>
          {countryName(contact.country)}
        </Chip>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label="Controls">
        <section className="pad">
          <h3>
            Clock<span>moves runtime and phone together</span>
          </h3>
          <p className="clock-now">{sayInstant(now, readerZone)}</p>
          <div className="skips">
            {skips.map((skip) => (
              <Button
                key={skip.label}
                size="sm"
                disabled={moving}
                {...("to" in skip.by ? { icon: SkipForward } : {})}
                onClick={() => onSkip(skip.by)}
              >
                {skip.label}
              </Button>
            ))}
          </div>
        </section>
        <WindowFact until={windowUntil(contact)} now={now} messages={messages} />
        <section className="pad">
          <h3>
            Marketing slots left<span>hidden in real life, yours to set here</span>
          </h3>
          {!contact.capActive ? (
            <p className="text-[12px] text-ink-2">No limit here: WhatsApp does not apply it in this country.</p>
          ) : (
            <div className="slots">
              <SlotsStepper
                slots={contact.marketingSlots}
                onChange={(marketingSlots) => onChange({ marketingSlots })}
              />
              <SlotPips slots={contact.marketingSlots} />
              <span className="text-[12px] text-ink-3">{slotsWords(contact, now)}</span>
            </div>
          )}
          <div className="toggles">
            <Switch label="Online" checked={contact.online} onChange={(online) => onChange({ online })} />
            <Switch label="Opens messages" checked={contact.autoRead} onChange={(autoRead) => onChange({ autoRead })} />
            <Switch label="Stopped offers" checked={contact.optedOut} onChange={(optedOut) => onChange({ optedOut })} />
            <Switch
              label="Loses webhooks"
              checked={contact.losesWebhooks}
              onChange={(losesWebhooks) => onChange({ losesWebhooks })}
            />
          </div>
        </section>
        <Traffic entries={traffic} />
      </section>
    </aside>
  );
}

function WindowFact({
  until,
  now,
  messages,
}: {
  until: Instant | null;
  now: Instant;
  messages: readonly PhoneMessage[];
}) {
  const state = windowState(until, now);
  const last = at(messages.findLast((message) => message.direction === "from-contact")?.at);
  return (
    <section className="pad">
      <h3>
        Customer service window<span>24 h from the last message</span>
      </h3>
      <div className="window-fact">
        <WindowMeter until={until} now={now} size={44} />
        <div>
          <b className="num">
            {state === "closed" || until === null
              ? until === null
                ? "closed, never opened"
                : "closed"
              : `closes in ${sayRemaining(until - now)}`}
          </b>
          <p>
            {state === "closed" ? "Only templates go through." : "Free-form still goes out."}
            {last !== null && ` Last message ${sayInstant(last, readerZone)}.`}
          </p>
        </div>
      </div>
    </section>
  );
}

function slotsWords(contact: EmulatedContact, now: Instant): string {
  const locked = at(contact.lockedUntil);
  if (locked !== null && locked > now) return `locked after 131049 until ${sayInstant(locked, readerZone)}`;
  if (contact.marketingSlots === null) return "no template is blocked";
  if (contact.marketingSlots === 0) return "the next template is blocked with 131049";
  return contact.marketingSlots === 1 ? "one more template gets through" : `${contact.marketingSlots} more get through`;
}

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

function countryName(code: string): string {
  if (code === "ZZ") return "Unknown country";
  return regions.of(code) ?? code;
}

/** The usual skips, and the one to what comes next, by name. */
export function skipsOf(contact: EmulatedContact, now: Instant, step: NextStep | null): Skip[] {
  const until = windowUntil(contact);
  const locked = at(contact.lockedUntil);
  const next = [
    ...(until !== null && until > now ? [{ at: until, what: "window closes" }] : []),
    ...(locked !== null && locked > now ? [{ at: locked, what: "lock ends" }] : []),
  ].sort((a, b) => a.at - b.at)[0];
  return [
    { label: "+2 h", by: { advance: "PT2H" } },
    { label: "+24 h", by: { advance: "PT24H" } },
    ...(step ? [{ label: `To ${sayMoment(step.at, now, readerZone)}, ${step.what}`, by: { to: step.at } }] : []),
    ...(next ? [{ label: `To ${sayMoment(next.at, now, readerZone)}, ${next.what}`, by: { to: next.at } }] : []),
  ];
}
