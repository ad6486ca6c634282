/** Who stands where in a flow, and letting go or taking back what a node holds (T8). */

import type { ContactEvent } from "@sluice/shared/conversation/event";
import {
  type GateStateName,
  gateState,
  isHeldState,
  mostState,
  worstState,
} from "@sluice/shared/conversation/hold-state";
import { cancelHeld, getFlowLive, type NodeLive, type PersonAtNode, releaseHeld } from "@sluice/shared/protocol/live";
import type { Services } from "../services.ts";
import type { SessionRow } from "../store/store.ts";
import { findFlow } from "./flows.ts";
import { conversationId, Lookups, personView } from "./lookups.ts";
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
  const chosen = wanted && new Set(wanted);
  const rows = (await services.store.runningSessions(at.id, MOST_SESSIONS)).filter(
    ({ session }) => session.node === at.node && (!chosen || chosen.has(session.id)),
  );
  const stayed: Stayed[] = [];
  let acted = 0;
  const one = async (row: SessionRow) => {
    const { session, contact, message } = row;
    const stays = (sentence: string) => stayed.push({ session: session.id, contact: personView(contact), sentence });
    if (message?.state !== "held") {
      if (chosen) stays("Nothing is held for this person here any more.");
      return;
    }
    const result = await services.act(contact.id, eventFor(message.id));
    const after = await services.store.message(message.id);
    if (result.kind === "done" && after?.state !== "held") acted += 1;
    else stays(after ? gateState(session, after, lookups.tellerFor(contact)).sentence : "It is gone.");
  };
  for (let first = 0; first < rows.length; first += AT_ONCE)
    await Promise.all(rows.slice(first, first + AT_ONCE).map(one));
  return { acted, stayed };
}
