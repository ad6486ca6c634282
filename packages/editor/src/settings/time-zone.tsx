import type { ChannelView } from "@sluice/shared/protocol/channel";
import { isTimeZone } from "@sluice/shared/time/instant";
import { useId, useState } from "react";
import { type ChannelChange, useChannelChange } from "../api/channels.ts";
import { Button } from "../ui/button.tsx";
import { readerZone } from "../ui/say-time.ts";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";

const ZONES = Intl.supportedValuesOf("timeZone");

/**
 * The zone of people whose number tells none (D15). A channel begins with UTC, since the server cannot know; the
 * browser's zone is offered then.
 */
export function TimeZone({ channel }: { channel: ChannelView }) {
  const change = useChannelChange();
  const id = useId();
  const [text, setText] = useState(channel.timeZone);
  const zone = text.trim();
  const save = (timeZone: string) => {
    const what: ChannelChange = { timeZone };
    setText(timeZone);
    change.mutate({ id: channel.id, change: what }, { onSuccess: () => say(`The time zone is ${timeZone} now.`) });
  };
  const isUnset = channel.timeZone === "UTC" && readerZone !== "UTC";
  return (
    <div className="grid gap-2">
      <TextField
        label="Time zone"
        hint="For quiet hours of people whose number does not tell theirs, such as those of Brazil."
        list={id}
        spellCheck={false}
        value={text}
        onChange={setText}
        error={isTimeZone(zone) ? null : "A zone such as America/Sao_Paulo."}
      />
      <datalist id={id}>
        {ZONES.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="acts">
        {zone !== channel.timeZone && (
          <Button size="sm" variant="primary" disabled={!isTimeZone(zone)} onClick={() => save(zone)}>
            Save
          </Button>
        )}
        {isUnset && zone === "UTC" && (
          <>
            <span className="text-[12px] text-warn-ink">Nobody has chosen one yet.</span>
            <Button size="sm" onClick={() => save(readerZone)}>
              Use {readerZone}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
