import { describe, expect, it } from "vitest";
import type { Json } from "../flow/json.ts";
import { compileExpression } from "./compile-expression.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { LIMITS } from "./limits.ts";
import { run, scopeOf } from "./test-scope.ts";
import { truthy } from "./values.ts";

const scope = scopeOf(
  {
    size: "42",
    name: "Ana",
    age: 30,
    nick: "",
    code: "07",
    items: [{ title: "Shoe", price: 59.9 }, { title: "Sock" }],
    order: { id: "A1", "total sum": 5, 7: "seven", constructor: "Bosch" },
    sizes: ["S", "M", 42],
    yes: true,
    phone: "+5511900000001",
    longId: "12345678901234567",
    longId2: "12345678901234568",
  },
  { name: "Ana Silva", city: "Recife", "shoe size": 38, address: { zip: "50000" } },
);

const VALUES: [source: string, value: Json][] = [
  // Literals
  ["1.50", 1.5],
  ["'it\\'s' & \"\\n\\t\\\\\\\"\"", "it's\n\t\\\""],
  ["[1, 'a', [true, null]]", [1, "a", [true, null]]],
  ["[]", []],
  ["{}", {}],
  ["{size: size, 'shoe size': [1, {a: null}]}", { size: "42", "shoe size": [1, { a: null }] }],
  ["{a: {b: 5}}.a['b']", 5],
  ["{a: 1}.b", null],
  ["{a: 1, b: 2} == {b: 2, a: '1'}", true],
  ["true ? {a: 1} : {b: 2}", { a: 1 }],
  ["{a: name | lower, b: 1}", { a: "ana", b: 1 }],
  // Names and parts
  ["size", "42"],
  ["nothing", null],
  ["Size", null],
  ["contact.name", "Ana Silva"],
  ["contact.fields.city", "Recife"],
  ["contact['shoe size']", 38],
  ["contact.address.zip", "50000"],
  ["contact.nothing.at.all", null],
  ["items[0].title", "Shoe"],
  ["items[-1].title", "Sock"],
  ["items[9]", null],
  ["items['1'].title", "Sock"],
  ["items[nothing]", null],
  ["order['total sum']", 5],
  ["order[7]", "seven"],
  ["order.missing", null],
  // Arithmetic
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3", 9],
  ["10 - 2 - 3", 5],
  ["2 - -1", 3],
  ["-age + 1", -29],
  ["7 / 2", 3.5],
  ["0.1 + 0.2", 0.3],
  ["1.1 * 3", 3.3],
  ["7 % 3", 1],
  ["-7 % 3", 2],
  ["7 % -3", -2],
  ["-6 % 3", 0],
  ["size + 1", 43],
  ["'2' + '3'", 5],
  ["0 * -1", 0],
  // Joining
  ["'Hi ' & name & '!'", "Hi Ana!"],
  ["1 + 2 & 3", "33"],
  ["'a' & null & true & [1, 2]", "atrue1, 2"],
  ["'' & order", '{"7":"seven","id":"A1","total sum":5,"constructor":"Bosch"}'],
  // Equality
  ["size == 42", true],
  ["42 == size", true],
  ["code == 7", true],
  ["code == '7'", false],
  ["size == '42'", true],
  ["name == 'ana'", false],
  ["size != 41", true],
  ["nothing == null", true],
  ["nick == null", false],
  ["yes == true", true],
  ["yes == 'true'", false],
  ["1 == true", false],
  ["0 == ''", false],
  ["[1, ['2']] == ['1', [2]]", true],
  ["[1] == [1, 2]", false],
  ["items[0] == items[0]", true],
  ["items[0] == items[1]", false],
  ["longId == longId2", false],
  ["longId == 12345678901234567", false],
  ["' 42 ' == 42", true],
  ["'1e3' == 1000", false],
  ["'+42' == 42", false],
  ["'' == 0", false],
  // Order
  ["size > 9", true],
  ["size > '9'", true],
  ["'10' < '9'", false],
  ["'apple' < 'banana'", true],
  ["'2026-11-23' >= '2026-11-09'", true],
  ["age >= 18 and age < 65", true],
  // in
  ["'M' in sizes", true],
  ["'42' in sizes", true],
  ["'L' not in sizes", true],
  ["'na' in name", true],
  ["1 in 2013", true],
  ["'id' in order", true],
  ["'toString' in order", false],
  ["'x' in nothing", false],
  ["nothing in name", false],
  // Logic: the operand that decided
  ["nick or name", "Ana"],
  ["nick || nothing", null],
  ["name and age", 30],
  ["nick && age", ""],
  ["true or 1 / 0", true],
  ["false and 1 / 0", false],
  ["a or b and c or yes", true],
  ["not name == 'Bob'", true],
  ["!name == 'Bob'", false],
  ["not not name", true],
  ["1 + 1 == 2 and not (1 > 2)", true],
  // Choice and pipes
  ["age >= 18 ? 'adult' : 'child'", "adult"],
  ["nick ? nick : age > 50 ? 'old' : 'young'", "young"],
  ["true ? 1 : 1 / 0", 1],
  ["name|upper", "ANA"],
  ["'Hi ' & name | upper", "HI ANA"],
  ["'Hi ' & (name | upper)", "Hi ANA"],
  ["name | lower() | replace('a', 'o')", "ono"],
  ["yes ? name | lower : nick", "ana"],
  ["nick | default('friend')", "friend"],
  ["[name | lower, 1]", ["ana", 1]],
];

describe("values", () => {
  it.each(VALUES)("%s gives %j, without a note", (source, value) => {
    expect(run(source, scope)).toStrictEqual({ value, notes: [] });
  });
});

const FAILURES: [source: string, value: Json, note: string][] = [
  ["name + 1", null, "name + 1: + needs two numbers; the left side is a text that is no number"],
  ["phone * 2", null, "phone * 2: * needs two numbers; the left side is a text that is no number"],
  ["1 - nothing", null, "1 - nothing: - needs two numbers; the right side is empty (null)"],
  ["name + phone", null, "name + phone: + needs two numbers; the left side is a text that is no number. & joins texts"],
  ["-sizes", null, "-sizes: - needs two numbers; the right side is a list"],
  ["1 / 0", null, "1 / 0: nothing can be divided by zero"],
  ["1 % 0", null, "1 % 0: nothing can be divided by zero"],
  [`${"9".repeat(200)} * ${"9".repeat(200)}`, null, `${"9".repeat(59)}…: the result is too large for a number`],
  [
    "age < nothing",
    false,
    "age < nothing: < compares two numbers or two texts, not a number and empty (null); taken as false",
  ],
  [
    "age > name",
    false,
    "age > name: > compares two numbers or two texts, not a number and a text that is no number; taken as false",
  ],
  ["1 in true", false, "1 in true: a number cannot be looked for in true or false; taken as false"],
  [
    "name.length",
    null,
    "name.length: only objects have named parts, and this is one of a text; write length(…) to count",
  ],
  ["sizes.first", null, "sizes.first: only objects have named parts, and this is one of a list"],
  ["name[0]", null, "name[0]: only lists and objects have parts, and this is one of a text"],
  ["sizes[0.5]", null, "sizes[0.5]: the number of an item must be whole: [0] is the first"],
  ["order[sizes]", null, "order[sizes]: the name of a part must be a text, not a list"],
];

describe("what cannot be computed", () => {
  it.each(FAILURES)("%s gives %j and says why", (source, value, note) => {
    expect(run(source, scope)).toStrictEqual({ value, notes: [note] });
  });

  it("never puts a value into a note", () => {
    for (const [source] of FAILURES) expect(run(source, scope).notes.join()).not.toMatch(/Ana|5511|Shoe/);
  });
});

describe("names of the host", () => {
  const names = ["__proto__", "constructor", "prototype"];
  const inherited = ["toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

  it.each(names)("%s is missing everywhere", (name) => {
    const sources = [
      name,
      `contact.${name}`,
      `order.${name}`,
      `order['${name}']`,
      `contact['${name}']`,
      `'${name}' in order`,
    ];
    for (const source of sources) expect(run(source, scope).value || null, source).toBeNull();
  });

  it.each(inherited)("%s is no part of an object", (name) => {
    for (const source of [`order.${name}`, `order['${name}']`]) expect(run(source, scope).value).toBeNull();
  });

  it("drops an own __proto__ of data and leaves Object.prototype alone", () => {
    const evil = scopeOf({ body: JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') });
    expect(Object.keys(run("body", evil).value as object)).toEqual(["a"]);
    expect(run("text(body)", evil).value).toBe('{"a":1}');
    expect("polluted" in {}).toBe(false);
  });

  it("does not hand out functions that a scope inherits", () => {
    expect(run("toString", scope).value).toBeNull();
  });
});

describe("truthy", () => {
  it.each<[Json, boolean]>([
    [null, false],
    [false, false],
    [0, false],
    ["", false],
    ["  ", false],
    ["false", false],
    [" False ", false],
    [[], false],
    [{}, false],
    [true, true],
    [-1, true],
    ["0", true],
    ["no", true],
    [[null], true],
    [{ a: null }, true],
  ])("%j is %s", (value, expected) => {
    expect(truthy(value)).toBe(expected);
  });
});

describe("bounds", () => {
  const big = scopeOf({
    half: "x".repeat(40_000),
    huge: "x".repeat(10_000_000),
    list: Array.from({ length: 30_000 }, () => 1),
  });
  const tooMuch = /takes more work/;

  it.each([
    ["half & half", /longer than 65536 characters/],
    ["huge", /larger than 65536 characters/],
    ["huge & ''", /longer than 65536 characters/],
    ["[half, half]", /larger than 65536 characters/],
    ["list", /larger than 65536 characters/],
    ["[half == half & '', half in half, half in half]", tooMuch],
    [`[${"upper(half), ".repeat(5)}1]`, tooMuch],
    [`[${"list == list | text, ".repeat(150)}1]`, null],
    [`[${"2 in list, ".repeat(5)}1]`, tooMuch],
    [`[${"split(half, 'x') == 1, ".repeat(5)}1]`, tooMuch],
  ])("%.40s stays within its bound", (source, note) => {
    const { value, notes } = run(source, big);
    if (note === null) return expect(notes).toEqual([]);
    expect(value).toBeNull();
    expect(notes.join("\n")).toMatch(note);
  });

  it("gives null when the work is used up, even where that would be taken for false", () => {
    const { value } = run(`not (${"2 in list or ".repeat(5)}false)`, big);
    expect(value).toBeNull();
  });

  it("stops at once when the work is used up", () => {
    const read: string[] = [];
    const variable = (name: string) => {
      read.push(name);
      return big.variable(name);
    };
    run("[upper(half), upper(half), upper(half), list, list]", { ...big, variable });
    expect(read).toEqual(["half", "half", "half"]);
  });

  it("compares values that are small in memory and endless in extent", () => {
    const doubled = (): Json => Array.from({ length: 40 }).reduce<Json>((inner) => [inner, inner], []);
    const { value, notes } = run("a == b", scopeOf({ a: doubled(), b: doubled() }));
    expect(value).toBeNull();
    expect(notes.join()).toMatch(tooMuch);
  });

  it("keeps at most 20 notes", () => {
    const source = Array.from({ length: 40 }, (_, index) => `1 / 0 - ${index}`).join(" or ");
    expect(run(source).notes).toHaveLength(LIMITS.notes);
  });

  it("is not led astray by a value that contains itself, or is none that JSON knows", () => {
    const loop: Json[] = [];
    loop.push(loop);
    const other: Json[] = [];
    other.push(other);
    const odd = scopeOf({
      loop,
      other,
      number: Number.NaN,
      list: [Number.POSITIVE_INFINITY, undefined as unknown as Json, -0],
    });
    expect(run("loop", odd).value).toBeNull();
    expect(run("text(loop)", odd).value).toBeNull();
    expect(run("loop == other", odd).value).toBe(false);
    expect(run("number", odd).value).toBeNull();
    expect(run("list", odd).value).toStrictEqual([null, null, 0]);
  });
});

describe("the result", () => {
  it("shares nothing with the scope", () => {
    const list = [{ a: 1 }];
    const { value } = run("list", scopeOf({ list }));
    expect(value).toStrictEqual(list);
    expect(value).not.toBe(list);
    expect((value as Json[])[0]).not.toBe(list[0]);
  });

  it("lets an error of the scope through, for it is a bug of the host", () => {
    const broken: Scope = {
      ...scope,
      variable: () => {
        throw new Error("store is closed");
      },
    };
    const compiled = compileExpression("size");
    if (!compiled.ok) throw new Error(compiled.error.message);
    expect(() => evaluate(compiled.expression, broken)).toThrow("store is closed");
  });
});
