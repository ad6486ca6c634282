import { describe, expect, test } from "vitest";
import { readTemplates } from "./templates.ts";

const body = { type: "BODY", text: "Hi {{1}}" };
const sale = { name: "sale", language: "en", category: "MARKETING", status: "APPROVED", components: [body] };

test("a template as the Graph API gives it, with what we do not know kept", () => {
  const graph = {
    ...sale,
    id: "12",
    parameter_format: "POSITIONAL",
    correct_category: "UTILITY",
    quality_score: { score: "GREEN" },
    rejected_reason: null,
    components: [
      { type: "HEADER", format: "TEXT", text: "Sale", example: null },
      body,
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes", url: null }] },
    ],
  };
  expect(readTemplates([graph])).toEqual({
    templates: [
      {
        ...sale,
        id: "12",
        parameter_format: "POSITIONAL",
        correct_category: "UTILITY",
        quality_score: { score: "GREEN" },
        components: [
          { type: "HEADER", format: "TEXT", text: "Sale" },
          body,
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
        ],
      },
    ],
    notes: [],
  });
});

describe("leniently", () => {
  test.each<[object, object]>([
    [{ id: 12 }, { id: "12" }],
    [{ category: "marketing" }, { category: "MARKETING" }],
    [{ status: "approved" }, { status: "APPROVED" }],
    [{ status: undefined }, { status: "PENDING" }],
    [{ language: { code: "pt_BR" } }, { language: "pt_BR" }],
    [{ parameter_format: "named" }, { parameter_format: "NAMED" }],
    [{ components: undefined }, { components: [] }],
  ])("%o", (part, expected) => {
    const { templates, notes } = readTemplates([{ ...sale, ...part }]);
    expect(templates).toEqual([expect.objectContaining(expected)]);
    expect(notes).toEqual([]);
  });
});

describe("what is dropped is said", () => {
  test.each<[unknown, number, string]>([
    [null, 0, "Template 1 of the list has no name or no language and was left out."],
    [{ ...sale, name: "" }, 0, "Template 1 of the list has no name or no language and was left out."],
    [
      { ...sale, category: "TRANSACTIONAL" },
      0,
      "sale (en) has the category TRANSACTIONAL, which is not known; it was left out.",
    ],
    [{ ...sale, category: undefined }, 0, "sale (en) has the category none, which is not known; it was left out."],
    [{ ...sale, parameter_format: "X" }, 1, "sale (en): the parameter format X is not known; dropped."],
    [{ ...sale, components: [body, 7] }, 1, "sale (en): a component without a type was dropped."],
    [
      { ...sale, components: [body, { type: "BUTTONS", buttons: [{}] }] },
      1,
      "sale (en): a button without a type was dropped.",
    ],
  ])("%o", (graph, count, note) => {
    const { templates, notes } = readTemplates([graph]);
    expect(templates).toHaveLength(count);
    expect(notes).toEqual([note]);
  });

  test("a part of the wrong kind names its place", () => {
    const { templates, notes } = readTemplates([{ ...sale, components: [{ type: "BODY", text: 7 }] }]);
    expect(templates).toEqual([]);
    expect(notes[0]).toMatch(/^sale \(en\) cannot be read at components\.0\.text: .+\. It was left out\.$/);
  });

  test("the second of the same name and language", () => {
    const { templates, notes } = readTemplates([
      sale,
      { ...sale, category: "UTILITY" },
      { ...sale, language: "pt_BR" },
    ]);
    expect(templates.map(({ language, category }) => [language, category])).toEqual([
      ["en", "MARKETING"],
      ["pt_BR", "MARKETING"],
    ]);
    expect(notes).toEqual(["sale (en) is in the list twice; the first one counts."]);
  });
});
