import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Json } from "../flow/json.ts";
import { LIMITS } from "./limits.ts";
import { scopeOf } from "./test-scope.ts";
import { type CompiledText, compileText, renderText, textValue } from "./text-template.ts";

const scope = scopeOf({
  name: "Ana",
  total: 1e21,
  list: ["a", ["b", null], 1.5],
  order: { a: [1, "x"] },
  long: "x".repeat(40_000),
});

function compiled(source: string): CompiledText {
  const result = compileText(source);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join("\n"));
  return result.text;
}

describe("renderText", () => {
  it.each([
    ["", ""],
    ["no parts { } }} {name}", "no parts { } }} {name}"],
    ["Hi {{ name }}!", "Hi Ana!"],
    ["{{name|upper}}{{ name }}", "ANAAna"],
    ["Hi {{ nothing }}.", "Hi ."],
    ["{{ total }} {{ 0.1 + 0.2 }} {{ true }}", "1000000000000000000000 0.3 true"],
    ["{{ list }}", "a, b, , 1.5"],
    ["{{ {a: {b: name}} }} {{ {a: 1}.a }} {{ '}' }}", '{"a":{"b":"Ana"}} 1 }'],
    ["{{ order }}", '{"a":[1,"x"]}'],
    ['{{ "{{" }} name {{ "}}" }}', "{{ name }}"],
    ["{{ 'it\\'s }}' }}", "it's }}"],
    ["{{\n name\n}}", "Ana"],
    ["Olá 👋 {{ name }} 👍", "Olá 👋 Ana 👍"],
  ])("%j becomes %j", (source, value) => {
    expect(renderText(compiled(source), scope)).toEqual({ value, notes: [] });
  });

  it("leaves empty what cannot be computed, and says why", () => {
    expect(renderText(compiled("a{{ 1 / 0 }}b{{ name - 1 }}"), scope)).toEqual({
      value: "ab",
      notes: [
        "1 / 0: nothing can be divided by zero",
        "name - 1: - needs two numbers; the left side is a text that is no number",
      ],
    });
  });

  it("cuts a text at 65,536 characters, not inside of one", () => {
    const { value, notes } = renderText(compiled(`{{ long }}${"👍".repeat(15_000)}a`), scope);
    expect(value).toBe(`${"x".repeat(40_000)}${"👍".repeat(12_768)}`);
    expect(notes).toEqual([`The text is longer than ${LIMITS.output} characters and was cut there.`]);
    const odd = renderText(compiled(`a{{ long }}${"👍".repeat(15_000)}`), scope).value;
    expect(odd.endsWith("👍")).toBe(true);
    expect(odd).toHaveLength(LIMITS.output - 1);
  });

  it("lets all parts together do the work of one evaluation", () => {
    const { value, notes } = renderText(compiled("{{ length(long) }} ".repeat(50)), scope);
    expect(value.startsWith("40000 40000 ")).toBe(true);
    expect(value).not.toContain("40000 40000 40000");
    expect(notes).toHaveLength(1);
  });
});

describe("compileText", () => {
  it("collects what all parts read, each once", () => {
    expect(compiled("{{ a & contact.b }} {{ a }} {{ c }}").reads).toEqual(["a", "contact.b", "c"]);
  });

  it.each<[string, [at: number, length: number, message: RegExp][]]>([
    ["Hi {{ name", [[3, 2, /not closed/]]],
    ["Hi {{}}", [[3, 4, /nothing here/]]],
    ["{{{name}}}", [[0, 3, /two braces, not three/]]],
    ["{{ 'a }} b", [[3, 3, /not closed\. Add '/]]],
    ["{{{{ name }}", [[0, 3, /two braces/]]],
    ["{{ a {{ b }}", [[5, 2, /Leave out \{\{/]]],
    [
      "Hi {{ first name }}, {{ size = 4 }} {{ a",
      [
        [12, 4, /first_name/],
        [29, 1, /Write ==/],
        [36, 2, /not closed/],
      ],
    ],
    ["{{ (a }}", [[0, 8, /Add \) here/]]],
    ["{{ {a: 1 }}", [[0, 11, /Add \} here/]]],
    [
      "Hi {{1}}, {{ 2 }}",
      [
        [3, 5, /\{\{1\}\} means something in WhatsApp's templates only\. Name a variable/],
        [10, 7, /\{\{2\}\} means something/],
      ],
    ],
  ])("%j is refused with its places", (source, expected) => {
    const result = compileText(source);
    if (result.ok) throw new Error("it compiled");
    expect(result.errors.map(({ at, length }) => [at, length])).toEqual(expected.map(([at, length]) => [at, length]));
    for (const [index, [, , message]] of expected.entries()) expect(result.errors[index]?.message).toMatch(message);
  });

  it("refuses a text over 65,536 characters", () => {
    expect(compileText("x".repeat(LIMITS.textSource)).ok).toBe(true);
    expect(compileText("x".repeat(LIMITS.textSource + 1)).ok).toBe(false);
  });

  it("is quick even where every {{ has quotes that never close", () => {
    const result = compileText("{{ \\' }}".repeat(8_000));
    expect(!result.ok && result.errors.length).toBe(8_000);
  }, 1_000);

  it("says that an expression is too long, not that it is not closed", () => {
    const result = compileText(`{{ ${"a".repeat(5_000)} }}`);
    expect(!result.ok && result.errors[0]?.message).toMatch(/at most 4096/);
  });
});

describe("textValue", () => {
  it.each<[string, Json]>([
    ["{{ 1 + 1 }}", 2],
    ["{{ list }}", ["a", ["b", null], 1.5]],
    ["{{ name == 'Ana' }}", true],
    [" {{ 1 + 1 }}", " 2"],
    ["{{ 1 }}{{ 2 }}", "12"],
    ["plain", "plain"],
    ["", ""],
  ])("%j is stored as %j", (source, value) => {
    expect(textValue(compiled(source), scope).value).toStrictEqual(value);
  });
});

describe("always", () => {
  const pieces = fc.constantFrom(
    "{{",
    "}}",
    "{",
    "}",
    " name ",
    "'",
    '"',
    "\\",
    "a",
    "👍",
    "|",
    "upper",
    "(",
    ")",
    "& 1",
  );
  const source = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
  );

  test.prop([source])("any text compiles and renders, or has errors inside of it", (text) => {
    const result = compileText(text);
    if (result.ok) {
      expect(renderText(result.text, scope).value.length).toBeLessThanOrEqual(LIMITS.output);
      return;
    }
    for (const { at, length } of result.errors) {
      expect(length).toBeGreaterThan(0);
      expect(at + length).toBeLessThanOrEqual(text.length);
    }
  });

  test.prop([fc.string().filter((text) => !text.includes("{{"))])("a text without {{ stands as it is", (text) => {
    expect(renderText(compiled(text), scope).value).toBe(text);
  });
});
