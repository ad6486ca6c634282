/** What Sluice will do next for a person: a try after a block, the end of a wait. No React. */
import type { SessionView } from "@sluice/shared/protocol/session";
import type { Instant } from "@sluice/shared/time/instant";

export interface NextStep {
  at: Instant;
  /** "next try of Early access" */
  what: string;
}

/** The earliest after `now`, over all sessions that run. */
export function nextStep(sessions: readonly SessionView[], now: Instant): NextStep | null {
  const steps = sessions.flatMap(({ status, nodeName, gate, wait }): NextStep[] => {
    if (status !== "running") return [];
    if (gate?.until != null)
      return [
        { at: gate.until, what: `${gate.state === "blocked" ? "next try of" : "end of the wait at"} ${nodeName}` },
      ];
    return wait?.until == null
      ? []
      : [{ at: wait.until, what: `${wait.for === "answer" ? "no answer to" : "end of"} ${nodeName}` }];
  });
  return steps.filter(({ at }) => at > now).sort((one, other) => one.at - other.at)[0] ?? null;
}
