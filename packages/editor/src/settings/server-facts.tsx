import { sayInstant } from "@sluice/shared/time/instant";
import { useQuery } from "@tanstack/react-query";
import { Check, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useConnection } from "../api/live.ts";
import { useOverview } from "../api/overview.ts";
import { useNow } from "../app/now.ts";
import { count, readerZone } from "../ui/say-time.ts";

/** What one would ask first when something seems wrong; `sluice doctor` asks more. */
export function ServerFacts() {
  const { data } = useOverview();
  const lost = useConnection((state) => state.lost);
  const now = useNow(1_000);
  const ready = useQuery({ queryKey: ["readyz"], queryFn: isReady, refetchInterval: 30_000 });
  return (
    <section className="panel-card" aria-labelledby="server">
      <h2 id="server">Server</h2>
      <p>
        <code>sluice doctor</code> checks more: durability of the disk, clock, webhook, token and templates.
      </p>
      <div className="inside">
        <dl>
          <Fact name="Takes and stores messages" good={ready.data === true}>
            {ready.isPending ? "asking" : ready.data ? "yes" : "no: see the server’s log"}
          </Fact>
          <Fact name="Live updates" good={!lost}>
            {lost ? "no connection; tried again by itself" : "connected"}
          </Fact>
          <Fact name="Sends whose outcome nobody knows" good={(data?.unknown ?? 0) === 0}>
            {!data ? (
              "asking"
            ) : data.unknown === 0 ? (
              "none"
            ) : (
              <a href="/inbox?show=unknown">{count(data.unknown, "message")}: decide in the Inbox</a>
            )}
          </Fact>
          <div className="rowline">
            <dt>Clock</dt>
            <dd className="num">{sayInstant(now, readerZone)}</dd>
          </div>
        </dl>
      </div>
    </section>
  );
}

function Fact({ name, good, children }: { name: string; good: boolean; children: ReactNode }) {
  return (
    <div className="rowline">
      <dt>{name}</dt>
      <dd>
        {children}
        {good ? (
          <Check size={14} className="text-water" aria-hidden />
        ) : (
          <OctagonAlert size={14} className="text-bad" aria-hidden />
        )}
      </dd>
    </div>
  );
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch("/readyz")).ok;
  } catch {
    return false;
  }
}
