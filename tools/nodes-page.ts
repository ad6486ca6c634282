/** What docs/nodes.md should hold: each node type from its definition, with its examples run. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { flowContext } from "../packages/shared/src/flow/flow-context.ts";
import { flowJsonSchema } from "../packages/shared/src/flow/json-schema.ts";
import type { Facts, NodeDefinition, NodeGroup, Port, Way } from "../packages/shared/src/nodes/definition.ts";
import { nodeTypes } from "../packages/shared/src/nodes/registry.ts";
import {
  type Example,
  type ExampleEvent,
  exampleFlow,
  playExample,
} from "../packages/shared/src/nodes/test-play-example.ts";
import { sayDuration } from "../packages/shared/src/time/duration.ts";

const GROUPS: Record<NodeGroup, string> = {
  start: "Start",
  message: "Messages",
  template: "Templates",
  ask: "Questions",
  wait: "Waiting",
  decide: "Decisions",
  data: "What is remembered",
  people: "People",
  note: "Notes",
};

export function nodesPage(): string {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const types = nodeTypes.filter((definition) => definition.group === group);
    return types.length === 0 ? [] : [`## ${title}\n`, ...types.map(section)];
  });
  return `${[INTRO, ...groups].join("\n").trim()}\n`;
}

const INTRO = `# Node types

<!-- Written by tools/generate-nodes-doc.mjs; change it in tools/nodes-page.ts or in packages/shared/src/nodes. -->

A flow is made of these. Each is defined once, in a folder of \`packages/shared/src/nodes\`: its settings, its ways out, what
it does, and the examples below, which are run when this page is written and again by the tests.

**Settings** are the node's \`config\` in the flow document; those in bold are needed. Texts take
[expressions](expressions.md). **Ways out** are its ports: an edge leaves from one of them. An unconnected \`other\` or
\`answered\` keeps waiting, any other port without an edge ends the session with that port's name as its reason.

In the examples Asha is visited on Monday, 23 November 2026, at 10:00 UTC, and has just written unless the window is said to
be closed. What is sent, waited for, left by and remembered is what the engine did.
`;

function section(definition: NodeDefinition): string {
  const examples = examplesOf(definition.type);
  return [
    `### ${definition.title}\n`,
    `\`${definition.type}\`: ${definition.help}\n`,
    ...settings(definition),
    ...waysOut(definition, examples),
    ...examplesPart(definition.type, examples),
  ].join("\n");
}

function examplesOf(type: string): Example[] {
  const file = join(import.meta.dirname, "..", "packages", "shared", "src", "nodes", type, "examples.json");
  return JSON.parse(readFileSync(file, "utf8")) as Example[];
}

// Settings.

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  title?: string;
  description?: string;
  default?: unknown;
}

function settings(definition: NodeDefinition): string[] {
  const rows = rowsOf(configSchema(definition.type), "");
  return rows.length === 0 ? [] : [table(["setting", "is", ""], rows), ""];
}

/** As the published JSON Schema has it, with labels and help. */
function configSchema(type: string): JsonSchema {
  const { properties } = flowJsonSchema(nodeTypes) as JsonSchema;
  const node = properties?.["nodes"]?.items?.oneOf?.find((option) => option.properties?.["type"]?.const === type);
  return node?.properties?.["config"] ?? {};
}

function rowsOf(schema: JsonSchema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = path === "" ? key : `${path}.${key}`;
    const needed = schema.required?.includes(key) ?? false;
    const about = [
      field.title && path === "" ? `${field.title}.` : field.title ? `${field.title}.` : "",
      field.description,
    ]
      .filter(Boolean)
      .join(" ");
    return [[needed ? `**${code(name)}**` : code(name), kindOf(field), cell(about)], ...nestedRows(field, name)];
  });
}

function nestedRows(field: JsonSchema, name: string): string[][] {
  const options = field.oneOf ?? field.anyOf ?? [];
  if (options.some((option) => option.properties?.["kind"]))
    return options.flatMap((option) =>
      option.properties
        ? [
            [`${code(name)} ${code(String(option.properties["kind"]?.const ?? "…"))}`, "", ""],
            ...rowsOf(withoutKind(option), name),
          ]
        : [],
    );
  if (field.items?.properties) return rowsOf(field.items, `${name}[]`);
  return field.properties ? rowsOf(field, name) : [];
}

/** The kind stands in the row above; one that is a choice stays. */
function withoutKind(option: JsonSchema): JsonSchema {
  const { kind, ...rest } = option.properties ?? {};
  return kind?.const === undefined ? option : { ...option, properties: rest };
}

function kindOf(field: JsonSchema): string {
  if (field.const !== undefined) return code(JSON.stringify(field.const));
  if (field.enum) return field.enum.map((value) => code(String(value))).join(" ");
  const options = field.oneOf ?? field.anyOf;
  if (options) {
    const kinds = new Set(options.map(kindOf));
    return [...kinds].join(" or ");
  }
  switch (field.type) {
    case "string":
      return "text";
    case "boolean":
      return "yes or no";
    case "integer":
      return "whole number";
    case "number":
      return "number";
    case "array":
      return field.items?.properties ? "list" : `list of ${plural(kindOf(field.items ?? {}))}`;
    case "object":
      return field.additionalProperties ? "names and texts" : "object";
    default:
      return "any value";
  }
}

function plural(kind: string): string {
  return kind === "list" ? "lists" : kind === "text" ? "texts" : kind;
}

// Ways out.

function waysOut(definition: NodeDefinition, examples: readonly Example[]): string[] {
  const ports = new Map<string, { port: Port; ways: Way[] }>();
  for (const example of examples) {
    const flow = flowContext(exampleFlow(definition.type, example));
    const config = definition.schema.parse(example.config);
    const facts = definition.facts(config, flow);
    for (const port of definition.ports(config, flow))
      if (!ports.has(port.id)) ports.set(port.id, { port, ways: waysBy(facts, port.id) });
  }
  if (ports.size === 0) return [];
  const rows = [...ports.values()].map(({ port, ways }) => [code(port.id), cell(port.label), cell(sayWays(ways))]);
  return [table(["way out", "shown as", "taken"], rows), ""];
}

function waysBy({ ways }: Facts, port: string): Way[] {
  return ways.filter((way) => way.port === port);
}

function sayWays(ways: readonly Way[]): string {
  return [...new Set(ways.map(sayWay))].join("; or ");
}

const CHOSEN: Record<NonNullable<Way["chosenBy"]>, string> = {
  condition: "when its condition decides so",
  chance: "by chance",
  agent: "when a person decides so",
  data: "when what a text, or an answer, comes out as decides so",
  ledger: "when the ledger says so at that moment",
};

const AFTER: Record<Way["after"], string> = {
  entry: "",
  sent: "",
  refused: "when WhatsApp or the gate refuses the message",
  failed: "when it cannot be sent",
  held: "at once, when it would be held and may not wait",
  expired: "at its deadline, when it was not sent by then",
  capped: "when WhatsApp's limit let no try through",
  "opted-out": "when the person wants no offers",
};

function sayWay(way: Way): string {
  const { after, interaction, chosenBy, at, min, max } = way;
  if (chosenBy) return CHOSEN[chosenBy];
  if (AFTER[after]) return AFTER[after];
  if (interaction) return `when the person acts, within ${sayDuration(max)}`;
  if (at) return "at a moment of the calendar";
  if (max === 0) return "at once";
  return min === max ? `after ${sayDuration(min)}` : "after a time";
}

// Examples.

function examplesPart(type: string, examples: readonly Example[]): string[] {
  const lines: string[] = [];
  let shown = "";
  for (const example of examples) {
    const config = json(example.config);
    if (config !== shown) {
      lines.push(...(shown === "" ? [] : [""]), "```json", config, "```", "");
      shown = config;
    }
    lines.push(`- ${sayExample(type, example)}`);
  }
  return [...lines, ""];
}

/** JSON with what fits into a line in one line. */
function json(value: unknown, indent = ""): string {
  const flat = inline(value);
  if (flat.length + indent.length <= 100 || typeof value !== "object" || value === null) return flat;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => deeper + json(item, deeper))
    : Object.entries(value).map(([key, part]) => `${deeper}${JSON.stringify(key)}: ${json(part, deeper)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${inline(part)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function sayExample(type: string, example: Example): string {
  const seen = playExample(type, example);
  const before = [...sayGiven(example), ...(example.events ?? []).map(sayEvent)];
  const variables = Object.entries(seen.variables).filter(
    ([name, value]) => JSON.stringify(example.given?.variables?.[name]) !== JSON.stringify(value),
  );
  const after = [
    ...seen.sends.map((send) => `sends ${code(send)}`),
    ...variables.map(([name, value]) => `${code(name)} is ${code(JSON.stringify(value))}`),
    ...Object.entries(seen.fields).map(
      ([name, value]) => `${code(`contact.${name}`)} is ${code(JSON.stringify(value))}`,
    ),
    ...(seen.handOff ? [`handed to ${seen.handOff.team ?? "whoever is free"}`] : []),
    ...(seen.consent ? [`offers are ${seen.consent === "in" ? "wanted" : "not wanted"}`] : []),
    ...(seen.waits ? [`waits${seen.waits.until ? ` until ${seen.waits.until}` : ""}`] : []),
    ...(seen.leaves ? [`leaves by ${code(seen.leaves)}`] : []),
    ...(!seen.leaves && seen.reason ? [`ends: ${seen.reason}`] : []),
  ];
  const course = [before.join(", "), after.join(", ")].filter(Boolean).join(" → ");
  return `**${example.title}**${course ? `: ${course}` : ""}`;
}

function sayGiven({ given = {} }: Example): string[] {
  return [
    ...(given.window === "closed" ? ["the window is closed"] : []),
    ...(given.unanswered ? [`the offer ${code(given.unanswered)} is unanswered`] : []),
    ...(given.blocked ? ["WhatsApp has just blocked an offer"] : []),
    ...(given.optedOut ? ["she wants no offers"] : []),
    ...(given.contact ? [`${given.contact.name}, ${given.contact.phone}`] : []),
    ...(given.timeZone ? [`in ${given.timeZone}`] : []),
    ...Object.entries(given.variables ?? {}).map(([name, value]) => `${code(name)} is ${code(JSON.stringify(value))}`),
    ...Object.entries(given.fields ?? {}).map(
      ([name, value]) => `${code(`contact.${name}`)} is ${code(JSON.stringify(value))}`,
    ),
    ...(given.unconnected ? [`${given.unconnected.map(code).join(", ")} leads nowhere`] : []),
  ];
}

function sayEvent(event: ExampleEvent): string {
  const [[kind, value]] = Object.entries(event) as [[string, unknown]];
  switch (kind) {
    case "says":
      return `she writes ${code(String(value))}`;
    case "taps":
      return `she taps ${code(String(value))}`;
    case "sends":
      return value === "location" ? "she sends a place" : "she sends a picture";
    case "fills":
      return `she fills in ${code(JSON.stringify(value))}`;
    case "orders":
      return `she orders ${code(JSON.stringify(value))}`;
    case "waits":
      return `${value} pass`;
    case "news":
      return `it is ${value}`;
    case "refused":
      return `it is refused (${value})`;
    case "released":
      return "a person gives her back";
    case "window":
      return "the window closes";
    default:
      return `${kind} ${code(JSON.stringify(value))}`;
  }
}

// Markdown.

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
