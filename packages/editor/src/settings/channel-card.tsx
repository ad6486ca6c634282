import type { ChannelView } from "@sluice/shared/protocol/channel";
import { CirclePause, CirclePlay, FlaskConical } from "lucide-react";
import { useChannelPause, useDismissNotice } from "../api/channels.ts";
import { useNow } from "../app/now.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { sayWhen } from "../ui/say-time.ts";
import { Sentence } from "../ui/sentence.tsx";
import { TimeZone } from "./time-zone.tsx";

/** Which number it is, and its emergency brake. */
export function ChannelCard({ channel }: { channel: ChannelView }) {
  const pause = useChannelPause();
  const dismiss = useDismissNotice();
  const now = useNow(60_000);
  const paused = channel.pausedAt !== null;
  const facts: [string, string][] = [
    ["Number", channel.displayPhoneNumber ?? "not known yet"],
    ["Phone number id", channel.phoneNumberId],
    ["WhatsApp Business account", channel.wabaId],
    ["Quality", channel.qualityRating ?? "not known yet"],
  ];
  return (
    <section className="panel-card" aria-labelledby={`channel ${channel.id}`}>
      <h2 id={`channel ${channel.id}`}>Channel: {channel.name}</h2>
      <div className="inside">
        {channel.emulated && (
          <p className="flex flex-wrap items-center gap-2 text-ink-2">
            <Chip tone="water" icon={FlaskConical}>
              Emulator
            </Chip>
            Nothing really goes out. Set the WHATSAPP_ variables and start again to use a real number.
          </p>
        )}
        <dl>
          {facts.map(([name, value]) => (
            <div className="rowline" key={name}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        <TimeZone key={channel.timeZone} channel={channel} />
        {channel.pausedReason && <p className="text-bad">{channel.pausedReason}</p>}
        {channel.notices.length > 0 && (
          <ul className="notices" aria-label="What WhatsApp told about this channel">
            {channel.notices.map((notice) => (
              <li key={notice.id}>
                <span>
                  <Sentence text={notice.sentence} /> <span className="text-ink-3">{sayWhen(notice.at, now)}</span>
                </span>
                <Button size="sm" variant="ghost" onClick={() => dismiss.mutate({ id: channel.id, notice: notice.id })}>
                  Got it
                </Button>
              </li>
            ))}
          </ul>
        )}
        <div className="acts">
          <Button
            icon={paused ? CirclePlay : CirclePause}
            disabled={pause.isPending}
            onClick={() => pause.mutate({ id: channel.id, paused: !paused })}
          >
            {paused ? "Resume" : "Pause"}
          </Button>
          <span className="text-[12px] text-ink-3">
            {paused
              ? "Paused: nobody enters a flow, nothing held goes out. What people write still arrives."
              : "The emergency brake: nobody enters a flow, nothing held goes out. What people write still arrives."}
          </span>
        </div>
      </div>
    </section>
  );
}
