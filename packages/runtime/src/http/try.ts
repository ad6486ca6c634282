/** A trial run of the draft for one number: a session marked as a test, on a revision that nobody sees. */
import { tryFlow } from "@sluice/shared/protocol/forecast";
import type { Services } from "../services.ts";
import { entriesOf } from "./document-facts.ts";
import { findFlow } from "./flows.ts";
import { invalid, refused } from "./problem.ts";
import { refuseMissingTemplates } from "./publish.ts";
import { type Route, route } from "./route.ts";
import { contactByPhone, refuseUnknownVariables, startAnswerOf } from "./start.ts";

export const tryRoutes: Route[] = [
  route(tryFlow, async ({ params, body, by }, services) => {
    const record = await findFlow(services, params.id);
    const { draft } = record;
    const entry = entryOf(draft, body.entry);
    refuseUnknownVariables(draft, body.variables);
    const channel = services.channel();
    if (channel.pausedAt !== null)
      throw refused("paused", "Paused", `The channel is paused by ${channel.pausedBy ?? "somebody"}. Resume it first.`);
    const contact = await contactByPhone(services, body.phone, "phone");
    await endEarlierTrial(services, contact, record.id, by);
    await refuseMissingTemplates(services, draft);
    await services.reload();
    const { number } = await services.store.addTrial(record.id, draft, by, services.clock.now());
    const result = await services.act(contact, {
      kind: "session-requested",
      channel: channel.id,
      flow: record.id,
      revision: number,
      entry,
      variables: body.variables,
      by: `${by}, as a test of the draft`,
      test: true,
    });
    return startAnswerOf(services, contact, result);
  }),
];

function entryOf(draft: Parameters<typeof entriesOf>[0], wanted: string | undefined): string {
  const entries = entriesOf(draft);
  const usual = (kind: string) => entries.find(({ trigger }) => trigger.kind === kind);
  const entry =
    wanted === undefined
      ? (usual("api") ?? usual("campaign") ?? entries[0])
      : entries.find(({ node }) => node === wanted);
  if (entry) return entry.node;
  throw invalid(
    wanted === undefined ? "no-entry" : "unknown-entry",
    `The draft has no ${wanted === undefined ? "entry to come in by" : `entry "${wanted}"`}. Nothing was started.`,
    [{ path: "entry", message: `one of ${entries.map(({ node }) => node).join(", ") || "none"}` }],
  );
}

/** A second trial takes the place of the first; somebody who is really in the flow is left in peace. */
async function endEarlierTrial(services: Services, contact: string, flow: string, by: string): Promise<void> {
  const loaded = await services.store.loadContact(contact);
  const running = loaded?.state.sessions.find((session) => session.flow === flow && session.status === "running");
  if (!running) return;
  if (!running.test)
    throw refused(
      "already-running",
      "In this flow",
      "This person is in the published flow now, and can be in it once. Stop that session first, or try another number.",
    );
  await services.act(contact, { kind: "session-stopped", session: running.id, by });
}
