/** What docs/expressions.md should hold. Every example is evaluated. */

import { compileExpression } from "../packages/shared/src/expression/compile-expression.ts";
import { DATE_LETTERS } from "../packages/shared/src/expression/date-pattern.ts";
import { functions } from "../packages/shared/src/expression/functions.ts";
import { LIMITS } from "../packages/shared/src/expression/limits.ts";
import { run, scopeOf } from "../packages/shared/src/expression/test-scope.ts";
import { compileText } from "../packages/shared/src/expression/text-template.ts";
import type { Json } from "../packages/shared/src/flow/json.ts";

/** What the examples see; on the page, too. */
const variables = { size: "42", nick: "", items: [{ title: "Shoe", price: 59.9 }, { title: "Sock" }] };
const scope = scopeOf(variables, { name: "Ana", city: "Recife" });

export function expressionsPage(): string {
  return `${[
    INTRO,
    "## Values\n",
    table(["expression", "gives", ""], VALUES.map(example)),
    "## Operators\n",
    "From the weakest to the strongest.\n",
    table(["expression", "gives", ""], OPERATORS.map(example)),
    "## Functions\n",
    '`name | upper` is `upper(name)`, and `name | default("friend")` is `default(name, "friend")`. A parameter with `?` may be left out. A name that is not set (null) passes through: the result is null, too.\n',
    ...Object.entries(GROUPS).flatMap(([group, title]) => [`### ${title}\n`, ...ofGroup(group)]),
    "### Letters of a date pattern\n",
    "Words stand in single quotes, `''` is a quote, everything else stands for itself. Names of months and days are those of the language.\n",
    table(
      ["letters", "for example"],
      DATE_LETTERS.map(([letters, shown]) => [code(letters), shown]),
    ),
    "## When something does not fit\n",
    "What cannot be read is refused while you write, with its place. What cannot be computed later, because an answer is no number for example, is null, and the timeline has a note that says why.\n",
    table(
      ["you write", "you are told"],
      MISTAKES.map((source) => [code(source), cell(errorOf(source))]),
    ),
    "## Bounds\n",
    bounds(),
  ].join("\n")}\n`;
}

const INTRO = `# Expressions

<!-- Written by tools/generate-expressions-doc.mjs; change it in tools/expressions-page.ts or in packages/shared/src/expression. -->

Texts take expressions between \`{{\` and \`}}\`: \`Hi {{ contact.name | default("there") }}\`. Conditions are expressions
without the braces: \`size > 40 and "yes" in answers\`. They read variables of the session by name (\`size\`) and fields of
the contact (\`contact.city\`, \`contact["shoe size"]\`), and compute; they change nothing and reach nothing else.

Every contact has \`contact.name\`, \`contact.phone\`, \`contact.consent\` ("in", "out" or "unknown") and
\`contact.engagement\`: the counts \`replies\`, \`taps\` and \`reads\`, and the times \`lastReply\`, \`lastTap\`, \`lastRead\`,
\`lastMarketing\` and \`lastBlocked\` (null: never). \`contact.tags\` are the words that tag nodes put on.

To show two braces write \`{{ "{{" }}\`. A text that is one expression and nothing else keeps its kind where a value is
stored: \`{{ 1 + 1 }}\` is the number 2.

The examples are evaluated when this page is written. They see \`size\` = "42", \`nick\` = "", \`items\` = two objects, the
contact Ana in Recife, and the instant 2026-11-23T10:00:00Z, where her clock shows 07:00 on a Monday.
`;

const GROUPS = {
  text: "Texts",
  number: "Numbers and money",
  list: "Lists and objects",
  date: "Dates and times",
  value: "Any value",
};

const VALUES: [source: string, note: string][] = [
  ["1.50", "numbers have a point"],
  ["'it\\'s'", "texts stand in \" or '; \\n \\t \\\\ \\\" \\' inside"],
  ["[true, null, 'a']", "a list; null is nothing"],
  ["{size: 42, 'shoe size': 38}", "an object"],
  ["items[0].title", "a part; [0] is the first, [-1] the last"],
  ["items[1].price", "what is not there is null"],
  ["size + 1", "answers are texts; one that reads as a number serves as one"],
  ["contact.city", "a field of the contact"],
];

const OPERATORS: [source: string, note: string][] = [
  ["size > 40 ? 'big' : 'small'", "a choice"],
  ["nick or contact.name", "the first that counts as true; null, false, 0, blank and empty do not"],
  ["size > 40 and contact.city == 'Recife'", ""],
  ["not (size > 40)", ""],
  ["size == 42", "`==` `!=`: a number and a text that reads as it are equal; two texts are compared exactly"],
  ["'2026-11-09' < '2026-11-23'", "`<` `<=` `>` `>=`: two numbers, else two texts character by character"],
  ["'M' in ['S', 'M']", "an item of a list, a part of a text, a name in an object; also `not in`"],
  ["'Hi ' & contact.name", "joins texts"],
  ["0.1 + 0.2", "`+` `-`: numbers only, exact to 15 digits"],
  ["-7 % 3", "`*` `/` `%`: the sign of a remainder is that of the right side"],
  ["-size", "`-` `!`"],
];

const MISTAKES = [
  "{{ contact.name | upper }}",
  "size = 42",
  "first name",
  '"Hi " + name',
  "name.toUpperCase()",
  "name | default: 'friend'",
  "“M” == size",
  "1 < size < 50",
  "format_date(today(), 'DD/MM/YYYY')",
  "round('two')",
  "Hi {{1}}",
];

function ofGroup(group: string): string[] {
  return [...functions.values()]
    .filter((definition) => definition.group === group)
    .map(({ signature, help, examples }) => {
      const lines = examples.map(([source]) => `${source}  →  ${show(run(source, scope).value)}`);
      return `**\`${signature}\`** ${prose(help)}\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n`;
    });
}

function example([source, note]: [source: string, note: string]): string[] {
  const { value, notes } = run(source, scope);
  if (notes.length > 0) throw new Error(`${source}: ${notes.join()}`);
  return [code(source), code(show(value)), note.replaceAll("|", "\\|")];
}

function errorOf(source: string): string {
  const compiled = source.startsWith("Hi {{") ? compileText(source) : compileExpression(source);
  if (compiled.ok) throw new Error(`${source} is no mistake`);
  return ("errors" in compiled ? compiled.errors[0]?.message : compiled.error.message) ?? "";
}

function bounds(): string {
  return `An expression has at most ${number(LIMITS.source)} characters, is nested at most ${LIMITS.depth} deep and may do work worth ${number(LIMITS.cost)}
steps: each part costs one, a text its length, a pattern its size times the length of what it looks through. Texts and
values that come out have at most ${number(LIMITS.output)} characters, patterns ${number(LIMITS.pattern)}. What needs more is null, with a note. Patterns
are RE2's: no look-around, no back-references, and never slow.`;
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

function show(value: Json): string {
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value);
}

function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function cell(text: string): string {
  return prose(text).replaceAll("|", "\\|");
}

function prose(text: string): string {
  return text.replaceAll("<", "&lt;").replaceAll("*", "\\*").replaceAll("_", "\\_");
}

function number(value: number): string {
  return value.toLocaleString("en");
}
