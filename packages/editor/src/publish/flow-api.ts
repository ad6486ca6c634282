/** What the editor asks the server about one flow, by the protocol's own definitions. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import type { Endpoint, Method, ParametersOf } from "@sluice/shared/protocol/endpoint";
import { pathOf } from "@sluice/shared/protocol/endpoint";
import * as flows from "@sluice/shared/protocol/flow";
import { cancelHeld, getFlowLive, releaseHeld } from "@sluice/shared/protocol/live";
import { conflictProblem } from "@sluice/shared/protocol/problem";
import { type StartAnswer, startFlow } from "@sluice/shared/protocol/start";
import { listTemplates } from "@sluice/shared/protocol/template";
import type { z } from "zod";
import { query, request } from "../api/client.ts";
import { ApiError, OfflineError, readableError } from "../api/problem.ts";
import type { SaveResult } from "../document/autosave.ts";

export const editorKeys = {
  draft: (flow: string) => ["flow-draft", flow] as const,
  revisions: (flow: string) => ["flow-revisions", flow] as const,
  revision: (flow: string, number: number) => ["flow-revisions", flow, number] as const,
  live: (flow: string) => ["flow-live", flow] as const,
  templates: ["templates", "for-editor"] as const,
};

/** Answers are decoded: instants arrive as milliseconds. */
async function call<
  Path extends string,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType,
>(
  definition: Endpoint<Path, Query, Body, Answer>,
  parameters: ParametersOf<Path>,
  options: { body?: unknown; query?: Record<string, string | number>; idempotencyKey?: string } = {},
): Promise<z.output<Answer>> {
  const { body, idempotencyKey } = options;
  const answer = await request<unknown>(pathOf(definition, parameters) + query(options.query ?? {}), {
    method: definition.method as Exclude<Method, "PATCH">,
    ...(body === undefined ? {} : { body }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return definition.answer.parse(answer);
}

export const getDraft = (id: string): Promise<flows.FlowDraft> => call(flows.getFlow, { id });

/** Never throws: autosave shows what came of it. */
export async function saveDraft(id: string, document: FlowDocument, version: number): Promise<SaveResult> {
  try {
    const saved = await call(flows.saveFlow, { id }, { body: { version, document } });
    return { state: "saved", version: saved.version };
  } catch (error) {
    if (error instanceof OfflineError) return { state: "offline" };
    const conflict = error instanceof ApiError && error.status === 409 ? conflictProblem.safeParse(error.body) : null;
    if (conflict?.success) {
      const { theirs } = conflict.data;
      return {
        state: "conflict",
        theirs: {
          document: theirs.document,
          version: theirs.version,
          savedBy: theirs.updatedBy,
          savedAt: theirs.updatedAt,
        },
      };
    }
    const { message, details } = readableError(error);
    return {
      state: "refused",
      message: [message, ...details.map((detail) => `${detail.path}: ${detail.message}`)].join(" "),
    };
  }
}

export const createFlow = (document: FlowDocument): Promise<flows.FlowDraft> =>
  call(flows.createFlow, {}, { body: { document } });

/** `text` goes as it is, so that a refusal names the line of the person's own file. */
export async function importFlowText(text: string): Promise<z.output<typeof flows.importFlow.answer>> {
  return flows.importFlow.answer.parse(await request<unknown>(flows.importFlow.path, { method: "POST", text }));
}

export const deleteFlow = (id: string, force: boolean): Promise<unknown> =>
  call(flows.deleteFlow, { id }, force ? { query: { force: "true" } } : {});

export const setPaused = (id: string, paused: boolean): Promise<flows.FlowDraft> =>
  call(paused ? flows.pauseFlow : flows.resumeFlow, { id });

export async function getRevisions(id: string): Promise<flows.RevisionRow[]> {
  return (await call(flows.listRevisions, { id })).items;
}

export const getRevision = (id: string, number: number) => call(flows.getRevision, { id, number: String(number) });

export const restoreRevision = (id: string, number: number, version: number): Promise<flows.FlowDraft> =>
  call(flows.restoreRevision, { id, number: String(number) }, { body: { version } });

/** `reason` is required, and kept with the revision, when the flow has errors. */
export const publishFlow = (id: string, version: number, reason: string | null) =>
  call(flows.publishFlow, { id }, { body: reason === null ? { version } : { version, force: true, reason } });

export interface StartRequest {
  contact: { phone: string };
  entry?: string;
  variables: Record<string, string>;
}

/** Repeating it with the same key starts nothing twice. */
export const startFor = (id: string, body: StartRequest, idempotencyKey: string): Promise<StartAnswer> =>
  call(startFlow, { id }, { body, idempotencyKey });

export const getLive = (id: string) => call(getFlowLive, { id });

/** Everybody held there when `sessions` is left out. */
export const releaseAt = (id: string, node: string, sessions?: string[]) =>
  call(releaseHeld, { id, node }, { body: sessions ? { sessions } : {} });
export const cancelAt = (id: string, node: string, sessions?: string[]) =>
  call(cancelHeld, { id, node }, { body: sessions ? { sessions } : {} });

export async function getTemplates(): Promise<Template[]> {
  return (await call(listTemplates, {})).items.map((row) => row.template);
}
