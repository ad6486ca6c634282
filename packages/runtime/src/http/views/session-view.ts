import { gateState } from "@sluice/shared/conversation/hold-state";
import type { Message } from "@sluice/shared/conversation/message";
import type { Contact } from "@sluice/shared/conversation/state";
import type { Session } from "@sluice/shared/engine/session";
import type { SessionView } from "@sluice/shared/protocol/session";
import { type Lookups, personView } from "../lookups.ts";

/** `message` is the one the session waits with; looked up when it is not given. */
export async function sessionView(
  session: Session,
  contact: Contact,
  lookups: Lookups,
  message?: Message | null,
): Promise<SessionView> {
  const awaited = session.wait?.message;
  const about =
    message !== undefined ? message : awaited === undefined ? null : await lookups.services.store.message(awaited);
  const revision = await lookups.revision(session.flow, session.revision);
  return {
    id: session.id,
    contact: personView(contact),
    channel: session.channel,
    flow: session.flow,
    flowName: (await lookups.flowName(session.flow)) ?? revision?.document.name ?? session.flow,
    revision: session.revision,
    status: session.status,
    reason: session.reason ?? null,
    node: session.node,
    nodeName: await lookups.nodeName(session.flow, session.revision, session.node),
    entry: session.entry,
    wait: session.wait
      ? {
          for: session.wait.for,
          since: session.wait.since,
          until: session.wait.until,
          message: session.wait.message ?? null,
        }
      : null,
    gate: session.status === "running" ? gateState(session, about, lookups.tellerFor(contact)) : null,
    variables: session.variables,
    startedAt: session.startedAt,
    test: session.test === true,
  };
}
