/** What docs/lint.md should hold: each rule with why and what to do, and with a flow it finds something in and one it passes, drawn. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlowDocument } from "../packages/shared/src/flow/document.ts";
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
assumes. A finding can be suppressed on its node with a reason, which travels in the file (\`suppressions\`).`;

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
    picture(bad.flow),
    finding,
    "Nothing to say here:",
    picture(good.flow),
  ].join("\n\n");
}

/** The first by name; of those it finds something in, one that is not handled on purpose. */
function fixture(rule: LintRule, prefix: string): Fixture {
  const folder = join(rulesFolder, rule.code);
  const fixtures = readdirSync(folder)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".json"))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Fixture);
  const plain = fixtures.find(({ flow, options }) =>
    lintFlow(flow, options).findings.some(({ code, severity }) => code === rule.code && severity !== "info"),
  );
  const chosen = (prefix === "valid" ? undefined : plain) ?? fixtures[0];
  if (!chosen) throw new Error(`${rule.code} has no ${prefix}*.json`);
  return chosen;
}

/** A flow chart that the readers of Markdown draw: nodes with their titles, edges with the ports they leave by. */
function picture(flow: FlowDocument): string {
  const context = flowContext(flow);
  const name = new Map(flow.nodes.map((node, position) => [node.id, `n${position}`]));
  const nodes = flow.nodes.map((node, position) => {
    const definition = nodeType(node.type);
    const parsed = definition?.schema.safeParse(node.config);
    const kind =
      definition && parsed?.success ? (definition.kindLine?.(parsed.data, context) ?? definition.title) : node.type;
    return `  n${position}["${text(node.title ?? node.id)}<br><small>${text(kind)}</small>"]`;
  });
  const edges = flow.edges.map(
    (edge) =>
      `  ${name.get(edge.source) ?? "nowhere"} -- "${text(edge.sourceHandle)}" --> ${name.get(edge.target) ?? "nowhere"}`,
  );
  return ["```mermaid", "flowchart LR", ...nodes, ...edges, "```"].join("\n");
}

function text(value: string): string {
  return value.replaceAll('"', "#quot;").replaceAll("\n", " ");
}
