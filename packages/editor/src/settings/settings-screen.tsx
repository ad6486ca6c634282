import { useChannels } from "../api/channels.ts";
import { Fault } from "../ui/fault.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Appearance } from "./appearance.tsx";
import { ChannelCard } from "./channel-card.tsx";
import { GateCard } from "./gate-card.tsx";
import { PricesCard } from "./prices-card.tsx";
import { SendingCard } from "./sending-card.tsx";
import { ServerFacts } from "./server-facts.tsx";
import "./settings.css";

/** Channel, gate and limits, this browser, and what the server says of itself. */
export function SettingsScreen() {
  const channels = useChannels();
  return (
    <div className="page">
      <header className="bar">
        <h1>Settings</h1>
      </header>
      <div className="page-body">
        <div className="settings">
          {channels.isPending && (
            <div className="panel-card">
              <Skeleton label="settings" rows={3} />
            </div>
          )}
          {channels.isError && (
            <Fault
              title="The channel could not be loaded."
              error={channels.error}
              onRetry={() => void channels.refetch()}
            />
          )}
          {channels.data?.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} />
          ))}
          {channels.data?.map((channel) => (
            <GateCard key={channel.id} channel={channel} />
          ))}
          {channels.data?.map((channel) => (
            <SendingCard key={channel.id} channel={channel} />
          ))}
          {channels.data?.map((channel) => (
            <PricesCard key={channel.id} channel={channel} />
          ))}
          <Appearance />
          <ServerFacts />
        </div>
      </div>
    </div>
  );
}
