import type { ChannelView } from "@sluice/shared/protocol/channel";
import { CirclePause, CirclePlay, FlaskConical } from "lucide-react";
import { useChannelPause } from "../api/channels.ts";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";

/** Which number it is, and its emergency brake. */
export function ChannelCard({ channel }: { channel: ChannelView }) {
  const pause = useChannelPause();
  const paused = channel.pausedAt !== null;
  const facts: [string, string][] = [
    ["Number", channel.displayPhoneNumber ?? "not known yet"],
    ["Phone number id", channel.phoneNumberId],
    ["WhatsApp Business account", channel.wabaId],
    ["Time zone", channel.timeZone],
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
