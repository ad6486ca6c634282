/** What becomes of sessions that nobody touches: taken along to a new revision (T10), or ended after a long silence. */
import { compiledNode } from "../../engine/compile-flow.ts";
import { nodeName } from "../../flow/document.ts";
import type { ContactEvent } from "../event.ts";
import { dueAt } from "../message.ts";
import { decideHeldAnew } from "../outcome.ts";
import { runSession } from "../run-session.ts";
import type { Work } from "../work.ts";

/**
 * It goes on in the new revision as if it had begun there: same node, same wait, same variables. Only where that node is of
 * the same type: what waits in it is that type's to understand. What was already said is never rewritten (T9).
 */
export function sessionRepinned(work: Work, event: ContactEvent & { kind: "session-repinned" }): void {
  const session = work.session(event.session);
  const before = session && work.world.flow(session.flow, session.revision);
  const after = work.world.flow(event.flow, event.revision);
  const stands = session && before && compiledNode(before, session.node);
  const next = session && after && compiledNode(after, session.node);
  const fits = stands && next && stands.node.type === next.node.type;
  if (session?.status !== "running" || session.flow !== event.flow || !fits) {
    work.result = { kind: "unknown-subject" };
    return;
  }
  if (session.revision === event.revision) return;
  const { at: _, ...rest } = session;
  work.putSession({ ...rest, revision: event.revision });
  work.log(
    "session-repinned",
    session.channel,
    { flow: after.document.name, name: nodeName(next.node), from: session.revision, to: event.revision, by: event.by },
    { session: session.id, flow: session.flow, node: session.node },
  );
}

/**
 * Nothing happened to it for so long: it ends, also where its node would wait longer. A delay is no silence, and what is
 * held has its deadline. Asked again here: between the look and this turn something may have happened.
 */
export function sessionIdled(work: Work, event: ContactEvent & { kind: "session-idled" }): void {
  const session = work.session(event.session);
  const before = work.now - event.after;
  const wait = session?.wait;
  const awaited = wait?.message === undefined ? undefined : work.message(wait.message);
  const talked = session ? (work.conversation(session.channel).lastMessageAt ?? 0) : 0;
  const isIdle =
    session?.status === "running" &&
    wait != null &&
    wait.for !== "time" &&
    wait.since <= before &&
    talked <= before &&
    (awaited === undefined || dueAt(awaited) === null);
  if (!isIdle) return;
  runSession(work, session, { kind: "stopped", reason: "idle" });
  decideHeldAnew(work, { by: "policy" });
}
