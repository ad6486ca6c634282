import { describe, expect, it } from "vitest";
import { functions } from "./functions.ts";
import { run, scopeOf } from "./test-scope.ts";

describe("every function", () => {
  it.each([...functions.values()].flatMap(({ examples }) => examples))("%s gives %j", (source, value) => {
    expect(run(source).value).toStrictEqual(value);
  });

  it.each([...functions.values()].map((definition) => [definition.name, definition] as const))(
    "%s has an example that uses it, one line of help and a signature",
    (name, { examples, help, signature }) => {
      expect(examples.some(([source]) => source.includes(name))).toBe(true);
      expect(help).toMatch(/^[A-Z'][^\n]{5,120}[.?]$/);
      expect(signature.startsWith(`${name}(`)).toBe(true);
    },
  );

  it("lists optional and open-ended parameters in its signature", () => {
    expect(["round", "min", "now"].map((name) => functions.get(name)?.signature)).toEqual([
      "round(number, digits?)",
      "min(numbers…)",
      "now()",
    ]);
  });
});

describe("values that do not fit", () => {
  const scope = scopeOf({
    word: "x",
    open: "(",
    list: ["a"],
    object: { a: 1 },
    long: "x".repeat(40_000),
    deep: nested(100),
  });

  it.each([
    ["upper(list)", "upper(list): text must be a text, not a list"],
    ["round(word)", "round(word): number must be a number, not a text"],
    ["round(1, 1 / 2)", "round(1, 1 / 2): digits must be a whole number"],
    ["round(1, 99)", "round(1, 99): digits go from -15 to 15"],
    ["join(word)", "join(word): list must be a list, not a text"],
    ["sort([1, 'a'])", "sort([1, 'a']): only numbers, or only texts, have an order"],
    ["keys(list)", "keys(list): only objects have names of parts"],
    ["slice(object, 1)", "slice(object, 1): an object has no order; take a list or a text"],
    ["sum(1, word)", "sum(1, word): all values must be numbers"],
    ["today(word)", "today(word): there is no time zone of this name; write one such as America/Sao_Paulo or UTC"],
    [
      "format_number(1, word)",
      "format_number(1, word): there is no language of this name; write one such as pt-BR, es or en-GB",
    ],
    ["format_number(1, 'en', 16)", "format_number(1, 'en', 16): digits go from 0 to 15"],
    [
      "format_currency(1, word)",
      "format_currency(1, word): there is no currency of this name; write three letters such as BRL or EUR",
    ],
    [
      "format_date('2026-11-23', 'HH:mm')",
      "format_date('2026-11-23', 'HH:mm'): this is a day without a time; leave hours and minutes out of the pattern",
    ],
    ["format_date(word, 'd')", "format_date(word, 'd'): this needs a date such as today() or 2026-11-23"],
    ["matches('a', open)", "matches('a', open): this is not a pattern: missing closing ): `(`"],
    ["matches('a', long)", "matches('a', long): a pattern has at most 1024 characters"],
    ["extract('a', 'a', 1)", "extract('a', 'a', 1): the pattern has 0 groups in ( ), and 0 is all of it"],
    ["at_time('2026-11-23', word)", "at_time('2026-11-23', word): the time must be one of the day, such as 09:00"],
    ["add_months('9999-12-31', 1)", "add_months('9999-12-31', 1): the result lies outside of the years 1 to 9999"],
    ["length(true)", "length(true): true and false have no length"],
    ["max(1, 'x')", "max(1, 'x'): all values must be numbers"],
    ["add_days('soon', 1)", "add_days('soon', 1): this needs a date such as today() or 2026-11-23"],
    ["add_days('2026-02-30', 1)", "add_days('2026-02-30', 1): this needs a date such as today() or 2026-11-23"],
    ["add_days('9999-12-31', 1)", "add_days('9999-12-31', 1): the result lies outside of the years 1 to 9999"],
    ["add_days(now(), -99999)", "add_days(now(), -99999): the result lies outside of the years 1970 to 2999"],
    [
      "add_hours(now(), 99999999999)",
      "add_hours(now(), 99999999999): the result lies outside of the years 1970 to 2999",
    ],
    ["hour('2026-11-23')", "hour('2026-11-23'): this needs an instant such as now() or 2026-11-23T10:00:00Z"],
    ["replace('xxxx', 'x', long)", "replace('xxxx', 'x', long): the result is longer than 65536 characters"],
    ["join([long, long])", "join([long, long]): the result is longer than 65536 characters"],
    ["text(deep)", "text(deep): this is longer than 65536 characters as text, or nested too deeply"],
  ])("%s is null and says why", (source, note) => {
    expect(run(source, scope)).toStrictEqual({ value: null, notes: [note] });
  });

  it.each(["upper(null)", "round(null)", "join(null)", "add_days(null, 1)", "replace('a', null, 'b')"])(
    "%s is null without a note, for names that are not set",
    (source) => {
      expect(run(source)).toStrictEqual({ value: null, notes: [] });
    },
  );

  it("gives an optional value its usual one when it is null, and takes those behind it", () => {
    expect(run("join(['a', 'b'], null)").value).toBe("a, b");
    expect(run("format_date('2026-11-23', 'MMM', null, 'pt-BR')").value).toBe("nov.");
    expect(run("format_number(1.5, null, 2)").value).toBe("1.50");
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e20])("survives a clock that shows %s", (now) => {
    for (const source of ["now()", "today()"]) expect(run(source, { ...scopeOf(), now }).value).toBeNull();
  });
});

describe("dates", () => {
  it.each([
    // Clocks go forward in New York on 2026-03-08: the time of day is kept, the instant is 23 hours on.
    ["add_days('2026-03-07T14:00:00Z', 1)", "2026-03-08T13:00:00Z"],
    ["add_days('2026-03-07T14:00:00.250Z', 0)", "2026-03-07T14:00:00.250Z"],
    ["add_hours('2026-03-07T14:00:00Z', 24)", "2026-03-08T14:00:00Z"],
    // Late in the evening there, the next day in UTC.
    ["weekday('2026-03-09T02:00:00Z')", 7],
    ["days_between('2026-03-09T02:00:00Z', '2026-03-09')", 1],
    ["days_between('1960-05-01', '2026-05-01')", 24_106],
    ["weekday('1969-12-31')", 3],
    ["'2026-11-09' < '2026-11-23'", true],
  ])("%s in New York gives %s", (source, value) => {
    expect(run(source, { ...scopeOf(), timeZone: "America/New_York" }).value).toBe(value);
  });
});

describe("languages", () => {
  it.each([
    ["format_number(1234.5)", "pt_BR", "1.234,5"],
    ["format_number(-0.2, 'en', 0)", "en", "0"],
    ["format_number(1234567.5, 'hi')", "en", "12,34,567.5"],
    ["format_number(1234.5, 'ar-EG')", "en", "1,234.5"],
    ["format_number(0.1 + 0.2)", "nonsense!", "0.3"],
    ["format_currency(1299.5, 'brl')", "pt-BR", "R$ 1.299,50"],
    ["format_date('2026-11-23', 'd MMMM')", "ru", "23 ноября"],
    ["format_date('2026-11-23', 'MMMM')", "ru", "ноябрь"],
    ["format_date('2026-11-23', 'EEE d.M.yy')", "de", "Mo 23.11.26"],
    ["format_date('0987-01-02', 'yyyy')", "en", "0987"],
  ])("%s in %s gives %s", (source, locale, value) => {
    expect(run(source, { ...scopeOf(), locale })).toStrictEqual({ value, notes: [] });
  });

  it("has the month and the weekday of every day right", () => {
    for (let day = 0; day < 400; day += 1) {
      const date = new Date(Date.UTC(2027, 11, 1 + day));
      const source = `format_date('${date.toISOString().slice(0, 10)}', 'EEEE d MMMM', null, 'en-GB')`;
      const wanted = date.toLocaleDateString("en-GB", {
        weekday: "long",
        day: "numeric",
        month: "long",
        timeZone: "UTC",
      });
      expect(run(source).value).toBe(wanted.replace(",", ""));
    }
  });
});

describe("dates that people write", () => {
  it.each([
    ["5/6/2026", "d/M/yyyy", "2026-06-05"],
    [" 05/06/2026 ", "dd/MM/yyyy", "2026-06-05"],
    ["11-23-69", "M-d-yy", "2069-11-23"],
    ["11-23-70", "M-d-yy", "1970-11-23"],
    ["2026年11月23日", "yyyy年M月d日", "2026-11-23"],
    ["20261123", "yyyyMMdd", "2026-11-23"],
    ["29/02/2028", "d/M/yyyy", "2028-02-29"],
    ["29/02/2027", "d/M/yyyy", null],
    ["00/01/2027", "d/M/yyyy", null],
    ["01/13/2027", "d/M/yyyy", null],
    ["01/01/27", "d/M/yyyy", null],
    ["01/01/2027 or so", "d/M/yyyy", null],
    ["", "d/M/yyyy", null],
  ])("%j by %s is %s", (text, pattern, value) => {
    expect(run("parse_date(text, pattern)", scopeOf({ text, pattern })).value).toBe(value);
  });
});

function nested(depth: number): [] {
  let list: [] = [];
  for (let level = 0; level < depth; level += 1) list = [list] as unknown as [];
  return list;
}
