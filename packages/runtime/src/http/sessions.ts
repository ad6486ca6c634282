/** One session: looked at, stopped, handed back to its flow, moved. */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Session } from "@sluice/shared/engine/session";
import { getSession, moveSession, releaseSession, stopSession } from "@sluice/shared/protocol/session";
import type { Services } from "../services.ts";
import { findContact } from "./contacts.ts";
import { Lookups } from "./lookups.ts";
import { invalid, notFound, refused } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { sessionView } from "./views/session-view.ts";

export const sessionRoutes: Route[] = [
  route(getSession, async ({ params }, services) => view(services, await findSession(services, params.id))),

  route(stopSession, async ({ params, by }, services) =>
    act(services, params.id, (session) => ({ kind: "session-stopped", session: session.id, by })),
  ),

  route(releaseSession, async ({ params, by }, services) =>
    act(services, params.id, (session) => {
      if (session.wait?.for !== "agent")
        throw refused(
          "not-handed-off",
          "Not handed off",
          "This session is not with a person: there is nothing to give back to the flow.",
        );
      return { kind: "session-given-back", session: session.id, by };
    }),
  ),

  route(moveSession, async ({ params, body, by }, services) => {
    const session = await findSession(services, params.id);
    const revision = await services.store.revision(session.flow, session.revision);
    if (revision && !revision.document.nodes.some((node) => node.id === body.node))
      throw invalid(
        "unknown-node",
        `Revision ${session.revision}, on which this session runs, has no node "${body.node}". Nothing was moved.`,
        [{ path: "node", message: "is not in that revision" }],
      );
    return act(services, params.id, () => ({ kind: "session-moved", session: session.id, node: body.node, by }));
  }),
];

async function act(services: Services, id: string, eventFor: (session: Session) => ContactEvent) {
  const session = await findSession(services, id);
  if (session.status !== "running") throw ended(session);
  const result = await services.act(session.contact, eventFor(session));
  const after = await findSession(services, id);
  if (result.kind === "unknown-subject") throw ended(after);
  return view(services, after);
}

async function view(services: Services, session: Session) {
  const { state } = await findContact(services, session.contact);
  return sessionView(session, state.contact, new Lookups(services));
}

async function findSession(services: Services, id: string): Promise<Session> {
  const session = await services.store.session(id);
  if (!session) throw notFound("session", id);
  return session;
}

function ended(session: Session) {
  return refused(
    "session-ended",
    "Has ended",
    session.status === "ended"
      ? `This session has ended (${session.reason ?? "finished"}). Nothing was changed.`
      : "This session went on in the meantime. Look at it again; nothing was changed.",
  );
}
