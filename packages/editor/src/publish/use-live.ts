import type { GateStateName } from "@sluice/shared/conversation/hold-state";
import type { NodeLive as LiveRow, PersonAtNode } from "@sluice/shared/protocol/live";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDocumentState } from "../canvas/editor-context.ts";
import type { GateView } from "../canvas/gate-view.ts";
import type { NodeLive } from "../canvas/live-view.ts";
import type { GateState } from "../ui/gate-glyph.tsx";
import { sayClock, sayDay } from "../ui/say-time.ts";
import { editorKeys, getLive } from "./flow-api.ts";

/** Who stands where in the published flow now. */
export interface Live {
  running: number;
  ended: number;
  published: number | null;
  now: number;
  rows: ReadonlyMap<string, LiveRow>;
  nodes: ReadonlyMap<string, NodeLive>;
  gates: ReadonlyMap<string, GateView>;
}

/** Asked anew when the socket says that something moved, and every 15 s. Null outside of Live. */
export function useLive(on: boolean): Live | null {
  const flow = useDocumentState((state) => state.flowId);
  const { data } = useQuery({
    queryKey: editorKeys.live(flow),
    queryFn: () => getLive(flow),
    enabled: on,
    refetchInterval: 15_000,
  });
  return useMemo(() => {
    if (!on || !data) return null;
    const rows = new Map(data.nodes.map((row) => [row.node, row]));
    return {
      running: data.running,
      ended: data.ended,
      published: data.published,
      now: data.now,
      rows,
      nodes: new Map(data.nodes.map((row) => [row.node, { people: row.count, held: row.held }])),
      gates: new Map(data.nodes.map((row) => [row.node, liveGate(row, data.now)])),
    };
  }, [on, data]);
}

export const GLYPHS: Record<GateStateName, GateState> = {
  armed: "armed",
  "waiting-for-interaction": "held",
  "waiting-until": "held-until",
  sent: "sent",
  delivered: "delivered",
  blocked: "blocked",
  expired: "expired",
  waiting: "armed",
};

/** The band shows the state most are in, the basin how many are held; the basin is red when the worst is a block. */
function liveGate(row: LiveRow, now: number): GateView {
  const first = row.people.find((person) => person.state === row.most);
  const until = first?.until ?? row.until;
  const { words, right } = bandWords(row.most, until, first, now);
  return {
    glyph: GLYPHS[row.most],
    plate: GLYPHS[row.worst],
    words,
    right,
    basin: row.held > 0 ? { people: row.held, blocked: row.worst === "blocked" } : null,
  };
}

function bandWords(
  state: GateStateName,
  until: number | null,
  person: PersonAtNode | undefined,
  now: number,
): { words: string; right: string | null } {
  const at = until === null ? null : sayShort(until, now);
  switch (state) {
    case "waiting-for-interaction":
      return { words: "Waiting for interaction", right: null };
    case "waiting-until":
      return { words: at ? `Waiting until ${at}` : "Waiting", right: null };
    case "blocked":
      return { words: "Blocked", right: at && `retry ${at}` };
    case "sent":
    case "delivered":
      return { words: state === "sent" ? "Sent" : "Delivered", right: person ? sayShort(person.since, now) : null };
    case "expired":
      return { words: "Expired", right: at };
    default:
      return { words: "Armed", right: null };
  }
}

/** "11:36" today, else "Sat 28 Nov 09:14" shortened to what tells it apart. */
function sayShort(at: number, now: number): string {
  const day = sayDay(at, now);
  return day === "Today" ? sayClock(at) : `${day.split(" ")[0]?.slice(0, 3)} ${sayClock(at)}`;
}
