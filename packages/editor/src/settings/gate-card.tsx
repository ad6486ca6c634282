import { GATES, type Gate } from "@sluice/shared/caps/policy";
import { RULE_SETS, ruleSet } from "@sluice/shared/caps/rule-sets";
import type { ChannelView } from "@sluice/shared/protocol/channel";
import { useState } from "react";
import { type ChannelChange, useChannelChange } from "../api/channels.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { Switch } from "../ui/switch.tsx";
import { TextArea, TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";

/** What holds marketing on this channel. A flow can only tighten it. */
export function GateCard({ channel }: { channel: ChannelView }) {
  const change = useChannelChange();
  const save = (what: ChannelChange, words: string) =>
    change.mutate({ id: channel.id, change: what }, { onSuccess: () => say(words) });
  return (
    <section className="panel-card" aria-labelledby={`gate ${channel.id}`}>
      <h2 id={`gate ${channel.id}`}>Gate and limits</h2>
      <p>What is held is decided anew when something changes here. A flow can only tighten it.</p>
      <div className="inside">
        <div className="pair">
          <Select
            label="Gate"
            value={channel.gate}
            options={GATES.map((gate) => ({ value: gate, ...GATE_WORDS[gate] }))}
            onChange={(gate) => save({ gate }, `The gate is ${GATE_WORDS[gate].label.toLowerCase()} now.`)}
          />
          <Select
            label="Rules of WhatsApp"
            value={channel.ruleSet}
            options={RULE_SETS.map((set) => ({
              value: set.id,
              label: set.id,
              hint: set.to === null ? `in force since ${set.from}` : `${set.from} to ${set.to}`,
            }))}
            onChange={(id) => save({ ruleSet: id }, `The rules are ${id} now.`)}
          />
        </div>
        <p className="text-[12px] text-ink-2">{ruleSet(channel.ruleSet)?.says}</p>
        <Frequency channel={channel} onSave={save} />
        <QuietHours channel={channel} onSave={save} />
        <DefaultReply channel={channel} onSave={save} />
      </div>
    </section>
  );
}

const GATE_WORDS: Record<Gate, { label: string; hint: string }> = {
  strict: { label: "Strict", hint: "One marketing message per answer" },
  platform: { label: "Platform", hint: "What WhatsApp’s rules allow" },
  off: { label: "Off", hint: "Only what would certainly be refused is held" },
};

interface PartProps {
  channel: ChannelView;
  onSave: (change: ChannelChange, words: string) => void;
}

function Frequency({ channel, onSave }: PartProps) {
  const { frequency } = channel;
  return (
    <div>
      <Switch
        label="Your own limit on marketing templates outside a window"
        checked={frequency !== null}
        onChange={(on) =>
          onSave(
            { frequency: on ? { max: 1, per: "P7D" } : null },
            on ? "At most 1 in 7 days now." : "There is no limit of your own now.",
          )
        }
      />
      {frequency && (
        <div className="pair">
          <Select
            label="At most"
            value={String(frequency.max)}
            options={["1", "2", "3", "4", "5"].map((number) => ({ value: number, label: number }))}
            onChange={(max) => onSave({ frequency: { ...frequency, max: Number(max) } }, "Your limit was changed.")}
          />
          <Select
            label="In"
            value={frequency.per}
            options={[
              { value: "P1D", label: "1 day" },
              { value: "P3D", label: "3 days" },
              { value: "P7D", label: "7 days" },
              { value: "P14D", label: "14 days" },
              { value: "P30D", label: "30 days" },
            ]}
            onChange={(per) => onSave({ frequency: { ...frequency, per } }, "Your limit was changed.")}
          />
        </div>
      )}
    </div>
  );
}

function QuietHours({ channel, onSave }: PartProps) {
  const { quietHours } = channel;
  return (
    <div>
      <Switch
        label="Quiet hours for marketing, in the person’s own time"
        checked={quietHours !== null}
        onChange={(on) =>
          onSave(
            { quietHours: on ? { from: "21:00", to: "09:00" } : null },
            on ? "Quiet from 21:00 to 09:00 now." : "There are no quiet hours now.",
          )
        }
      />
      {quietHours && (
        <div className="pair">
          <Time
            label="From"
            value={quietHours.from}
            onChange={(from) => onSave({ quietHours: { ...quietHours, from } }, "Quiet hours were changed.")}
          />
          <Time
            label="To"
            value={quietHours.to}
            onChange={(to) => onSave({ quietHours: { ...quietHours, to } }, "Quiet hours were changed.")}
          />
        </div>
      )}
    </div>
  );
}

/** Saved when one leaves the field, not at every stroke. */
function Time({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <TextField
      label={label}
      type="time"
      value={text}
      onChange={setText}
      onBlur={() => text && text !== value && onChange(text)}
    />
  );
}

function DefaultReply({ channel, onSave }: PartProps) {
  const saved = channel.defaultReply ?? "";
  const [text, setText] = useState(saved);
  return (
    <div className="grid gap-2">
      <TextArea
        label="Default reply"
        hint="Sent while the window is open, when no flow takes a message. Empty: nothing is sent."
        limit={4_096}
        value={text}
        onChange={setText}
      />
      {text.trim() !== saved && (
        <div className="acts">
          <Button
            variant="primary"
            onClick={() => onSave({ defaultReply: text.trim() || null }, "The default reply was saved.")}
          >
            Save
          </Button>
          <Button variant="ghost" onClick={() => setText(saved)}>
            Take back
          </Button>
        </div>
      )}
    </div>
  );
}
