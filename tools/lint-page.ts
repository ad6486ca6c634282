/** What docs/lint.md should hold: each rule with why and what to do, and with a flow it finds something in and one it passes, drawn. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlowDocument, FlowNode } from "../packages/shared/src/flow/document.ts";
import { flowContext } from "../packages/shared/src/flow/flow-context.ts";
import { type LintOptions, lintFlow } from "../packages/shared/src/lint/lint-flow.ts";
import type { LintRule } from "../packages/shared/src/lint/rule.ts";
import { lintRules } from "../packages/shared/src/lint/rules.ts";
import { nodeType } from "../packages/shared/src/nodes/registry.ts";

interface Fixture {
  flow: FlowDocument;
  options?: Pick<LintOptions, "gate" | "ruleSet" | "flows">;
}

const rulesFolder = join(import.meta.dirname, "..", "packages", "shared", "src", "lint", "rules");

export function lintPage(): string {
  const contents = lintRules.map((rule) => `- [\`${rule.code}\`](#${rule.code}): ${rule.title}`).join("\n");
  return `${HEAD}\n\n${contents}\n\n${lintRules.map(section).join("\n\n")}\n`;
}

const HEAD = `# What lint finds

This page is written by the project itself: the flows below are run, and what is said about them is what lint says
(\`node tools/generate-lint-doc.mjs\`).

Lint walks every path through a flow and keeps, for each node, how many offers nobody has answered, how long ago the
person wrote and how long ago the session began. How it does that, and what exactly it claims, stands in
[lint-model.md](lint-model.md).

**Error**: refuses publication unless somebody says why. **Warning**: the author should know; the gate will hold it, or it
happens on some paths only. **Info**: handled on purpose, the way out is connected. **Hint**: advice. A finding is
**certain** when every way that reaches the place shows it, else **possible**; a path over a condition names the outcome it
assumes.

What is meant is suppressed: *Suppress…* beside the finding asks for a reason and a name, which travel in the file
(\`suppressions\`: rule, node, reason, by whom, when). It no longer stands against publishing, is listed at the end with its
reason, can be taken back there, and stays in the reports of the command line, marked as suppressed.

In the pictures below a thick edge marks where something was found; words on arrows are the ways out.`;

function section(rule: LintRule): string {
  const bad = fixture(rule, "invalid-");
  const good = fixture(rule, "valid");
  const said = lintFlow(bad.flow, bad.options).findings.filter((finding) => finding.code === rule.code);
  const first = said[0];
  const finding = first ? `> ${first.severity}, ${first.certainty}: ${first.message}` : "> (a whole-flow finding)";
  return [
    `## ${rule.code}`,
    `**${rule.title}.** ${rule.why}`,
    `*What to do:* ${rule.whatToDo}`,
    "Found here:",
    picture(bad.flow, new Set(said.flatMap(({ node }) => (node === null ? [] : [node])))),
    finding,
    "Nothing to say here:",
    picture(good.flow),
  ].join("\n\n");
}

/** The first by name that needs no other flow; of those it finds something in, one that is not handled on purpose. */
function fixture(rule: LintRule, prefix: string): Fixture {
  const folder = join(rulesFolder, rule.code);
  const fixtures = readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".json"))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Fixture)
    .toSorted((one, other) => Number(one.options?.flows !== undefined) - Number(other.options?.flows !== undefined));
  const plain = fixtures.find(({ flow, options }) =>
    lintFlow(flow, options).findings.some(({ code, severity }) => code === rule.code && severity !== "info"),
  );
  const chosen = (prefix === "valid" ? undefined : plain) ?? fixtures[0];
  if (!chosen) throw new Error(`${rule.code} has no ${prefix}*.json`);
  return chosen;
}

/**
 * A flow chart that the readers of Markdown draw: nodes with their titles and what they do, edges with the ways out as the
 * canvas names them. Where something was found, the node has a thick edge.
 */
function picture(flow: FlowDocument, found: ReadonlySet<string> = new Set()): string {
  const name = new Map(flow.nodes.map((node, position) => [node.id, `n${position}`]));
  const drawn = new Map(flow.nodes.map((node) => [node.id, drawing(node, flow)]));
  const nodes = flow.nodes.map((node, position) => {
    const { kind, does } = drawing(node, flow);
    const lines = [kind, does].filter(Boolean).map((line) => `<br><small>${text(line)}</small>`);
    return `  n${position}["${text(node.title ?? node.id)}${lines.join("")}"]`;
  });
  const edges = flow.edges.map(({ source, sourceHandle, target }) => {
    const way = drawn.get(source)?.ways.get(sourceHandle) ?? sourceHandle;
    return `  ${name.get(source) ?? "nowhere"} -- "${text(way)}" --> ${name.get(target) ?? "nowhere"}`;
  });
  const marks = flow.nodes.flatMap(({ id }, position) => (found.has(id) ? [`  class n${position} found`] : []));
  const styles = marks.length > 0 ? ["  classDef found stroke:#a15e00,stroke-width:3px"] : [];
  return ["```mermaid", "flowchart LR", ...nodes, ...edges, ...styles, ...marks, "```"].join("\n");
}

interface Drawing {
  kind: string;
  /** How long it waits, what it asks, what can be tapped. */
  does: string;
  /** Ways out as the canvas names them: "No answer, 2 h". */
  ways: ReadonlyMap<string, string>;
}

function drawing(node: FlowNode, flow: FlowDocument): Drawing {
  const context = flowContext(flow);
  const definition = nodeType(node.type);
  const parsed = definition?.schema.safeParse(node.config);
  if (!definition || !parsed?.success) return { kind: node.type, does: "", ways: new Map() };
  const config = parsed.data;
  const ports = definition.ports(config, context);
  const content = definition.preview?.(config, context)?.content;
  const buttons = content?.kind === "template" ? content.shown.buttons.map(({ title }) => title) : null;
  return {
    kind: definition.kindLine?.(config, context) ?? definition.title,
    does: buttons
      ? buttons.length > 0
        ? `Buttons: ${buttons.join(", ")}`
        : "Nothing to tap"
      : definition.summary(config, context).replaceAll("\n", ", "),
    ways: new Map(ports.map(({ id, label, note }) => [id, note ? `${label}, ${note}` : label])),
  };
}

function text(value: string): string {
  const short = value.length > 120 ? `${value.slice(0, 119)}…` : value;
  return short.replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll("\n", " ");
}
