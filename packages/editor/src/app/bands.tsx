import { CirclePause, WifiOff } from "lucide-react";
import { useChannelPause } from "../api/channels.ts";
import { useConnection } from "../api/live.ts";
import { useOverview } from "../api/overview.ts";
import { Button } from "../ui/button.tsx";
import { sayClock } from "../ui/say-time.ts";

/** Bands that concern every screen: no connection, a paused channel. */
export function Bands() {
  const { data } = useOverview();
  const { lost, restarting } = useConnection();
  const pause = useChannelPause();
  const channel = data?.channel;
  return (
    <div className="app-bands">
      {lost && (
        <div className="band" role="status">
          <WifiOff size={16} aria-hidden />
          <p>
            {restarting ? "The server is being restarted." : "No connection to the server."} What is shown may be old;
            it is tried again by itself.
          </p>
        </div>
      )}
      {channel?.pausedAt != null && (
        <div className="band" role="status">
          <CirclePause size={16} aria-hidden />
          <p>
            <b>{channel.name}</b> was paused{channel.pausedBy && ` by ${channel.pausedBy}`} at{" "}
            {sayClock(channel.pausedAt)}. {channel.pausedReason} Nobody enters, nothing held goes out; what people write
            still arrives.
          </p>
          <Button size="sm" disabled={pause.isPending} onClick={() => pause.mutate({ id: channel.id, paused: false })}>
            Resume
          </Button>
        </div>
      )}
    </div>
  );
}
