/** A flow file with what lint says about it; what the formats write out. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Finding } from "@sluice/shared/lint/finding";
import { type LintOptions, lintFlow } from "@sluice/shared/lint/lint-flow";
import { nodePlaces, type Place } from "./node-places.ts";
import type { FlowFile } from "./read-flow-file.ts";
import { type Words, wordsFor } from "./say-witness.ts";

export interface Linted {
  /** As it was typed; "-" is standard input. */
  file: string;
  /** For people. */
  name: string;
  flow: FlowDocument;
  text: string;
  findings: readonly Finding[];
  pathsChecked: number;
  places: ReadonlyMap<string, Place>;
  words: Words;
}

/** `options.flows`: those that it may call. */
export function lintFile({ file, name, flow, text }: FlowFile, options: LintOptions): Linted {
  const { findings, pathsChecked } = lintFlow(flow, options);
  const words = wordsFor(flow, options.flows);
  return { file, name, flow, text, findings, pathsChecked, places: nodePlaces(flow, text), words };
}
