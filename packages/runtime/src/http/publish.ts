/** Publication: a revision that never changes, on the channel; what was published before stays readable and restorable. */

import { equalTriggers } from "@sluice/shared/conversation/entries";
import type { FlowDocument } from "@sluice/shared/flow/document";
import {
  dismissNotice,
  getRevision,
  listRevisions,
  pauseFlow,
  publishFlow,
  restoreRevision,
  resumeFlow,
} from "@sluice/shared/protocol/flow";
import type { Services } from "../services.ts";
import type { FlowRecord, Revision } from "../store/store.ts";
import { entriesOf } from "./document-facts.ts";
import { conflict, findFlow } from "./flows.ts";
import { lintDraft } from "./lint-draft.ts";
import { wholeList } from "./page.ts";
import { HttpProblem, invalid, notFound } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { settleWaiting } from "./settle-waiting.ts";
import { flowDraft, revisionRow } from "./views/flow-view.ts";
import { putAway } from "./views/notice-view.ts";

export const publishRoutes: Route[] = [
  route(publishFlow, async ({ params, body, by }, services) => {
    const record = await findFlow(services, params.id);
    if (body.version !== undefined && body.version !== record.version)
      throw conflict(record, { version: body.version, document: record.draft });
    if (body.force && body.reason === undefined)
      throw invalid("reason-missing", "Publishing in spite of errors needs a reason; it is kept with the revision.", [
        { path: "reason", message: "is needed with force" },
      ]);
    await refuseEqualTriggers(services, record.draft);
    const { findings } = await lintDraft(services, record.draft);
    const errors = findings.filter((finding) => finding.severity === "error" && !finding.suppressed);
    if (errors.length > 0 && !body.force) throw publishRefused(record, findings, errors.length);
    await refuseMissingTemplates(services, record.draft);
    const { store, clock } = services;
    const revision = await store.publish(
      record.id,
      services.channel().id,
      record.draft,
      by,
      errors.length > 0 ? (body.reason ?? null) : null,
      clock.now(),
    );
    if (!revision) throw notFound("flow", params.id);
    await services.reload();
    services.changes.publish({ flow: record.id });
    const waiting = await settleWaiting(services, revision, body.waiting ?? {}, by);
    const flow = await flowDraft(await findFlow(services, record.id), services);
    return { revision: revisionRow(revision, revision.number), flow, findings, waiting };
  }),

  route(listRevisions, async ({ params }, services) => {
    const { published } = await findFlow(services, params.id);
    const revisions = await services.store.revisions(params.id);
    return wholeList(revisions.map((revision) => revisionRow(revision, published)));
  }),

  route(getRevision, async ({ params }, services) => {
    const { published } = await findFlow(services, params.id);
    const revision = await findRevision(services, params.id, params.number);
    return { ...revisionRow(revision, published), document: revision.document };
  }),

  route(restoreRevision, async ({ params, body, by }, services) => {
    const { store, clock, changes } = services;
    const record = await findFlow(services, params.id);
    const { document } = await findRevision(services, params.id, params.number);
    const saved = await store.saveDraft(params.id, body.version ?? record.version, document, by, clock.now());
    if (saved === null) throw notFound("flow", params.id);
    if (saved === "conflict")
      throw conflict(await findFlow(services, params.id), { version: body.version ?? record.version, document });
    changes.publish({ flow: params.id });
    return flowDraft(saved, services);
  }),

  route(dismissNotice, async ({ params, by }, services) => {
    const record = await findFlow(services, params.id);
    await putAway(services, `flow:${record.id}`, params.notice, by);
    services.changes.publish({ flow: record.id });
    return flowDraft(record, services);
  }),

  route(pauseFlow, ({ params, by }, services) => setPause(services, params.id, by)),
  route(resumeFlow, ({ params }, services) => setPause(services, params.id, null)),
];

async function setPause(services: Services, id: string, by: string | null) {
  const record = await findFlow(services, id);
  // A second press keeps who paused it first.
  if ((record.pausedAt === null) !== (by === null)) {
    await services.store.pauseFlow(id, by, services.clock.now());
    await services.reload();
    services.changes.publish({ flow: id });
  }
  return flowDraft(await findFlow(services, id), services);
}

async function findRevision(services: Services, flow: string, number: string): Promise<Revision> {
  const revision = /^\d{1,9}$/.test(number) ? await services.store.revision(flow, Number(number)) : null;
  if (!revision) throw notFound("revision", number);
  return revision;
}

/** I2: a message must have one flow that takes it. */
async function refuseEqualTriggers(services: Services, draft: FlowDocument): Promise<void> {
  const own = entriesOf(draft);
  for (const { flow, revision } of await services.store.publications(services.channel().id)) {
    if (flow === draft.id) continue;
    const other = await services.store.revision(flow, revision);
    for (const entry of other ? entriesOf(other.document) : []) {
      const equal = own.find((candidate) => equalTriggers(candidate.trigger, entry.trigger));
      if (other && equal)
        throw invalid(
          "trigger-conflict",
          `"${equal.name}" comes in by the same as "${entry.name}" of the published flow "${other.document.name}": ${entry.summary}. Change one of them. Nothing was published.`,
          [{ path: `nodes.${equal.node}`, message: `same trigger as ${flow}, node ${entry.node}` }],
        );
    }
  }
}

/** D16: the emulator gets missing templates as approved; a real account must have them. */
export async function refuseMissingTemplates(services: Services, draft: FlowDocument): Promise<void> {
  const { missing } = await services.ensureTemplates(draft);
  if (missing.length === 0) return;
  throw invalid(
    "template-mismatch",
    `The account does not have ${missing.join(", ")}. Create ${missing.length === 1 ? "it" : "them"} in WhatsApp Manager and read the templates again. Nothing was published.`,
    missing.map((template) => ({ path: "templates", message: template })),
  );
}

function publishRefused(record: FlowRecord, findings: unknown[], count: number): HttpProblem {
  const next = (record.revision ?? 0) + 1;
  return new HttpProblem(
    422,
    "publish-refused",
    "Refused",
    `Revision ${next} has ${count} ${count === 1 ? "error" : "errors"}. Repair ${count === 1 ? "it" : "them"}, or publish with a reason (force and reason). Nothing was published.`,
    { more: { findings } },
  );
}
