import type { ChannelView } from "@sluice/shared/protocol/channel";
import { useState } from "react";
import { type ChannelChange, useChannelChange } from "../api/channels.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { Switch } from "../ui/switch.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";

/** How messages leave, how what people write is taken, and how long a session may be silent. */
export function SendingCard({ channel }: { channel: ChannelView }) {
  const change = useChannelChange();
  const save = (what: ChannelChange, words: string) =>
    change.mutate({ id: channel.id, change: what }, { onSuccess: () => say(words) });
  return (
    <section className="panel-card" aria-labelledby={`sending ${channel.id}`}>
      <h2 id={`sending ${channel.id}`}>Sending and answering</h2>
      <p>Answers to people who just wrote always go before campaigns.</p>
      <div className="inside">
        <Switch
          label="Mark as read what a flow takes"
          checked={channel.markRead}
          onChange={(markRead) =>
            save({ markRead }, markRead ? "Messages are marked as read now." : "Nothing is marked as read now.")
          }
        />
        <Switch
          label="Show that an answer is being written"
          checked={channel.typing}
          onChange={(typing) => save({ typing }, typing ? "“Typing” is shown now." : "“Typing” is not shown now.")}
        />
        <Switch
          label="Send marketing templates by WhatsApp’s Marketing Messages API"
          checked={channel.marketingApi === "on"}
          onChange={(on) =>
            save(
              { marketingApi: on ? "on" : "off" },
              on
                ? "Marketing templates go by the marketing API, where it takes them."
                : "All messages go by the Cloud API.",
            )
          }
        />
        <Select
          label="A session in which nothing happens ends after"
          value={channel.idleAfter ?? "never"}
          options={idleOptions(channel.idleAfter)}
          onChange={(after) =>
            save({ idleAfter: after === "never" ? null : after }, "The end of silent sessions was changed.")
          }
        />
        <div className="pair">
          <Limit
            key={`second ${channel.perSecond}`}
            label="Messages a second"
            hint={`WhatsApp: ${channel.throughput === "HIGH" ? "1,000" : "80"}. Empty: as WhatsApp says.`}
            value={channel.perSecond}
            most={100_000}
            onSave={(perSecond) => save({ perSecond }, "The pace was changed.")}
          />
          <Limit
            key={`day ${channel.peoplePerDay}`}
            label="People a day who did not write first"
            hint={`WhatsApp: ${tierWords(channel.messagingLimit)}. Empty: as WhatsApp says.`}
            value={channel.peoplePerDay}
            most={Number.MAX_SAFE_INTEGER}
            onSave={(peoplePerDay) => save({ peoplePerDay }, "The limit was changed.")}
          />
        </div>
      </div>
    </section>
  );
}

const SPANS = [
  { value: "P7D", label: "7 days" },
  { value: "P30D", label: "30 days" },
  { value: "P90D", label: "90 days" },
  { value: "never", label: "Never" },
];

function idleOptions(now: string | null) {
  const known = now === null || SPANS.some(({ value }) => value === now);
  return known ? SPANS : [{ value: now, label: now }, ...SPANS];
}

/** "TIER_10K" -> "10,000" */
function tierWords(tier: string | null): string {
  const match = /^TIER_(\d+)(K)?$/.exec(tier ?? "");
  if (match) return (Number(match[1]) * (match[2] ? 1_000 : 1)).toLocaleString("en");
  return tier === "TIER_UNLIMITED" ? "unlimited" : "not known yet";
}

/** A number, or nothing; saved by the button, so that no half-typed number counts. */
function Limit({
  label,
  hint,
  value,
  most,
  onSave,
}: {
  label: string;
  hint: string;
  value: number | null;
  most: number;
  onSave: (value: number | null) => void;
}) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const number = text.trim() === "" ? null : Number(text);
  const valid = number === null || (Number.isInteger(number) && number >= 1 && number <= most);
  return (
    <div className="grid gap-2">
      <TextField
        label={label}
        inputMode="numeric"
        value={text}
        onChange={setText}
        hint={hint}
        error={valid ? null : "A whole number from 1 on, or nothing."}
      />
      {number !== value && valid && (
        <div className="acts">
          <Button size="sm" variant="primary" onClick={() => onSave(number)}>
            Save
          </Button>
        </div>
      )}
    </div>
  );
}
