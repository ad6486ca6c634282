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
  const scope = scopeOf({ list: ["a"], object: { a: 1 }, long: "x".repeat(40_000), deep: nested(100) });

  it.each([
    ["upper(list)", "upper(list): text must be a text, not a list"],
    ["round('x')", "round('x'): number must be a number, not a text"],
    ["round(1, 0.5)", "round(1, 0.5): digits must be a whole number"],
    ["round(1, 99)", "round(1, 99): digits go from -15 to 15"],
    ["join('a')", "join('a'): list must be a list, not a text"],
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

  it("gives an optional value its usual one when it is null", () => {
    expect(run("join(['a', 'b'], null)").value).toBe("a, b");
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

function nested(depth: number): [] {
  let list: [] = [];
  for (let level = 0; level < depth; level += 1) list = [list] as unknown as [];
  return list;
}
