/** `sluice diff`: what a change does to a flow, in logic and in findings. */
import { GATES } from "@sluice/shared/caps/policy";
import { CURRENT_RULE_SET, RULE_SETS } from "@sluice/shared/caps/rule-sets";
import { diffFlows } from "@sluice/shared/flow/diff-flows";
import { diffFindings } from "@sluice/shared/lint/diff-findings";
import { type Command, EXIT } from "./command.ts";
import { prettyDiff } from "./diff-pretty.ts";
import type { Io } from "./io.ts";
import { lintFile } from "./linted.ts";
import { exactly, oneOf, readArguments } from "./options.ts";
import { readFlowFile } from "./read-flow-file.ts";

const FORMATS = ["pretty", "json"] as const;

export const diffCommand: Command = {
  name: "diff",
  usage: "diff <old> <new> [--format pretty|json] [--gate strict|platform|off] [--rule-set id]",
  summary: "What differs between two flow files, in logic and in findings.",
  help: `Compares what two flow files do: nodes, ways, templates, variables and settings, field by field, and the findings that
come or go. Places on the canvas and the order of things in the file do not count.

  <old> <new>   flow files; one of them may be - for standard input
  --format      pretty (default) or json
  --gate        strict (default), platform or off
  --rule-set    ${RULE_SETS.map(({ id }) => id).join(", ")} (default ${CURRENT_RULE_SET.id})

Exit codes: 0 the flows do the same, 1 they differ, 2 a file could not be read.
`,
  run: diff,
};

async function diff(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: "string" },
    gate: { type: "string" },
    "rule-set": { type: "string" },
  });
  const files = exactly(positionals, "the old file", "the new file");
  const format = oneOf("--format", values.format, FORMATS, "pretty");
  const ids = RULE_SETS.map(({ id }) => id);
  const options = {
    gate: oneOf("--gate", values.gate, GATES, "strict"),
    ruleSet: oneOf("--rule-set", values["rule-set"], ids, CURRENT_RULE_SET.id),
  };
  const reads = [];
  for (const file of files) reads.push(await readFlowFile(file, io));
  const [old, now] = reads;
  if (!old?.ok || !now?.ok) {
    for (const read of reads) if (!read.ok) io.err(`sluice diff: ${read.says}\n`);
    return EXIT.unreadable;
  }
  const [before, after] = [lintFile(old, options), lintFile(now, options)];
  const changes = diffFlows(before.flow, after.flow);
  const findings = diffFindings(before.findings, after.findings);
  const same = changes.length + findings.appeared.length + findings.gone.length + findings.changed.length === 0;
  if (format === "json") {
    const report = { old: before.file, new: after.file, same, changes, findings };
    io.out(`${JSON.stringify(report, null, 2)}\n`);
  } else io.out(prettyDiff(before, after, changes, findings, io.color));
  return same ? EXIT.ok : EXIT.findings;
}
