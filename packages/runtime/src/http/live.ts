/** Who stands where in a flow, and letting go or taking back what a node holds (T8). */

import type { ContactEvent } from "@sluice/shared/conversation/event";
import {
  type GateStateName,
  gateState,
  isHeldState,
  mostState,
  worstState,
} from "@sluice/shared/conversation/hold-state";
import {
  cancelHeld,
  getFlowLive,
  movePeople,
  type NodeLive,
  type PersonAtNode,
  releaseHeld,
} from "@sluice/shared/protocol/live";
import type { Services } from "../services.ts";
import type { SessionRow } from "../store/store.ts";
import { findFlow } from "./flows.ts";
import { conversationId, Lookups, personView } from "./lookups.ts";
import { invalid } from "./problem.ts";
import { type Route, route } from "./route.ts";

/** Sessions looked at; people listed per node. */
const MOST_SESSIONS = 50_000;
const MOST_PEOPLE = 200;
/** Contacts acted on side by side. */
const AT_ONCE = 20;

export const liveRoutes: Route[] = [
  route(getFlowLive, async ({ params }, services) => {
    const { published } = await findFlow(services, params.id);
    const lookups = new Lookups(services);
    const rows = await services.store.runningSessions(params.id, MOST_SESSIONS);
    const { running, ended } = await services.store.flowFigures(params.id);
    const byNode = new Map<string, SessionRow[]>();
    for (const row of rows) {
      const { node } = row.session;
      const there = byNode.get(node);
      if (there) there.push(row);
      else byNode.set(node, [row]);
    }
    const nodes = [...byNode].map(([node, there]) => nodeLive(node, there, lookups));
    return { flow: params.id, published, now: services.clock.now(), running, ended, nodes };
  }),

  route(releaseHeld, async ({ params, body, by }, services) => {
    const { acted, stayed } = await actOnHeld(services, params, body.sessions, (message) => ({
      kind: "hold-released",
      message,
      by,
    }));
    return { released: acted, stayed };
  }),

  route(cancelHeld, async ({ params, body, by }, services) => {
    const { acted, stayed } = await actOnHeld(services, params, body.sessions, (message) => ({
      kind: "hold-cancelled",
      message,
      by,
    }));
    return { cancelled: acted, stayed };
  }),

  route(movePeople, async ({ params, body, by }, services) => {
    await findFlow(services, params.id);
    if (body.to === params.node)
      throw invalid("same-node", "They stand there already. Nothing was moved.", [
        { path: "to", message: "is the node they stand on" },
      ]);
    const lookups = new Lookups(services);
    const rows = await rowsAt(services, params, body.sessions);
    const some = body.sessions === undefined ? rows.filter(({ message }) => message?.state === "held") : rows;
    const stayed: Stayed[] = [];
    let moved = 0;
    await side(some, async ({ session, contact }) => {
      const stays = (sentence: string) => stayed.push({ session: session.id, contact: personView(contact), sentence });
      const revision = await lookups.revision(session.flow, session.revision);
      if (!revision?.document.nodes.some(({ id, type }) => id === body.to && type !== "note" && type !== "entry"))
        return stays(`Revision ${session.revision}, on which this person is, has no node "${body.to}" to stand on.`);
      const result = await services.act(contact.id, {
        kind: "session-moved",
        session: session.id,
        node: body.to,
        by,
      });
      if (result.kind === "unknown-subject") stays("This session went on in the meantime.");
      else moved += 1;
    });
    return { moved, stayed };
  }),
];

function nodeLive(node: string, rows: readonly SessionRow[], lookups: Lookups): NodeLive {
  // Trial runs are shown and not counted.
  const everyone = rows.map((row) => personAtNode(row, lookups));
  const real = everyone.filter(({ test }) => !test);
  const everybody = real.length > 0 ? real : everyone;
  const states = everybody.map(({ state }) => state);
  const most = mostState(states);
  const typical = everybody.find(({ state }) => state === most);
  const count = (state: GateStateName) => states.filter((other) => other === state).length;
  return {
    node,
    count: real.length,
    held: real.filter(({ state }) => isHeldState(state)).length,
    states: [...new Set(real.map(({ state }) => state))].map((state) => ({ state, count: count(state) })),
    most,
    worst: worstState(states),
    sentence: typical?.sentence ?? "",
    until: typical?.until ?? null,
    people: everyone.slice(0, MOST_PEOPLE),
  };
}

function personAtNode({ session, contact, message }: SessionRow, lookups: Lookups): PersonAtNode {
  return {
    session: session.id,
    contact: personView(contact),
    conversation: conversationId(session.channel, contact.id),
    message: message?.id ?? null,
    ...gateState(session, message, lookups.tellerFor(contact)),
    since: session.wait?.since ?? session.startedAt,
    revision: session.revision,
    test: session.test === true,
  };
}

type Stayed = { session: string; contact: PersonAtNode["contact"]; sentence: string };

/** Each contact decides for itself; who stays says why. Without `wanted`: everybody held on the node. */
async function actOnHeld(
  services: Services,
  at: { id: string; node: string },
  wanted: readonly string[] | undefined,
  eventFor: (message: string) => ContactEvent,
): Promise<{ acted: number; stayed: Stayed[] }> {
  await findFlow(services, at.id);
  const lookups = new Lookups(services);
  const rows = await rowsAt(services, at, wanted);
  const stayed: Stayed[] = [];
  let acted = 0;
  const one = async (row: SessionRow) => {
    const { session, contact, message } = row;
    const stays = (sentence: string) => stayed.push({ session: session.id, contact: personView(contact), sentence });
    if (message?.state !== "held") {
      if (wanted) stays("Nothing is held for this person here any more.");
      return;
    }
    const result = await services.act(contact.id, eventFor(message.id));
    const after = await services.store.message(message.id);
    if (result.kind === "done" && after?.state !== "held") acted += 1;
    else stays(after ? gateState(session, after, lookups.tellerFor(contact)).sentence : "It is gone.");
  };
  await side(rows, one);
  return { acted, stayed };
}

async function rowsAt(
  services: Services,
  at: { id: string; node: string },
  wanted: readonly string[] | undefined,
): Promise<SessionRow[]> {
  const chosen = wanted && new Set(wanted);
  const rows = await services.store.runningSessions(at.id, MOST_SESSIONS);
  return rows.filter(({ session }) => session.node === at.node && (!chosen || chosen.has(session.id)));
}

async function side(rows: readonly SessionRow[], one: (row: SessionRow) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < rows.length; first += AT_ONCE)
    await Promise.all(rows.slice(first, first + AT_ONCE).map(one));
}
