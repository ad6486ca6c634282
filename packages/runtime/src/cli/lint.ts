/** `sluice lint`: findings of flow files, for people and for programs. */
import { parseArgs } from "node:util";
import { GATES, type Gate } from "@sluice/shared/caps/policy";
import { CURRENT_RULE_SET, RULE_SETS } from "@sluice/shared/caps/rule-sets";
import { SEVERITIES, type Severity } from "@sluice/shared/lint/finding";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { type Command, EXIT, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { pretty } from "./pretty.ts";
import { readFlowFile } from "./read-flow-file.ts";

const FORMATS = ["pretty", "json"] as const;

export const lintCommand: Command = {
  name: "lint",
  usage:
    "lint <file…> [--format pretty|json] [--level error|warning|info|hint] [--gate strict|platform|off] [--rule-set id]",
  summary: "Check flow files; - is standard input.",
  help: `Checks every path of a flow: marketing that would be held, messages after the window has closed, loops, dead ends.

  <file…>       flow files; - is standard input
  --format      pretty (default) or json: one object for one file, an array for several
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
  level: Severity;
  gate: Gate;
  ruleSet: string;
}

async function lint(argv: readonly string[], io: Io): Promise<number> {
  const { files, format, level, gate, ruleSet } = readOptions(argv);
  const counts = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
  const reports: { file: string; findings: unknown }[] = [];
  let exit: number = EXIT.ok;
  for (const file of files) {
    const read = await readFlowFile(file, io);
    if (!read.ok) {
      io.err(`sluice lint: ${read.says}\n`);
      exit = EXIT.unreadable;
      continue;
    }
    const { findings, pathsChecked } = lintFlow(read.flow, { gate, ruleSet });
    if (exit === EXIT.ok && findings.some((finding) => !finding.suppressed && counts(finding.severity)))
      exit = EXIT.findings;
    if (format === "json") reports.push({ file, findings });
    else io.out(pretty(file, read.flow, findings, { shows: counts, level, pathsChecked, color: io.color }));
  }
  if (format === "json" && (files.length > 1 || reports.length > 0))
    io.out(`${JSON.stringify(files.length === 1 ? reports[0] : reports, null, 2)}\n`);
  return exit;
}

function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parse(argv);
  if (positionals.length === 0) throw new UsageError("no file was named.");
  if (positionals.filter((file) => file === "-").length > 1) throw new UsageError("standard input can be read once.");
  return {
    files: positionals,
    format: oneOf("--format", values.format, FORMATS, "pretty"),
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

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        level: { type: "string" },
        gate: { type: "string" },
        "rule-set": { type: "string" },
      },
    });
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    throw new UsageError(says.split(". To specify")[0]?.replace(/\.?$/, ".") ?? says);
  }
}

function oneOf<Value extends string>(
  option: string,
  given: string | undefined,
  known: readonly Value[],
  otherwise: Value,
): Value {
  if (given === undefined) return otherwise;
  const found = known.find((value) => value === given);
  if (found === undefined) throw new UsageError(`${option} is "${given}"; ${known.join(", ")} are known.`);
  return found;
}
