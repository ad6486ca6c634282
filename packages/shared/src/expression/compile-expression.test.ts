import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { compileExpression } from "./compile-expression.ts";
import { LIMITS } from "./limits.ts";

/** ⟦ and ⟧ enclose what the error points at. */
const WRONG: [marked: string, message: RegExp][] = [
  ["⟦⟧", /^There is nothing here/],
  ["size ⟦=⟧ 40", /Write == to compare/],
  ["size ⟦===⟧ 40", /Write == to compare/],
  ["size ⟦!==⟧ 40", /Write != for/],
  ["size ⟦<>⟧ 40", /Write != for/],
  ["size ⟦=>⟧ 40", /Write >= for/],
  ["size ⟦≥⟧ 40", /Write >= for/],
  ["size == ⟦“⟧M”", /straight quotes/],
  ["⟦@⟧contact.name", /without @/],
  ["⟦$⟧size", /without \$/],
  ["a ⟦??⟧ b", /default\(a, b\)/],
  ["contact⟦?.⟧name", /plain dot/],
  ["a ⟦**⟧ 2", /powers/],
  ["⟦{{⟧ name }}", /Leave out \{\{/],
  ["⟦{{⟧ contact.name | upper }}", /Leave out \{\{ and \}\}.*Write: contact\.name \| upper$/],
  [" ⟦{{⟧size}} ", /Write: size$/],
  ["⟦{{⟧1}}", /name a variable: numbers are for WhatsApp's templates only/],
  ["size == ⟦{{⟧ other }}", /Leave out \{\{/],
  ["size⟦}⟧}", /no \{ for this \}.*no braces around it/],
  ["{⟦size⟧}", /written \{size: value\}.*without braces/],
  ["{size: 1⟦⟧", /Add \} here/],
  ["{size: 1 ⟦color⟧: 2}", /A comma or \} is missing/],
  ["{⟦1⟧: 2}", /name of a part should stand here/],
  ["{a: 1, ⟦a⟧: 2}", /a part “a” already/],
  ["{⟦__proto__⟧: 1}", /No part can be called “__proto__”/],
  ["{'⟦constructor⟧': 1}".replace("'⟦", "⟦'").replace("⟧'", "'⟧"), /No part can be called/],
  ["round(⟦'x'⟧)", /A number should stand here: round\(number, digits\?\)\./],
  ["round(1, ⟦0.5⟧)", /A whole number should stand here/],
  ["join(⟦'a'⟧)", /A list should stand here/],
  ["upper(⟦[1]⟧)", /A text should stand here/],
  ["upper(⟦{a: 1}⟧)", /A text should stand here/],
  ["matches(a, ⟦'('⟧)", /This is not a pattern: missing closing \)/],
  ["matches(a, ⟦'(?=x)'⟧)", /look-behind.*do not exist/],
  ["matches(a, ⟦'(a)\\\\1'⟧)", /Back-references/],
  ["matches(a, ⟦'a{999}b{999}c{999}'⟧)", /counts in this pattern make it too large/],
  ["format_date(a, ⟦'DD/MM/YYYY'⟧)", /DD means nothing in a date pattern.*or write dd/],
  ['format_date(a, ⟦"d \'de MMM"⟧)', /not closed/],
  ["parse_date(a, ⟦'d MMM yyyy'⟧)", /by day, month and year/],
  ["today(⟦'Brasilia'⟧)", /no time zone of this name.*America\/Sao_Paulo/],
  ["at_time(a, ⟦'9:00'⟧)", /such as 09:00/],
  ["format_number(a, ⟦'portuguese'⟧)", /no language of this name/],
  ["format_currency(a, ⟦'reais'⟧)", /no currency of this name/],
  ["⟦regex⟧(a, b)", /Write matches\(text, pattern\)/],
  ["⟦substring⟧(a, 1)", /Write slice\(value, from, to\)/],
  ["a ⟦\\⟧ b", /no meaning/],
  ["a ⟦AND⟧ b", /Write and instead of AND/],
  ["⟦True⟧", /Write true instead of True/],
  ["size == ⟦None⟧", /Write null instead of None/],
  ["first ⟦name⟧", /Names have no spaces: first_name/],
  ["size ⟦'M'⟧", /Something is missing before this/],
  ['name & ⟦"open⟧', /not closed\. Add "/],
  ["name & ⟦'it\\'s⟧", /not closed\. Add '/],
  ["'a⟦\\d⟧'", /Write \\\\ for a backslash/],
  ["⟦1.⟧", /Digits are missing/],
  ["⟦2nd⟧", /neither a number nor a name/],
  ["1⟦,⟧5", /decimals with a point/],
  ["items.⟦0⟧", /in brackets: items\[0\]/],
  ["(a or b⟦⟧", /Add \) here/],
  ["[1, 2⟦⟧", /Add \] here/],
  ["upper(a ⟦b⟧)", /A comma or \) is missing/],
  ["a⟦)⟧", /There is no \( for this \)/],
  ["a +⟦⟧", /a value should follow/],
  ["a + ⟦*⟧ b", /A value should stand here, not “\*”/],
  ["⟦and⟧ b", /A value is missing before “and”/],
  ["a ? b⟦⟧", /The : is missing/],
  ["1 < x ⟦<⟧ 5", /Write 1 < x and x < 5/],
  ['"Hi " ⟦+⟧ name', /Write & to join texts/],
  ["name ⟦+⟧ '!'", /Write & to join texts/],
  ["name | upper ⟦==⟧ 'X'", /Put it in parentheses/],
  ["name | default⟦:⟧ 'friend'", /in parentheses: name \| default\("friend"\)/],
  ["name | ⟦5⟧", /name of a function/],
  ["name | ⟦uppercase⟧", /no function “uppercase”\. Write upper\(text\)/],
  ["⟦UPPER⟧(name)", /Did you mean upper\?/],
  ["⟦trimm⟧(name)", /Did you mean trim\?/],
  ["⟦if⟧(a, b, c)", /condition \? a : b/],
  ["⟦eval⟧('1')", /There is no function “eval”\.$/],
  ["⟦constructor⟧()", /There is no function/],
  ["name.⟦toUpperCase⟧()", /no methods.*Write upper\(text\)/],
  ["(a)⟦(⟧1)", /Only a function's name/],
  ["⟦upper⟧()", /upper\(text\), but 0 values/],
  ["name | ⟦round⟧(1, 2)", /round\(number, digits\?\), but 3 values/],
  ["⟦contact⟧", /Name a field of the contact/],
  ["⟦contact⟧.fields", /Name a field of the contact/],
  ["⟦contact⟧[field]", /Name a field of the contact/],
  ["contact.⟦'x'⟧", /After a dot comes a name/],
];

describe("an error says what to do and where", () => {
  it.each(WRONG)("%s", (marked, message) => {
    const [before = "", inside = "", after = ""] = marked.split(/[⟦⟧]/);
    const compiled = compileExpression(before + inside + after);
    if (compiled.ok) throw new Error("it compiled");
    expect(compiled.error.message).toMatch(message);
    expect(compiled.error).toMatchObject({ at: before.length, length: inside.length });
  });
});

describe("what an expression reads", () => {
  it.each([
    ["1 + 1", []],
    ["size == 40 and size != other", ["size", "other"]],
    ["contact.name | default(nick)", ["contact.name", "nick"]],
    ["contact.fields.city & contact.city", ["contact.city"]],
    ["contact['shoe size'] > contact.address.zip", ["contact.shoe size", "contact.address"]],
    ["order.items[index].price", ["order", "index"]],
    ["a ? b : c", ["a", "b", "c"]],
    ["Größe & имя & 名前", ["Größe", "имя", "名前"]],
    ["नाम & {a: size, b: [contact.city]}.a", ["नाम", "size", "contact.city"]],
  ])("%s", (source, reads) => {
    const compiled = compileExpression(source);
    expect(compiled.ok && compiled.expression.reads).toEqual(reads);
  });
});

describe("bounds", () => {
  it.each([
    ["brackets", (n: number) => `${"(".repeat(n)}1${")".repeat(n)}`],
    ["objects", (n: number) => "{a: ".repeat(n) + 1 + "}".repeat(n)],
    ["lists", (n: number) => "[".repeat(n) + "]".repeat(n)],
    ["minus signs", (n: number) => `${"-".repeat(n)}1`],
    ["denials", (n: number) => `${"not ".repeat(n)}a`],
    ["choices", (n: number) => `${"a ? b : ".repeat(n)}c`],
    ["calls", (n: number) => `${"abs(".repeat(n)}1${")".repeat(n)}`],
    ["pipes", (n: number) => `a${" | abs".repeat(n)}`],
    ["differences", (n: number) => `1${" - 1".repeat(n)}`],
    ["parts", (n: number) => `a${".b".repeat(n)}`],
  ])("%s go 50 deep, not 500", (_, build) => {
    expect(compileExpression(build(50)).ok).toBe(true);
    const compiled = compileExpression(build(500));
    expect(!compiled.ok && compiled.error.message).toMatch(/nested deeper than 64/);
  });

  it.each(["a and ", "a || ", "a & "])("a chain of %s may be long, for it is not deep", (link) => {
    expect(compileExpression(`${link.repeat(500)}a`).ok).toBe(true);
  });

  it("refuses a source over 4,096 characters, and points behind that", () => {
    expect(compileExpression(`'${"x".repeat(LIMITS.source - 2)}'`).ok).toBe(true);
    const compiled = compileExpression(`'${"x".repeat(LIMITS.source)}'`);
    expect(!compiled.ok && compiled.error).toMatchObject({ at: LIMITS.source, length: 2 });
  });
});

describe("always", () => {
  test.prop([fc.string({ unit: "binary", maxLength: 200 })])(
    "any text gives a tree or an error inside of it",
    (source) => {
      const compiled = compileExpression(source);
      if (compiled.ok) {
        expect(JSON.parse(JSON.stringify(compiled.expression))).toEqual(compiled.expression);
        return;
      }
      expect(compiled.error.message.length).toBeGreaterThan(10);
      expect(compiled.error.at).toBeGreaterThanOrEqual(0);
      expect(compiled.error.at + compiled.error.length).toBeLessThanOrEqual(source.length);
    },
  );
});
