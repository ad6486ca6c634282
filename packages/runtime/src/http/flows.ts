/** Drafts: list, create, read, save, remove, export, import, lint. */

import { ruleSet } from "@sluice/shared/caps/rule-sets";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import {
  createFlow,
  deleteFlow,
  exportFlow,
  getFlow,
  importFlow,
  lintDocument,
  listFlows,
  saveFlow,
} from "@sluice/shared/protocol/flow";
import { formatInstant } from "@sluice/shared/time/instant";
import type { Services } from "../services.ts";
import type { FlowRecord } from "../store/store.ts";
import { emptyFlow, storeNewFlow } from "./fresh-flow.ts";
import { DraftLint, lintOptions } from "./lint-draft.ts";
import { pageOfList } from "./page.ts";
import { HttpProblem, invalid, notFound, refused } from "./problem.ts";
import { readDocumentFile, readDocumentValue, readImportFile } from "./read-document.ts";
import { type Route, route } from "./route.ts";
import { flowDraft, flowRow } from "./views/flow-view.ts";

export function flowRoutes(): Route[] {
  const lint = new DraftLint();
  return [
    route(listFlows, async ({ query }, services) => {
      const wanted = query.search?.trim().toLowerCase() ?? "";
      const records = (await services.store.flows()).filter((record) => contains(record.draft, wanted));
      const page = pageOfList(records, query);
      const reports = await lint.of(services, page.items);
      const rows = page.items.flatMap((record, index) => {
        const report = reports[index];
        return report ? [flowRow(record, report, services)] : [];
      });
      return { items: await Promise.all(rows), next: page.next };
    }),

    route(createFlow, async ({ body, by, text }, services) => {
      const given = body.document === undefined ? null : readDocumentValue(body.document, text, "document");
      const document = given ?? emptyFlow(body.name ?? "New flow");
      const named = body.name === undefined ? document : { ...document, name: body.name };
      return flowDraft(await storeNewFlow(services, named, by), services);
    }),

    route(getFlow, async ({ params }, services) => flowDraft(await findFlow(services, params.id), services)),

    route(saveFlow, async ({ params, body, text, by }, services) => {
      const { store, clock, changes } = services;
      await findFlow(services, params.id);
      const document = readDocumentValue(body.document, text, "document");
      if (document.id !== params.id)
        throw invalid(
          "wrong-id",
          `The document's id is "${document.id}"; the flow is "${params.id}". Nothing was changed.`,
          [{ path: "document.id", message: `expected "${params.id}"` }],
        );
      const saved = await store.saveDraft(params.id, body.version, document, by, clock.now());
      if (saved === null) throw notFound("flow", params.id);
      if (saved === "conflict")
        throw conflict(await findFlow(services, params.id), { version: body.version, document });
      changes.publish({ flow: params.id });
      return flowDraft(saved, services);
    }),

    route(deleteFlow, async ({ params, query }, services) => {
      await findFlow(services, params.id);
      const { running } = await services.store.flowFigures(params.id);
      if (running > 0 && query.force !== "true")
        throw refused(
          "sessions-running",
          "Refused",
          `${running} ${running === 1 ? "person is" : "people are"} in this flow. Let them finish or stop them first, or remove it anyway (force=true): their sessions then run on to their end.`,
        );
      await services.store.deleteFlow(params.id);
      await services.reload();
      services.changes.publish({ flow: params.id });
      return { deleted: true as const };
    }),

    route(exportFlow, async ({ params, setHeader }, services) => {
      const record = await findFlow(services, params.id);
      setHeader("Content-Disposition", `attachment; filename="${record.id}.flow.json"`);
      return record.draft;
    }),

    route(
      importFlow,
      async ({ body, by }, services) => {
        const record = await storeNewFlow(services, body, by);
        const renamedFrom = record.id === body.id ? null : body.id;
        const notes = renamedFrom === null ? [] : [`The id "${renamedFrom}" was taken; this flow is "${record.id}".`];
        const report = {
          format: "sluice",
          renamedFrom,
          notes,
          nodes: body.nodes.length,
          edges: body.edges.length,
        };
        return { flow: await flowDraft(record, services), report };
      },
      readImportFile,
    ),

    route(
      lintDocument,
      async ({ body, query }, services) => {
        const options = await lintOptions(services, body);
        if (query.ruleSet !== undefined && !ruleSet(query.ruleSet))
          throw invalid("unknown-rule-set", `There is no rule set "${query.ruleSet}".`);
        const { findings, pathsChecked, edges } = lintFlow(body, {
          ...options,
          ...(query.gate ? { gate: query.gate } : {}),
          ...(query.ruleSet ? { ruleSet: query.ruleSet } : {}),
        });
        return { findings, pathsChecked, edges };
      },
      readDocumentFile,
    ),
  ];
}

export async function findFlow(services: Services, id: string): Promise<FlowRecord> {
  const record = await services.store.flow(id);
  if (!record) throw notFound("flow", id);
  return record;
}

/** Somebody else saved: both versions are given back, so that nobody's work is lost. */
export function conflict(theirs: FlowRecord, yours: { version: number; document: FlowDocument }): HttpProblem {
  return new HttpProblem(
    409,
    "conflict",
    "Somebody else saved",
    `${theirs.updatedBy} saved this flow at ${formatInstant(theirs.updatedAt)}, after the version you edited (${yours.version}; it is ${theirs.version} now). Both versions are kept: compare them, or keep yours as a copy.`,
    {
      more: {
        yours,
        theirs: {
          version: theirs.version,
          document: theirs.draft,
          updatedBy: theirs.updatedBy,
          updatedAt: formatInstant(theirs.updatedAt),
        },
      },
    },
  );
}

function contains(document: FlowDocument, wanted: string): boolean {
  if (wanted === "") return true;
  const { name, description, nodes } = document;
  return JSON.stringify([name, description, nodes]).toLowerCase().includes(wanted);
}
