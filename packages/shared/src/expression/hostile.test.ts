/** What people with bad intentions write (reliability.md S2, S3, S6): only plain data comes out, soon, and nothing is touched. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json } from "../flow/json.ts";
import { busy } from "../test-busy.ts";
import { compileExpression } from "./compile-expression.ts";
import { evaluate } from "./evaluate.ts";
import { LIMITS } from "./limits.ts";
import { scopeOf } from "./test-scope.ts";
import { compileText, renderText } from "./text-template.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "__defineGetter__",
  "__lookupSetter__",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "process",
  "globalThis",
  "require",
  "Function",
  "eval",
  "this",
  "arguments",
];

/** 23 ways to write each of them. */
const ESCAPES: ((name: string) => string)[] = [
  (name) => name,
  (name) => `${name}.${name}`,
  (name) => `order.${name}`,
  (name) => `order['${name}']`,
  (name) => `order["${name.slice(0, 2)}" & "${name.slice(2)}"]`,
  (name) => `order[${name}]`,
  (name) => `'a'.${name}`,
  (name) => `(1).${name}`,
  (name) => `[].${name}`,
  (name) => `{}.${name}`,
  (name) => `{${name}: 1}.${name}`,
  (name) => `{'${name}': {a: true}}`,
  (name) => `{a: {${name}: 1}}`,
  (name) => `contact.${name}`,
  (name) => `contact['${name}'].${name}`,
  (name) => `contact.fields['${name}']`,
  (name) => `${name}('return process')()`,
  (name) => `'' | ${name}`,
  (name) => `pluck([order, {}, [], 'a', 1], '${name}')`,
  (name) => `keys(order.${name})`,
  (name) => `first(split('${name}', ','))`,
  (name) => `list[${name}]('id')`,
  (name) => `order.${name}.${name}('return this')()`,
];

const scope = scopeOf(
  {
    order: JSON.parse('{"id": "A1", "__proto__": {"polluted": 1}, "constructor": "own", "prototype": 1}'),
    list: [1, 2],
  },
  { name: "Ana" },
);

describe("S2: nothing of the host", () => {
  const sources = NAMES.flatMap((name) => ESCAPES.map((write) => write(name)));
  const before = Object.getOwnPropertyNames(Object.prototype).join();

  it("is tried in more than 300 ways", () => {
    expect(new Set(sources).size).toBeGreaterThan(300);
  });

  it.each(sources)("%s", (source) => {
    const start = busy();
    const compiled = compileExpression(source);
    const value = compiled.ok ? evaluate(compiled.expression, scope).value : null;
    // 5 ms are allowed; more here, for what the first calls have to load.
    expect(busy() - start).toBeLessThan(50);
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
    expect(JSON.stringify(value)).not.toMatch(/polluted|native code|function|own/);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    expect("polluted" in {}).toBe(false);
  });
});

/** Those that make backtracking machines run for years, and those that make automata large. */
const PATTERNS: string[] = [
  "(a+)+$",
  "(a|aa)+$",
  "(a|a)*b",
  "(.*a){20}b",
  "(x+x+)+y",
  "([a-z]+)*\\d",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(\\w+\\s?)*!$",
  "(.*)(.*)(.*)(.*)(.*)=",
  "(?:a?){100}a{100}",
  "((a{1,30}){1,30})b",
  "a{1000}",
  "(?:a{1000}){1000}",
  "(((a*)*)*)*b",
  "(?i)(A|B|C|a|b|c)*d",
  "[\\p{L}\\p{N}]+[^\\p{L}]{50}x",
  "(\\p{L}|\\p{N}|\\p{P})*~",
  "^(?:(?:a|b)*(?:b|c)*)*$",
  "(a*)*(b*)*(c*)*d",
  ".*.*.*.*.*.*.*.*x",
  "(",
  "[a",
  "a{2,1}",
  "(?<=a)b",
  "(a)\\1",
];
const TEXTS: ((length: number) => string)[] = [
  (length) => "a".repeat(length),
  (length) => `${"ab1 ".repeat(length / 4 - 1)}!`,
  (length) => "x".repeat(length - 1).concat("!"),
  (length) => "aá".repeat(length / 2),
];

describe("S3: evil patterns", () => {
  const cases = PATTERNS.flatMap((pattern) => TEXTS.map((text) => [pattern, text(50_000)] as const));

  it("100 of them over 50,000 characters end within 150 ms, with an answer or a reason", () => {
    const matches = compiled("matches(text, pattern)");
    // The machine itself is compiled by its first use.
    for (const [pattern] of cases) evaluate(matches, scopeOf({ text: "a".repeat(500), pattern }));
    expect(cases.length).toBeGreaterThanOrEqual(100);
    for (const [pattern, text] of cases) {
      const start = busy();
      const { value, notes } = evaluate(matches, scopeOf({ text, pattern }));
      const took = busy() - start;
      expect(took, pattern).toBeLessThan(150);
      if (value === null) expect(notes.join(), pattern).toMatch(/pattern|more work/);
      else expect(typeof value, pattern).toBe("boolean");
    }
  });

  it("patterns that fit are still found in long texts", () => {
    const text = `${"word ".repeat(9_000)}order 10234`;
    expect(evaluate(compiled("extract(text, 'order ([0-9]+)')"), scopeOf({ text })).value).toBe("10234");
  });

  it.each([
    ["many patterns", `[${Array.from({ length: 150 }, (_, at) => `matches(a, b & ${at})`).join()}]`, { b: "[^\\pL]" }],
    ["one that is made anew each time", `[${"matches(a, b), ".repeat(200)}1]`, { b: "(a|b|c){600}" }],
    ["sorting", "sort(list) == sort(list)", { list: Array.from({ length: 60_000 }, (_, at) => `${at}`) }],
    [
      "sorting long texts",
      "sort(list)",
      { list: Array.from({ length: 2_000 }, (_, at) => `${"x".repeat(5_000)}${at}`) },
    ],
    ["each once", "unique(list)", { list: Array.from({ length: 60_000 }, (_, at) => [at]) }],
    ["counting", "count(list, list)", { list: Array.from({ length: 60_000 }, () => [[1]]) }],
    ["dates", `[${"format_date(now(), 'EEEE d MMMM yyyy HH:mm'), ".repeat(80)}1]`, {}],
    ["numbers", `[${"format_number(1, 'en'), ".repeat(150)}1]`, {}],
  ])("%s end within 150 ms", (_, source, variables) => {
    const expression = compiled(source);
    evaluate(expression, scopeOf({ a: "a", b: "b", list: ["a"] }));
    const start = busy();
    evaluate(expression, scopeOf({ a: "aaa", ...(variables as { [name: string]: Json }) }));
    expect(busy() - start).toBeLessThan(150);
  });
});

describe("S2: no way to run code", () => {
  const folder = import.meta.dirname;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.includes("test"),
  );

  it("works where texts cannot become code at all", () => {
    const script = `
      import { compileExpression } from "./compile-expression.ts";
      import { evaluate } from "./evaluate.ts";
      const source = "[extract('order 10', '([0-9]+)$'), format_date('2026-11-23', 'd MMM'), sum(pluck([{a: 1}], 'a'))]";
      const scope = { variable: () => null, contact: () => null, now: 0, timeZone: "UTC" };
      console.log(JSON.stringify(evaluate(compileExpression(source).expression, scope).value));
      try { Function("1"); console.log("code"); } catch { console.log("no code"); }`;
    const argv = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
    const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
    expect(stdout, stderr).toBe('["10","23 Nov",1]\nno code\n');
  });

  it.each(files)("%s makes no code of texts", (file) => {
    expect(readFileSync(join(folder, file), "utf8")).not.toMatch(
      /\beval\s*\(|\bnew\s+Function\b|\bimport\s*\(|node:vm/,
    );
  });

  it.each(files)("%s matches by no pattern that was made at run time", (file) => {
    expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/\bRegExp\s*\(/);
  });
});

describe("S8: bombs", () => {
  it.each<[string, () => string]>([
    ["a million brackets", () => "(".repeat(1_000_000)],
    ["a hundred million characters", () => "a".repeat(100_000_000)],
    ["braces that never close", () => "{{".repeat(30_000)],
    ["objects that never close", () => "{{ {a: ".repeat(9_000)],
    ["65,000 placeholders", () => "{{1}} ".repeat(10_900)],
    ["quotes that never close", () => "{{ \\' }}".repeat(8_000)],
    ["quotes", () => `{{ '${'"'.repeat(60_000)}`],
    ["patterns", () => "{{ matches(a, '[^\\\\pL]{9}') }}".repeat(2_000)],
  ])("%s are refused or rendered within 200 ms", (_, build) => {
    const source = build();
    const start = busy();
    const whole = compileExpression(source);
    const text = compileText(source);
    if (text.ok) expect(renderText(text.text, scope).value.length).toBeLessThanOrEqual(LIMITS.output);
    expect(busy() - start).toBeLessThan(200);
    expect(whole.ok).toBe(false);
  });
});

function compiled(source: string) {
  const result = compileExpression(source);
  if (!result.ok) throw new Error(result.error.message);
  return result.expression;
}
