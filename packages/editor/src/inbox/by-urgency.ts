import type { ConversationRow } from "@sluice/shared/protocol/conversation";

/** Who waits for an answer comes first, the window that closes next on top; the rest stays as it came. */
export function byUrgency(rows: readonly ConversationRow[]): ConversationRow[] {
  const closes = (row: ConversationRow) => row.window.closesAt ?? Number.POSITIVE_INFINITY;
  const waiting = rows.filter((row) => row.unansweredSince !== null).sort((a, b) => closes(a) - closes(b));
  return [...waiting, ...rows.filter((row) => row.unansweredSince === null)];
}
