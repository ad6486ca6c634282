/** Lines of a session's trace that people want to read in the timeline. */
import type { TraceLine } from "../engine/command.ts";
import type { Session } from "../engine/session.ts";
import { placeOf } from "./place-of.ts";
import type { Work } from "./work.ts";

export function record(work: Work, session: Session, line: TraceLine): void {
  const { flow, node, nodeName: name } = placeOf(work, session, line.node, line);
  const about = { session: session.id, flow, node, ...(line.rule ? { rule: line.rule } : {}) };
  switch (line.code) {
    case "send-refused":
      work.log(
        "not-sent",
        session.channel,
        {
          name,
          reason: line.reason ?? "refused",
          code: null,
          says: null,
          since: refusedSince(work, session.channel, line.reason),
          port: portOfRefusal(line.reason),
        },
        about,
      );
      return;
    case "ended": {
      const own = placeOf(work, session, session.node);
      work.log(
        "session-ended",
        session.channel,
        { flow: own.flowName, reason: line.reason ?? "finished" },
        { session: session.id, flow: own.flow, node: own.node },
      );
      return;
    }
    case "note":
      if (line.reason !== undefined)
        work.log("note", session.channel, { name, reason: line.reason, detail: line.detail ?? null }, about);
  }
}

function refusedSince(work: Work, channel: string, reason: string | undefined): number | null {
  switch (reason) {
    case "window-closed":
      return work.ledger.windows[channel]?.lastInboundAt ?? null;
    case "opted-out":
      return work.ledger.stoppedByMetaAt ?? work.ledger.stoppedByWordAt;
    default:
      return null;
  }
}

function portOfRefusal(reason: string | undefined): string {
  switch (reason) {
    case "window-closed":
      return "window closed";
    case "would-hold":
      return "expired";
    case "opted-out":
      return "opted out";
    default:
      return "failed";
  }
}
