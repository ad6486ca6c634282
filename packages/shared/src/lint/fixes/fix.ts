/** A quick fix: an edit of the document that clears a finding (caps.md §7 L5). */
import type { FlowDocument } from "../../flow/document.ts";
import type { Finding } from "../finding.ts";
import type { LintGraph } from "../graph.ts";

export interface Fix {
  id: string;
  /** What it does, as the name of a button and of the step that undo takes back. */
  title: string;
  /** Codes of the findings it is for. */
  codes: readonly string[];
  /** Asked at every edit: no more than a look at the node. */
  suits(graph: LintGraph, finding: Finding): boolean;
  /** Null: it cannot be done here. `check` lints another document and gives what is still wrong at the finding's place. */
  apply(flow: FlowDocument, finding: Finding, check: Check): FlowDocument | null;
}

export type Check = (flow: FlowDocument) => readonly Finding[];
