/** What the editor asks the server about one flow. */

import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import * as flows from "@sluice/shared/protocol/flow";
import { forecastFlow, tryFlow } from "@sluice/shared/protocol/forecast";
import { cancelHeld, getFlowLive, movePeople, releaseHeld } from "@sluice/shared/protocol/live";
import { conflictProblem } from "@sluice/shared/protocol/problem";
import { startFlow } from "@sluice/shared/protocol/start";
import { listTemplates } from "@sluice/shared/protocol/template";
import { call } from "../api/call.ts";
import { ApiError, OfflineError, readableError } from "../api/problem.ts";
import type { SaveResult } from "../document/autosave.ts";

export const editorKeys = {
  draft: (flow: string) => ["flow-draft", flow] as const,
  revisions: (flow: string) => ["flow-revisions", flow] as const,
  revision: (flow: string, number: number) => ["flow-revisions", flow, number] as const,
  live: (flow: string) => ["flow-live", flow] as const,
  templates: ["templates", "for-editor"] as const,
  called: (flow: string, ids: string) => ["flows-called", flow, ids] as const,
  everyCall: ["flows-called"] as const,
};

export const getDraft = (id: string) => call(flows.getFlow, { path: { id } });

/** Never throws: autosave shows what came of it. */
export async function saveDraft(id: string, document: FlowDocument, version: number): Promise<SaveResult> {
  try {
    const saved = await call(flows.saveFlow, { path: { id }, body: { version, document } });
    return { state: "saved", version: saved.version };
  } catch (error) {
    if (error instanceof OfflineError) return { state: "offline" };
    const conflict = error instanceof ApiError && error.status === 409 ? conflictProblem.safeParse(error.body) : null;
    if (conflict?.success) {
      const { document: saved, version: at, updatedBy, updatedAt } = conflict.data.theirs;
      return { state: "conflict", theirs: { document: saved, version: at, savedBy: updatedBy, savedAt: updatedAt } };
    }
    const { message, details } = readableError(error);
    const places = details.map((detail) => `${detail.path}: ${detail.message}`);
    return { state: "refused", message: [message, ...places].join(" ") };
  }
}

export const createFromDocument = (document: FlowDocument) => call(flows.createFlow, { body: { document } });

export async function getRevisions(id: string): Promise<flows.RevisionRow[]> {
  return (await call(flows.listRevisions, { path: { id } })).items;
}

export const getRevision = (id: string, number: number) =>
  call(flows.getRevision, { path: { id, number: String(number) } });

export const restoreRevision = (id: string, number: number, version: number) =>
  call(flows.restoreRevision, { path: { id, number: String(number) }, body: { version } });

/** `reason` is required, and kept with the revision, when the flow has errors. */
export type WaitingChoice = "keep" | "move" | "cancel";

/** `waiting`: what becomes of people in earlier revisions, by node; those that are not named stay (T10). */
export const publishFlow = (
  id: string,
  version: number,
  reason: string | null,
  waiting: Record<string, WaitingChoice> = {},
) =>
  call(flows.publishFlow, {
    path: { id },
    body: {
      version,
      ...(reason === null ? {} : { force: true, reason }),
      ...(Object.keys(waiting).length > 0 ? { waiting } : {}),
    },
  });

export const forecastFor = (id: string, whom: { all: true } | { tag: string }) =>
  call(forecastFlow, { path: { id }, body: whom });

/** The saved draft, as a test. */
export const tryFor = (id: string, body: { phone: string; entry?: string; variables: Record<string, string> }) =>
  call(tryFlow, { path: { id }, body });

export interface StartRequest {
  contact: { phone: string };
  entry?: string;
  variables: Record<string, string>;
}

/** Repeating it with the same key starts nothing twice. */
export const startFor = (id: string, body: StartRequest, idempotencyKey: string) =>
  call(startFlow, { path: { id }, body, idempotencyKey });

export const getLive = (id: string) => call(getFlowLive, { path: { id } });

/** Everybody held there when `sessions` is left out. */
export const releaseAt = (id: string, node: string, sessions?: string[]) =>
  call(releaseHeld, { path: { id, node }, body: sessions ? { sessions } : {} });

export const cancelAt = (id: string, node: string, sessions?: string[]) =>
  call(cancelHeld, { path: { id, node }, body: sessions ? { sessions } : {} });

export const moveFrom = (id: string, node: string, to: string, sessions?: string[]) =>
  call(movePeople, { path: { id, node }, body: sessions ? { to, sessions } : { to } });

export async function getTemplates(): Promise<Template[]> {
  return (await call(listTemplates, {})).items.map((row) => row.template);
}
