/** Flows: the list, the draft, revisions, publication, files. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { finding } from "./finding.ts";
import { notice } from "./notice.ts";
import { conflictProblem, publishRefusedProblem } from "./problem.ts";
import { flowDocument, instant, pageOf, pageQuery, person } from "./values.ts";

const counts = z.object({ certain: z.int(), possible: z.int() });

const findingCounts = z.object({
  error: counts,
  warning: counts,
  info: counts,
  hint: counts,
  suppressed: z.int(),
});

export type FindingCounts = z.infer<typeof findingCounts>;

/** A flow as a small picture. */
export const flowGraph = z
  .object({
    nodes: z.array(
      z.object({
        id: z.string(),
        x: z.number(),
        y: z.number(),
        type: z.string(),
        /** What it sends, for its colour; `plain` when it sends nothing. */
        sends: z.enum(["plain", "free-form", "marketing", "utility", "authentication"]),
        /** A gate stands before it; `holds` when lint says that it will or may hold here. */
        gate: z.enum(["none", "armed", "holds"]),
      }),
    ),
    edges: z.array(z.object({ source: z.string(), target: z.string() })),
  })
  .meta({ id: "FlowGraph" });

export type FlowGraph = z.infer<typeof flowGraph>;

const flowFigures = z.object({
  /** People in it now, of them held at a gate, and capped by WhatsApp. */
  running: z.int(),
  held: z.int(),
  capped: z.int(),
  ended: z.int(),
});

const entry = z.object({ node: z.string(), name: z.string(), kind: z.string(), summary: z.string() });

const flowFacts = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** Counts saves of the draft; a save names the one it edits. */
  version: z.int(),
  createdAt: instant,
  updatedAt: instant,
  updatedBy: z.string(),
  /** Newest revision, and the one that is published; null: none. */
  revision: z.int().nullable(),
  published: z.int().nullable(),
  /** The draft is not what is published. */
  differs: z.boolean(),
  pausedAt: instant.nullable(),
  pausedBy: z.string().nullable(),
  entries: z.array(entry),
  /** What WhatsApp did to templates of this flow, newest first (L8). */
  notices: z.array(notice),
};

export const flowRow = z
  .object({
    ...flowFacts,
    /** How people come in, in one line: "Campaign", "Word: help, human". */
    entry: z.string(),
    findings: findingCounts,
    figures: flowFigures,
    graph: flowGraph,
  })
  .meta({ id: "FlowRow" });

export type FlowRow = z.infer<typeof flowRow>;

export const flowDraft = z.object({ ...flowFacts, document: flowDocument }).meta({ id: "FlowDraft" });
export type FlowDraft = z.infer<typeof flowDraft>;

export const revisionRow = z
  .object({
    number: z.int(),
    at: instant,
    by: z.string(),
    /** Why it was published in spite of errors. */
    reason: z.string().nullable(),
    published: z.boolean(),
  })
  .meta({ id: "Revision" });

export type RevisionRow = z.infer<typeof revisionRow>;

export const listFlows = endpoint({
  method: "GET",
  path: "/api/flows",
  summary: "All flows, last edited first",
  tag: "flows",
  query: pageQuery.extend({
    search: z.string().max(200).optional().meta({ description: "In names, nodes and texts of the draft." }),
  }),
  answer: pageOf(flowRow),
});

export const createFlow = endpoint({
  method: "POST",
  path: "/api/flows",
  summary: "A new flow, empty with one entry or from a document",
  tag: "flows",
  body: z.strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    document: flowDocument.optional(),
  }),
  bodyOptional: true,
  answer: flowDraft,
  status: 201,
  refusals: [409, 413, 422],
});

export const getFlow = endpoint({
  method: "GET",
  path: "/api/flows/{id}",
  summary: "The draft of a flow",
  tag: "flows",
  answer: flowDraft,
  refusals: [404],
});

export const saveFlow = endpoint({
  method: "PUT",
  path: "/api/flows/{id}",
  summary: "Save the draft; names the version it edits, 409 with both when someone else saved",
  tag: "flows",
  body: z.strictObject({ version: z.int().min(0), document: flowDocument }),
  answer: flowDraft,
  refusals: [404, 409, 413, 422],
  problems: { 409: conflictProblem },
});

export const deleteFlow = endpoint({
  method: "DELETE",
  path: "/api/flows/{id}",
  summary: "Remove a flow; refused while sessions run, unless forced: those then run on to their end",
  tag: "flows",
  query: z.strictObject({ force: z.enum(["true", "false"]).optional() }),
  answer: z.object({ deleted: z.literal(true) }),
  refusals: [404, 409],
});

export const publishFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/publish",
  summary: "A new revision of the draft, published; errors refuse it unless forced with a reason",
  tag: "flows",
  body: z.strictObject({
    /** Refused with 409 when the draft is another by now. */
    version: z.int().min(0).optional(),
    force: z.boolean().optional(),
    reason: z.string().trim().min(1).max(1_000).optional(),
    /**
     * What becomes of the people in earlier revisions, by the node they stand on (T10); nodes that are not named: keep.
     * `move`: they go on in the new revision, on the same node. `cancel`: their sessions end, what is held is withdrawn.
     */
    waiting: z.record(z.string().min(1).max(128), z.enum(["keep", "move", "cancel"])).optional(),
  }),
  bodyOptional: true,
  answer: z.object({
    revision: revisionRow,
    flow: flowDraft,
    findings: z.array(finding),
    waiting: z.object({
      moved: z.int(),
      cancelled: z.int(),
      /** Were to be moved or cancelled, and were not: why. */
      stayed: z.array(z.object({ session: z.string(), contact: person, sentence: z.string() })),
    }),
  }),
  refusals: [404, 409, 422],
  problems: { 409: conflictProblem, 422: publishRefusedProblem },
});

export const listRevisions = endpoint({
  method: "GET",
  path: "/api/flows/{id}/revisions",
  summary: "What was published, newest first",
  tag: "flows",
  answer: pageOf(revisionRow),
  refusals: [404],
});

export const getRevision = endpoint({
  method: "GET",
  path: "/api/flows/{id}/revisions/{number}",
  summary: "One revision with its document",
  tag: "flows",
  answer: revisionRow.extend({ document: flowDocument }),
  refusals: [404],
});

export const restoreRevision = endpoint({
  method: "POST",
  path: "/api/flows/{id}/revisions/{number}/restore",
  summary: "Make the draft what this revision was; nothing is published by it",
  tag: "flows",
  body: z.strictObject({ version: z.int().min(0).optional() }),
  bodyOptional: true,
  answer: flowDraft,
  refusals: [404, 409],
  problems: { 409: conflictProblem },
});

export const pauseFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/pause",
  summary: "Nobody enters, nothing held goes out; what people write still arrives",
  tag: "flows",
  answer: flowDraft,
  refusals: [404],
});

export const resumeFlow = endpoint({
  method: "POST",
  path: "/api/flows/{id}/resume",
  summary: "End a pause",
  tag: "flows",
  answer: flowDraft,
  refusals: [404],
});

export const dismissNotice = endpoint({
  method: "POST",
  path: "/api/flows/{id}/notices/{notice}/dismiss",
  summary: "Put a notice away",
  tag: "flows",
  answer: flowDraft,
  refusals: [404],
});

export const exportFlow = endpoint({
  method: "GET",
  path: "/api/flows/{id}/export",
  summary: "The flow document as a file",
  tag: "flows",
  answer: flowDocument,
  refusals: [404],
});

/** What an import did with a file. Nothing is dropped silently. */
const importReport = z
  .object({
    format: z.string(),
    /** The id in the file was taken: the flow got another one. */
    renamedFrom: z.string().nullable(),
    notes: z.array(z.string()),
    nodes: z.int(),
    edges: z.int(),
  })
  .meta({ id: "ImportReport" });

export const importFlow = endpoint({
  method: "POST",
  path: "/api/flows/import",
  summary: "A flow document as the body becomes a new flow; nothing is overwritten",
  tag: "flows",
  body: flowDocument,
  answer: z.object({ flow: flowDraft, report: importReport }),
  status: 201,
  refusals: [413, 422],
});

export const lintDocument = endpoint({
  method: "POST",
  path: "/api/lint",
  summary: "A flow document in, findings out",
  tag: "flows",
  query: z.strictObject({
    gate: z.enum(["strict", "platform", "off"]).optional(),
    ruleSet: z.string().max(50).optional(),
  }),
  body: flowDocument,
  answer: z.object({
    findings: z.array(finding),
    pathsChecked: z.number(),
    /** By edge id: is the person's window open where it leads? */
    edges: z.record(z.string(), z.enum(["wet", "perhaps", "dry", "unreached"])),
  }),
  refusals: [413, 422],
});
