/** `parseFlow` with all node types there are; what the editor, the runtime and the command line call. */
import { nodeType, nodeTypes } from "../nodes/registry.ts";
import { type ParseResult, parseFlow } from "./parse-flow.ts";

export function readFlow(input: string | unknown): ParseResult {
  return parseFlow(input, nodeType, nodeTypes.length);
}
