/**
 * The only way in for a flow document. Text or a value becomes a checked document, or problems that name the place; never
 * an exception, and nothing of a refused file is kept.
 */
import type { NodeDefinition } from "../nodes/definition.ts";
import { type FlowDocument, type FlowNode, FORMAT_VERSION, flowSchema, MOST } from "./document.ts";
import { findHostile } from "./hostile-value.ts";
import { type Problem, pathText } from "./problem.ts";
import { MOST_MEMBERS, readJson, withLines } from "./read-json.ts";

const BOUNDS = { depth: 64, members: MOST_MEMBERS };
const MOST_PROBLEMS = 50;
/** In UTF-16 units: sentences for people, whatever was written where a name should stand. */
const LONGEST_MESSAGE = 400;
const LONGEST_PATH = 200;

export type ParseResult = { ok: true; flow: FlowDocument } | { ok: false; problems: Problem[] };

export function parseFlow(
  input: string | unknown,
  nodeType: (type: string) => NodeDefinition | undefined,
  knownTypes: number,
): ParseResult {
  if (typeof input !== "string") return parseValue(input, nodeType, knownTypes);
  const read = readJson(input, { what: "The document", holder: "the file", depth: BOUNDS.depth });
  if (!read.ok) return { ok: false, problems: [read.problem] };
  const result = parseValue(read.value, nodeType, knownTypes);
  return result.ok ? result : { ok: false, problems: withLines(read.text, result.problems) };
}

function parseValue(
  value: unknown,
  nodeType: (type: string) => NodeDefinition | undefined,
  knownTypes: number,
): ParseResult {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refused("not-a-flow", "", "This is not a flow document: an object was expected.");
  const hostile = findLongList(value) ?? findHostile(value, BOUNDS, "The document");
  if (hostile) return { ok: false, problems: [hostile] };
  const version = (value as { formatVersion?: unknown }).formatVersion;
  if (version === undefined)
    return refused("not-a-flow", "formatVersion", "This is not a flow document: formatVersion is missing.");
  if (version !== FORMAT_VERSION) {
    const given = shorten(JSON.stringify(version), LONGEST_PATH);
    const message = `formatVersion is ${given}; version ${FORMAT_VERSION} is understood.`;
    return refused("unknown-version", "formatVersion", message);
  }
  const parsed = flowSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => {
      const path = shorten(pathText(issue.path), LONGEST_PATH);
      const message = shorten(`${path ? `${path}: ` : ""}${issue.message}`, LONGEST_MESSAGE);
      return { code: "invalid-document", path, message };
    });
    return { ok: false, problems };
  }
  const problems: Problem[] = [];
  for (const [index, node] of parsed.data.nodes.entries()) {
    problems.push(...checkNode(node, index, nodeType, knownTypes));
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
  return { ok: true, flow: parsed.data };
}

/** Counted before anything looks at what is in them. */
function findLongList(value: object): Problem | null {
  for (const [path, most] of Object.entries(MOST)) {
    const list = (value as Record<string, unknown>)[path];
    if (Array.isArray(list) && list.length > most)
      return { code: "too-many", path, message: `The document has ${list.length} ${path}; ${most} are allowed.` };
  }
  return null;
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
    const path = shorten(pathText(["nodes", index, "config", ...issue.path]), LONGEST_PATH);
    return {
      code: "invalid-config",
      path,
      message: shorten(`${path} (${definition.title} "${node.title ?? node.id}"): ${issue.message}`, LONGEST_MESSAGE),
      node: node.id,
    };
  });
}

function refused(code: string, path: string, message: string): ParseResult {
  return { ok: false, problems: [{ code, path, message }] };
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
