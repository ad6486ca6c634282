import type { ConversationRow } from "@sluice/shared/protocol/conversation";
import { expect, test } from "vitest";
import { byUrgency } from "./by-urgency.ts";

function row(id: string, unansweredSince: number | null, closesAt: number | null): ConversationRow {
  return {
    id,
    channel: "ch",
    contact: { id, name: id, phone: null },
    lastText: "",
    lastMessageAt: null,
    lastInboundAt: null,
    unansweredSince,
    window: { open: closesAt !== null, closesAt },
    held: 0,
    cappedUntil: null,
    stoppedAt: null,
    handOff: null,
  };
}

test("who waits for an answer comes first, the window that closes next on top; the rest keeps its order", () => {
  const rows = [
    row("calm", null, 10),
    row("late", 1, 900),
    row("quiet", null, null),
    row("soon", 2, 100),
    row("shut", 3, null),
  ];
  expect(byUrgency(rows).map(({ id }) => id)).toEqual(["soon", "late", "shut", "calm", "quiet"]);
});
