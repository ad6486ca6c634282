/** Refusals: RFC 9457 problem documents. `type` is a short code that programs may rely on. */
import { z } from "zod";
import { finding } from "./finding.ts";
import { flowDocument, instant } from "./values.ts";

export const problemDocument = z
  .object({
    type: z.string().meta({ description: "A stable code: not-found, conflict, invalid-document, window-closed, …" }),
    title: z.string(),
    status: z.int(),
    /** What happened, where, and what to do next. */
    detail: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), line: z.int().optional() }))
      .default([])
      .meta({ description: "Places, where the refusal has any." }),
  })
  .meta({ id: "Problem" });

/** 409 of a save: somebody else saved since the version that was edited. Nobody's work is lost. */
export const conflictProblem = problemDocument
  .extend({
    type: z.literal("conflict"),
    yours: z.object({ version: z.int(), document: flowDocument }),
    theirs: z.object({ version: z.int(), document: flowDocument, updatedBy: z.string(), updatedAt: instant }),
  })
  .meta({ id: "ConflictProblem" });

/** 422 of a publication: what stands against it. */
export const publishRefusedProblem = problemDocument
  .extend({ type: z.literal("publish-refused"), findings: z.array(finding) })
  .meta({ id: "PublishRefusedProblem" });
