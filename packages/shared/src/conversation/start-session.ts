/** A session begins: at most one per flow in a conversation; a second start answers with the one that runs (I2). */
import { seedOf } from "../engine/chance.ts";
import { MOST_STATE } from "../engine/limits.ts";
import type { Session } from "../engine/session.ts";
import type { Json } from "../flow/json.ts";
import type { PlanResult } from "./plan.ts";
import { runSession } from "./run-session.ts";
import type { Work } from "./work.ts";

export interface StartRequest {
  channel: string;
  flow: string;
  revision: number;
  entry: string;
  variables: Record<string, Json>;
  /** The word, campaign or program that started it. */
  by: string;
  test?: true;
}

export function startSession(
  work: Work,
  request: StartRequest,
): PlanResult & { kind: "started" | "already-running" | "unknown-subject" | "refused" } {
  const running = work
    .sessions()
    .find((session) => session.flow === request.flow && session.channel === request.channel);
  if (running) return { kind: "already-running", session: running.id };
  const flow = work.world.flow(request.flow, request.revision);
  if (!flow?.index.has(request.entry)) return { kind: "unknown-subject" };
  const size = JSON.stringify(request.variables).length;
  if (size > MOST_STATE) {
    const says = `These variables have ${Math.ceil(size / 1024)} KB; a session holds ${MOST_STATE / 1024} KB. Nothing was started.`;
    return { kind: "refused", reason: "session-too-large", rule: "E-18", says };
  }
  const id = work.world.newSessionId();
  const session: Session = {
    id,
    contact: work.contactId,
    channel: request.channel,
    flow: request.flow,
    revision: request.revision,
    status: "running",
    node: request.entry,
    entry: request.entry,
    wait: null,
    variables: request.variables,
    turn: 0,
    generation: 0,
    seed: seedOf(id),
    startedAt: work.now,
    ...(request.test ? { test: true as const } : {}),
  };
  work.putSession(session);
  work.log(
    "session-started",
    request.channel,
    { flow: flow.document.name, by: request.by },
    { session: id, flow: request.flow, node: request.entry },
  );
  runSession(work, session, { kind: "started" });
  return { kind: "started", session: id };
}
