import type { FlowDraft } from "@sluice/shared/protocol/flow";
import { usePause } from "../publish/use-pause.ts";
import { Button } from "../ui/button.tsx";
import { sayClock } from "../ui/say-time.ts";

/** The flow stands still, and who stopped it. */
export function PausedBand({ row }: { row: FlowDraft }) {
  const pause = usePause(row.id);
  if (row.pausedAt === null) return null;
  return (
    <div className="editor-band" role="status">
      <p>
        Paused{row.pausedBy && ` by ${row.pausedBy}`} at {sayClock(row.pausedAt)}. Nobody enters, nothing held goes out;
        what people write still arrives.
      </p>
      <Button size="sm" onClick={() => pause(false)}>
        Resume
      </Button>
    </div>
  );
}
