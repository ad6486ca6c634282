/** Findings as JUnit XML, which every build server reads: a suite for each file, a failed case for each finding that counts. */
import type { Finding, Severity } from "@sluice/shared/lint/finding";
import type { Linted } from "./linted.ts";
import { plainWords } from "./say-witness.ts";

export interface JunitOptions {
  /** Does this severity fail the case? Others are told without failing. */
  counts(severity: Severity): boolean;
}

/** `unread`: files that could not be read, and why. */
export function junit(
  files: readonly Linted[],
  unread: readonly { file: string; says: string }[],
  { counts }: JunitOptions,
): string {
  const suites = [
    ...files.map((linted) => suiteOf(linted, counts)),
    ...unread.map(({ file, says }) =>
      suite(file, [{ kind: "error", xml: testcase("can be read", file, `<error${attributes({ message: says })}/>`) }]),
    ),
  ];
  const total = (kind: Kind) => suites.reduce((sum, { counted }) => sum + counted[kind], 0);
  const head = attributes({
    name: "sluice lint",
    tests: String(suites.reduce((sum, { tests }) => sum + tests, 0)),
    failures: String(total("failure")),
    errors: String(total("error")),
    skipped: String(total("skipped")),
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${suites.map(({ xml }) => xml).join("")}</testsuites>\n`;
}

type Kind = "passed" | "failure" | "error" | "skipped";

interface Case {
  kind: Kind;
  xml: string;
}

function suiteOf(linted: Linted, counts: (severity: Severity) => boolean) {
  const cases = linted.findings.map((finding): Case => {
    const name = `${finding.code}: ${linted.words.where(finding)}`;
    const line = finding.node === null ? undefined : linted.places.get(finding.node)?.line;
    const { suppressed, severity } = finding;
    const kind = suppressed ? "skipped" : counts(severity) ? "failure" : "passed";
    const said = detailsOf(finding, linted);
    const inside =
      suppressed !== undefined
        ? `<skipped${attributes({ message: `${suppressed.reason} (${suppressed.by})` })}/>`
        : kind === "failure"
          ? `<failure${attributes({ type: severity, message: plainWords(finding.message) })}>${escapeXml(said)}</failure>`
          : `<system-out>${escapeXml(`${severity}: ${said}`)}</system-out>`;
    return { kind, xml: testcase(name, linted.name, inside, line) };
  });
  if (cases.length === 0) cases.push({ kind: "passed", xml: testcase("no problems on any path", linted.name, "") });
  return suite(linted.name, cases);
}

function suite(name: string, cases: readonly Case[]) {
  const counted = { passed: 0, failure: 0, error: 0, skipped: 0 };
  for (const { kind } of cases) counted[kind] += 1;
  const head = attributes({
    name,
    tests: String(cases.length),
    failures: String(counted.failure),
    errors: String(counted.error),
    skipped: String(counted.skipped),
  });
  const xml = `  <testsuite${head}>\n${cases.map((each) => each.xml).join("")}  </testsuite>\n`;
  return { xml, counted, tests: cases.length };
}

function testcase(name: string, file: string, inside: string, line?: number): string {
  const head = attributes({ name, classname: file, file, ...(line === undefined ? {} : { line: String(line) }) });
  return inside === "" ? `    <testcase${head}/>\n` : `    <testcase${head}>${inside}</testcase>\n`;
}

function detailsOf(finding: Finding, { words }: Linted): string {
  const steps = finding.witness?.steps.map((step, index) => `${index + 1}. ${words.step(step)}`) ?? [];
  return [`${plainWords(finding.message)} (${finding.certainty})`, ...steps].join("\n");
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replaceAll("\n", "&#10;")}"`)
    .join("");
}

/** Characters that XML 1.0 cannot hold are shown as �. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
