/** Whose flow file this is, by what its builder writes; null when it looks like nobody's. Importers come later. */
import type { Problem } from "@sluice/shared/flow/problem";

type Shape = Record<string, unknown>;

const MARKS: readonly [string, (file: Shape) => boolean][] = [
  ["a Typebot bot", (file) => isList(file["groups"]) && isList(file["edges"]) && "variables" in file],
  ["a Glific export", (file) => isList(file["flows"]) && ("interactive_templates" in file || "contact_field" in file)],
  ["a Glific flow", (file) => "spec_version" in file && "vars" in file && isList(file["nodes"])],
  ["a ChatbotX export", (file) => isList(file["flows"]) && "exportedAt" in file],
  ["a RapidPro or TextIt export", (file) => isList(file["flows"])],
  ["a RapidPro or TextIt flow", (file) => isList(file["nodes"]) && ("spec_version" in file || "_ui" in file)],
  ["an old RapidPro flow", (file) => isList(file["action_sets"])],
  ["a Botpress flow", (file) => isList(file["nodes"]) && ("catchAll" in file || "startNode" in file)],
  ["an n8n workflow", (file) => isList(file["nodes"]) && isObject(file["connections"])],
  ["a Twilio Studio flow", (file) => isList(file["states"]) && "initial_state" in file],
  ["a FLOIP flow", (file) => isList(file["blocks"]) && "supported_modes" in file],
  ["a flow of another builder", (file) => isList(file["nodes"]) && isList(file["edges"])],
];

/** Whose file it was that is no flow of ours; not asked of what was refused before its form was looked at. */
export function foreignFormatOf(problems: readonly Problem[], text: string): string | null {
  const isRead = problems.some(({ code }) => FORM.has(code));
  return isRead ? foreignFormat(JSON.parse(text.replace(/^\uFEFF/, ""))) : null;
}

const FORM = new Set(["not-a-flow", "unknown-version", "invalid-document"]);

export function foreignFormat(value: unknown): string | null {
  if (isList(value))
    return value.some((item) => isObject(item) && "wires" in item && "type" in item) ? "a Node-RED flow" : null;
  if (!isObject(value)) return null;
  if ("formatVersion" in value && !("flows" in value)) return null;
  return MARKS.find(([, matches]) => matches(value))?.[0] ?? null;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
