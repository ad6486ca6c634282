/** `sluice lint`: findings of flow files, for people and for programs. */
import { join } from "node:path";
import { GATES, type Gate } from "@sluice/shared/caps/policy";
import { CURRENT_RULE_SET, RULE_SETS } from "@sluice/shared/caps/rule-sets";
import { SEVERITIES, type Severity } from "@sluice/shared/lint/finding";
import { type Command, EXIT } from "./command.ts";
import type { Io } from "./io.ts";
import { junit } from "./junit.ts";
import { type Linted, lintFile } from "./linted.ts";
import { oneOf, readArguments, readFiles } from "./options.ts";
import { pretty } from "./pretty.ts";
import { type FlowFile, readFlowFile } from "./read-flow-file.ts";
import { sarif } from "./sarif.ts";

const FORMATS = ["pretty", "json", "sarif", "junit"] as const;

export const lintCommand: Command = {
  name: "lint",
  usage:
    "lint <file or folder…> [--format pretty|json|sarif|junit] [-o file] [--level error|warning|info|hint] [--gate strict|platform|off] [--rule-set id]",
  summary: "Check flow files; - is standard input.",
  help: `Checks every path of a flow: marketing that would be held, messages after the window has closed, loops, dead ends.

  <file…>       flow files; - is standard input; of a folder all *.flow.json in it. A flow that another one calls is
                looked for among them, and what it does to the caller's paths is checked with it
  --format      pretty (default); json: one object for one file, an array for several; sarif: SARIF 2.1.0 with each
                path as a code flow; junit: JUnit XML
  -o, --output  write the report to this file
  --level       error, warning (default), info or hint: what counts as a failure
  --gate        strict (default), platform or off: see docs/caps.md
  --rule-set    ${RULE_SETS.map(({ id }) => id).join(", ")} (default ${CURRENT_RULE_SET.id})

Exit codes: 0 nothing at that level or above, 1 findings, 2 a file could not be read.
`,
  run: lint,
};

interface Options {
  files: string[];
  format: (typeof FORMATS)[number];
  output: string | undefined;
  level: Severity;
  gate: Gate;
  ruleSet: string;
}

async function lint(argv: readonly string[], io: Io): Promise<number> {
  const options = readOptions(argv);
  const { level, gate, ruleSet, output } = options;
  const files = await filesIn(options.files, io);
  const counts = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
  const found: FlowFile[] = [];
  const unread: { file: string; says: string }[] = [];
  for (const file of files) {
    const read = await readFlowFile(file, io);
    if (read.ok) found.push(read);
    else {
      io.err(`sluice lint: ${read.says}\n`);
      unread.push({ file, says: read.says });
    }
  }
  const flows = found.map(({ flow }) => flow);
  const linted = found.map((file) => lintFile(file, { gate, ruleSet, flows }));
  const report = reportOf({ ...options, files }, linted, unread, counts, io);
  if (output === undefined) io.out(report);
  else if (!(await written(output, report, io))) return EXIT.unreadable;
  if (unread.length > 0) return EXIT.unreadable;
  const fails = linted.some(({ findings }) => findings.some((each) => !each.suppressed && counts(each.severity)));
  return fails ? EXIT.findings : EXIT.ok;
}

/** Of a folder the flow files in it. */
async function filesIn(named: readonly string[], io: Io): Promise<string[]> {
  const files: string[] = [];
  for (const name of named) {
    const inside = name === "-" ? null : await io.filesIn(name);
    const flows = inside?.filter((file) => file.endsWith(".flow.json")) ?? [];
    // One without flows is said to be a folder, like any file that cannot be read.
    files.push(...(flows.length === 0 ? [name] : flows.map((file) => join(name, file))));
  }
  return files;
}

async function written(file: string, report: string, io: Io): Promise<boolean> {
  try {
    await io.write(file, report);
    return true;
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    io.err(`sluice lint: the report could not be written to ${file}: ${says}.\n`);
    return false;
  }
}

/** Of one file that could not be read there is nothing in JSON. */
function reportOf(
  { format, files, level, output }: Options,
  linted: readonly Linted[],
  unread: readonly { file: string; says: string }[],
  counts: (severity: Severity) => boolean,
  io: Io,
): string {
  switch (format) {
    case "pretty": {
      const color = io.color && output === undefined;
      return linted.map((report) => pretty(report, { shows: counts, level, color })).join("");
    }
    case "json": {
      const reports = linted.map(({ file, findings }) => ({ file, findings }));
      if (files.length === 1 && linted.length === 0) return "";
      return `${JSON.stringify(files.length === 1 ? reports[0] : reports, null, 2)}\n`;
    }
    case "sarif": {
      const said = unread.map(({ says }) => says);
      return `${JSON.stringify(sarif(linted, said, io.folder), null, 2)}\n`;
    }
    case "junit":
      return junit(linted, unread, { counts });
  }
}

function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = readArguments(argv, {
    format: { type: "string" },
    output: { type: "string", short: "o" },
    level: { type: "string" },
    gate: { type: "string" },
    "rule-set": { type: "string" },
  });
  return {
    files: readFiles(positionals),
    format: oneOf("--format", values.format, FORMATS, "pretty"),
    output: values.output,
    level: oneOf("--level", values.level, SEVERITIES, "warning"),
    gate: oneOf("--gate", values.gate, GATES, "strict"),
    ruleSet: oneOf(
      "--rule-set",
      values["rule-set"],
      RULE_SETS.map(({ id }) => id),
      CURRENT_RULE_SET.id,
    ),
  };
}
