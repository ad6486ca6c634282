import type { LintReport } from "@sluice/shared/lint/lint-flow";
import type { FlowDraft, FlowRow, RevisionRow } from "@sluice/shared/protocol/flow";
import type { Services } from "../../services.ts";
import type { FlowRecord, Revision } from "../../store/store.ts";
import { countFindings, differs, entriesOf, graphOf } from "../document-facts.ts";
import { noticeView } from "./notice-view.ts";

export async function flowDraft(record: FlowRecord, services: Services): Promise<FlowDraft> {
  return { ...(await flowFacts(record, services)), document: record.draft };
}

export async function flowRow(record: FlowRecord, report: LintReport, services: Services): Promise<FlowRow> {
  const facts = await flowFacts(record, services);
  return {
    ...facts,
    entry: facts.entries.map((entry) => entry.summary).join(" · ") || "No entry",
    findings: countFindings(report.findings),
    figures: await services.store.flowFigures(record.id),
    graph: graphOf(record.draft, report.findings),
  };
}

export function revisionRow(revision: Revision, published: number | null): RevisionRow {
  const { number, at, by, reason } = revision;
  return { number, at, by, reason, published: number === published };
}

async function flowFacts(record: FlowRecord, services: Services) {
  const { id, draft, version, createdAt, updatedAt, updatedBy, revision, published, pausedAt, pausedBy } = record;
  const live = published === null ? null : await services.store.revision(id, published);
  return {
    id,
    name: draft.name,
    description: draft.description ?? "",
    version,
    createdAt,
    updatedAt,
    updatedBy,
    revision,
    published,
    differs: live === null || differs(draft, live.document),
    pausedAt,
    pausedBy,
    notices: (await services.store.notices(`flow:${id}`)).map(noticeView),
    entries: entriesOf(draft).map(({ node, name, trigger, summary }) => ({ node, name, kind: trigger.kind, summary })),
  };
}
