/** Flow documents that come in: checked by the only way in, refused with the place and nothing changed. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { linesOf } from "@sluice/shared/flow/json-lines";
import { looseEnds } from "@sluice/shared/flow/loose-ends";
import type { Problem } from "@sluice/shared/flow/problem";
import { readFlow } from "@sluice/shared/flow/read-flow";
import { withLines } from "@sluice/shared/flow/read-json";
import { foreignFormatOf } from "../foreign-format.ts";
import { HttpProblem } from "./problem.ts";

const MOST_PROBLEMS = 50;

/** The body is the document. */
export function readDocumentFile(text: string): FlowDocument {
  const read = readFlow(text);
  if (read.ok) return read.flow;
  const [first] = read.problems;
  if (first?.code === "not-json") throw documentProblem(400, read.problems);
  if (first?.code === "too-big") throw documentProblem(413, read.problems);
  const foreign = foreignFormatOf(read.problems, text);
  if (foreign)
    throw new HttpProblem(
      422,
      "foreign-format",
      "Refused",
      `This file is not a flow we know. It looks like ${foreign}. This version takes flows of its own (formatVersion 1); files of Typebot, RapidPro, Glific and ChatbotX will be understood later. Nothing was changed.`,
      { errors: read.problems.map(({ path, message }) => ({ path, message })) },
    );
  throw documentProblem(422, read.problems);
}

/** A file to be imported: edges to nowhere and repeated ids are refused too, where a draft would only get a finding. */
export function readImportFile(text: string): FlowDocument {
  const flow = readDocumentFile(text);
  const problems = looseEnds(flow).slice(0, MOST_PROBLEMS);
  if (problems.length > 0) throw documentProblem(422, withLines(text, problems));
  return flow;
}

/** The document stands in the body under `at`; `text` is the whole body, for the lines. */
export function readDocumentValue(value: unknown, text: string, at: string): FlowDocument {
  const read = readFlow(value);
  if (read.ok) return read.flow;
  const problems = read.problems.map((problem) => ({ ...problem, path: problem.path ? `${at}.${problem.path}` : at }));
  const lines = linesOf(
    text,
    problems.map(({ path }) => path),
  );
  throw documentProblem(
    422,
    problems.map((problem, index) => ({ ...problem, ...(lines[index] ? { line: lines[index] } : {}) })),
  );
}

function documentProblem(status: 400 | 413 | 422, problems: readonly Problem[]): HttpProblem {
  const [first] = problems;
  const more = problems.length > 1 ? ` ${problems.length - 1} more ${problems.length > 2 ? "places" : "place"}.` : "";
  const says = status === 413 ? first?.message : `This file is not a flow we know. ${asSentence(first?.message ?? "")}`;
  return new HttpProblem(
    status,
    first?.code ?? "invalid-document",
    status === 413 ? "Too big" : "Refused",
    `${says}${more} Nothing was changed.`,
    {
      errors: problems.map(({ path, message, line }) => ({ path, message, ...(line === undefined ? {} : { line }) })),
    },
  );
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
