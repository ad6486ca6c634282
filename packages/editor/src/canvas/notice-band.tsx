import { dismissNotice, type FlowDraft } from "@sluice/shared/protocol/flow";
import { useQueryClient } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { editorKeys } from "../publish/flow-api.ts";
import { Button } from "../ui/button.tsx";
import { sayWhen } from "../ui/say-time.ts";
import { Sentence } from "../ui/sentence.tsx";
import { sayError } from "../ui/toast.tsx";

/** What WhatsApp did to templates of this flow, the newest first; each stays until somebody puts it away. */
export function NoticeBand({ row, now }: { row: FlowDraft; now: number }) {
  const client = useQueryClient();
  const [notice] = row.notices;
  if (!notice) return null;
  const more = row.notices.length - 1;
  const dismiss = () =>
    void call(dismissNotice, { path: { id: row.id, notice: notice.id } })
      .then((draft) => {
        client.setQueryData(editorKeys.draft(row.id), draft);
        return client.invalidateQueries({ queryKey: ["flows"] });
      })
      .catch((error: unknown) => sayError("The notice was not put away.", error));
  return (
    <div className="editor-band" role="status">
      <p>
        <Sentence text={notice.sentence} /> <span className="text-ink-3">{sayWhen(notice.at, now)}</span>
        {more > 0 && ` ${more} more.`}
      </p>
      <Button size="sm" onClick={dismiss}>
        Got it
      </Button>
    </div>
  );
}
