/**
 * The only way in for a flow document. Text or a value becomes a checked document, or problems that name the place; never
 * an exception, and nothing of a refused file is kept.
 */
import type { NodeDefinition } from "../nodes/definition.ts";
import { type FlowDocument, type FlowNode, FORMAT_VERSION, flowSchema } from "./document.ts";
import { findJsonBreak } from "./json-break.ts";
import { lineOf } from "./json-lines.ts";
import { type Problem, pathText } from "./problem.ts";

export const MOST_BYTES = 5 * 1024 * 1024;
const MOST_DEPTH = 64;
const MOST_PROBLEMS = 50;

export type ParseResult = { ok: true; flow: FlowDocument } | { ok: false; problems: Problem[] };

export function parseFlow(
  input: string | unknown,
  nodeType: (type: string) => NodeDefinition | undefined,
  knownTypes: number,
): ParseResult {
  if (typeof input !== "string") return parseValue(input, nodeType, knownTypes);
  const text = input.startsWith("\uFEFF") ? input.slice(1) : input;
  const bytes = bytesOf(text);
  if (bytes > MOST_BYTES) {
    const size = (bytes / 1024 / 1024).toFixed(1);
    return refused("too-big", "", `The file has ${size} MB; 5 MB are allowed.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problems: [syntaxProblem(text)] };
  }
  const result = parseValue(value, nodeType, knownTypes);
  if (result.ok) return result;
  return { ok: false, problems: result.problems.map((problem) => ({ ...problem, ...lineAt(text, problem) })) };
}

function parseValue(
  value: unknown,
  nodeType: (type: string) => NodeDefinition | undefined,
  knownTypes: number,
): ParseResult {
  const hostile = findHostile(value);
  if (hostile) return { ok: false, problems: [hostile] };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refused("not-a-flow", "", "This is not a flow document: an object was expected.");
  const version = (value as { formatVersion?: unknown }).formatVersion;
  if (version === undefined)
    return refused("not-a-flow", "formatVersion", "This is not a flow document: formatVersion is missing.");
  if (version !== FORMAT_VERSION)
    return refused(
      "unknown-version",
      "formatVersion",
      `formatVersion is ${JSON.stringify(version)}; version ${FORMAT_VERSION} is understood.`,
    );
  const parsed = flowSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => {
      const path = pathText(issue.path);
      return { code: "invalid-document", path, message: `${path ? `${path}: ` : ""}${issue.message}` };
    });
    return { ok: false, problems };
  }
  const problems = parsed.data.nodes
    .flatMap((node, index) => checkNode(node, index, nodeType, knownTypes))
    .slice(0, MOST_PROBLEMS);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, flow: parsed.data };
}

function checkNode(
  node: FlowNode,
  index: number,
  nodeType: (type: string) => NodeDefinition | undefined,
  knownTypes: number,
): Problem[] {
  const definition = nodeType(node.type);
  if (!definition) {
    return [
      {
        code: "unknown-type",
        path: `nodes[${index}].type`,
        message: `nodes[${index}].type is "${node.type}"; ${knownTypes} types are known.`,
        node: node.id,
      },
    ];
  }
  const parsed = definition.schema.safeParse(node.config);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => {
    const path = pathText(["nodes", index, "config", ...issue.path]);
    return {
      code: "invalid-config",
      path,
      message: `${path} (${definition.title} "${node.title ?? node.id}"): ${issue.message}`,
      node: node.id,
    };
  });
}

/** Length in UTF-8, as the file lies on the disk. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Half of a pair counts 2 of the 4 bytes of its character.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** Depth and keys that no flow has. Iterative: a hostile file must not exhaust the stack. */
function findHostile(root: unknown): Problem | null {
  const open: { value: unknown; depth: number; path: PropertyKey[] }[] = [{ value: root, depth: 0, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth, path } = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > MOST_DEPTH)
      return {
        code: "too-deep",
        path: pathText(path.slice(0, 6)),
        message: `The document is nested deeper than ${MOST_DEPTH} levels.`,
      };
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        if (typeof value[index] === "object")
          open.push({ value: value[index], depth: depth + 1, path: depth < 8 ? [...path, index] : path });
      }
      continue;
    }
    for (const key of Object.keys(value)) {
      if (key === "__proto__")
        return {
          code: "forbidden-key",
          path: pathText([...path, key]),
          message: `The key "__proto__" is not allowed (at ${pathText([...path, key])}).`,
        };
      const child = (value as Record<string, unknown>)[key];
      if (typeof child === "object")
        open.push({ value: child, depth: depth + 1, path: depth < 8 ? [...path, key] : path });
    }
  }
  return null;
}

function refused(code: string, path: string, message: string): ParseResult {
  return { ok: false, problems: [{ code, path, message }] };
}

function syntaxProblem(text: string): Problem {
  const found = findJsonBreak(text);
  const line = found?.line ?? 1;
  const what = text.trim() === "" ? "the file is empty" : (found?.expected ?? "it cannot be read");
  const message = `This is not JSON: ${what} (line ${line}, column ${found?.column ?? 1}).`;
  return { code: "not-json", path: "", line, message };
}

function lineAt(text: string, problem: Problem): { line?: number; message: string } {
  const line = problem.path === "" ? null : lineOf(text, problem.path);
  return line === null
    ? { message: problem.message }
    : { line, message: `At line ${line}, ${inSentence(problem.message)}` };
}

/** "The document is …" -> "the document is …": it no longer begins a sentence. */
function inSentence(message: string): string {
  return message.startsWith("The ") ? `the${message.slice(3)}` : message;
}
