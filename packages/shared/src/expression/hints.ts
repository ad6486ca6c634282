/** What people write who know another language, and what to write here. Shown as part of an error with its position. */

/** Longest first: the lexer takes the first that fits. */
export const WRONG_SIGNS: readonly (readonly [sign: string, hint: string])[] = [
  ["===", "Write == to compare."],
  ["!==", "Write != for “is not”."],
  ["<>", "Write != for “is not”."],
  ["=>", "Write >= for “at least”."],
  ["=<", "Write <= for “at most”."],
  ["**", "There are no powers here; write x * x."],
  ["??", "Write default(a, b) to give a value when a is empty."],
  ["?.", "Write a plain dot: a part that is missing is null anyway."],
  ["//", "Write / once to divide; there are no comments."],
  ["/*", "There are no comments in expressions."],
  ["{{", "Leave out {{ here: this is an expression already."],
  ["=", "Write == to compare; a single = means nothing here. To set a variable use a set node."],
  ["“", 'Use straight quotes: "text".'],
  ["”", 'Use straight quotes: "text".'],
  ["„", 'Use straight quotes: "text".'],
  ["«", 'Use straight quotes: "text".'],
  ["»", 'Use straight quotes: "text".'],
  ["‘", "Use straight quotes: 'text'."],
  ["’", "Use straight quotes: 'text'."],
  ["`", 'Use straight quotes: "text".'],
  ["×", "Write * to multiply."],
  ["÷", "Write / to divide."],
  ["≠", "Write != for “is not”."],
  ["≤", "Write <= for “at most”."],
  ["≥", "Write >= for “at least”."],
  ["−", "Write a plain - to subtract."],
  ["–", "Write a plain - to subtract."],
  ["—", "Write a plain - to subtract."],
  ["@", "Write the name without @, as in contact.name."],
  ["$", "Write the name without $, as in size."],
  ["#", "Write the name without #."],
  ["^", "There are no powers here; write x * x."],
  [";", "One expression only: leave out the semicolon."],
];

/** What to write instead of an expression in braces, where the field is an expression already. */
export function bracesHint(source: string, at: number, otherwise: string): string {
  const end = source.lastIndexOf("}}");
  const inside = end < at ? "" : source.slice(at + 2, end).trim();
  if (/^\d+$/.test(inside))
    return `Leave out {{ and }}, and name a variable: numbers are for WhatsApp's templates only.`;
  const isWhole = source.slice(0, at).trim() === "" && source.slice(end + 2).trim() === "" && !inside.includes("{{");
  return isWhole && inside !== "" && inside.length <= 60
    ? `Leave out {{ and }}: this is an expression already. Write: ${inside}`
    : otherwise;
}

/** `{{1}}` inside of a text, as WhatsApp's templates have it; shown by text-template.ts. */
export function placeholderHint(number: string): string {
  return `{{${number}}} means something in WhatsApp's templates only. Name a variable or a field: {{ name }}, {{ contact.name }}.`;
}

const WRONG_NAMES = new Map([
  ...["True", "TRUE"].map((name) => [name, "true"] as const),
  ...["False", "FALSE"].map((name) => [name, "false"] as const),
  ...["Null", "NULL", "None", "nil", "undefined"].map((name) => [name, "null"] as const),
  ...["And", "AND"].map((name) => [name, "and"] as const),
  ...["Or", "OR"].map((name) => [name, "or"] as const),
  ...["Not", "NOT"].map((name) => [name, "not"] as const),
  ...["In", "IN"].map((name) => [name, "in"] as const),
]);

/** "AND" -> "and", "None" -> "null"; undefined for names that may be variables. */
export function rightWord(name: string): string | undefined {
  return WRONG_NAMES.get(name);
}

const OTHER_NAMES = new Map([
  ...["touppercase", "uppercase", "upcase", "ucase", "to_upper"].map((name) => [name, "upper(text)"] as const),
  ...["tolowercase", "lowercase", "downcase", "lcase", "to_lower"].map((name) => [name, "lower(text)"] as const),
  ...["strip", "remove_whitespace"].map((name) => [name, "trim(text)"] as const),
  ...["len", "size"].map((name) => [name, "length(value)"] as const),
  ...["includes", "indexof", "has", "search", "find"].map((name) => [name, "contains(value, part)"] as const),
  ...["startswith", "beginswith"].map((name) => [name, "starts_with(text, start)"] as const),
  ...["endswith"].map((name) => [name, "ends_with(text, end)"] as const),
  ...["substitute", "replaceall"].map((name) => [name, "replace(text, old, new)"] as const),
  ...["int", "float", "parseint", "parsefloat", "tonumber", "to_number", "val"].map(
    (name) => [name, "number(value)"] as const,
  ),
  ...["str", "string", "tostring", "to_string"].map((name) => [name, "text(value)"] as const),
  ...["coalesce", "ifnull", "nvl", "or_else"].map((name) => [name, "default(value, otherwise)"] as const),
  ...["isempty", "blank", "empty", "isnull", "is_null", "isblank"].map((name) => [name, "is_empty(value)"] as const),
  ...["concat", "concatenate", "append"].map((name) => [name, "a & b"] as const),
  ...["if", "iif", "ifelse"].map((name) => [name, "condition ? a : b"] as const),
  ...["ceiling"].map((name) => [name, "ceil(number)"] as const),
  ...["dateadd", "date_add", "adddays"].map((name) => [name, "add_days(date, days)"] as const),
  ...["datediff", "date_diff", "diff_days"].map((name) => [name, "days_between(from, to)"] as const),
  ...["regex", "regexp", "match", "regex_match", "test"].map((name) => [name, "matches(text, pattern)"] as const),
  ...["regex_extract", "regexp_extract", "regexextract", "capture"].map(
    (name) => [name, "extract(text, pattern)"] as const,
  ),
  ...["substring", "substr", "mid", "left", "right"].map((name) => [name, "slice(value, from, to)"] as const),
  ...["map", "field"].map((name) => [name, "pluck(list, name)"] as const),
  ...["distinct", "uniq"].map((name) => [name, "unique(list)"] as const),
  ...["avg", "mean"].map((name) => [name, "average(numbers)"] as const),
  ...["dateformat", "date_format", "strftime", "formatdate"].map(
    (name) => [name, 'format_date(date, "d MMM")'] as const,
  ),
  ...["currency", "money", "formatcurrency"].map((name) => [name, 'format_currency(number, "BRL")'] as const),
  ...["numberformat", "number_format", "formatnumber", "tofixed", "to_fixed"].map(
    (name) => [name, "format_number(number, locale)"] as const,
  ),
]);

/** A sentence that leads from a function nobody knows to one that exists; empty when nothing is near. */
export function functionHint(name: string, known: Iterable<string>): string {
  const lower = name.toLowerCase();
  const other = OTHER_NAMES.get(lower);
  if (other !== undefined) return ` Write ${other}.`;
  let best = "";
  let least = name.length <= 4 ? 2 : 3;
  for (const candidate of known) {
    const distance = editDistance(lower, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === "" ? "" : ` Did you mean ${best}?`;
}

function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 3;
}
