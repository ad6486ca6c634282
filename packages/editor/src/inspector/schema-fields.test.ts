import { nodeTypes } from "@sluice/shared/nodes/registry";
import { describe, expect, it } from "vitest";
import { fieldErrors } from "./field-errors.ts";
import { handMadeFields } from "./node-forms.ts";
import { bare, choicesOfEnum, isOptional, schemaFields } from "./schema-fields.ts";

/** Fields that another part of the inspector edits. */
const ELSEWHERE = new Set(handMadeFields);

describe.each(nodeTypes.map((definition) => [definition.type, definition] as const))("form of %s", (_, definition) => {
  const fields = schemaFields(definition.schema);
  it("has a field for every key of the config, with a label", () => {
    const shape = Object.keys((bare(definition.schema) as unknown as { shape?: object }).shape ?? {});
    expect(fields.map((field) => field.key)).toEqual(shape);
    for (const field of fields) expect(field.meta.label).not.toBe("");
  });
  it("knows how to draw each field", () => {
    const hidden = fields.filter(
      (field) => field.widget === "hidden" && !ELSEWHERE.has(`${definition.type}.${field.key}`),
    );
    expect(hidden.map((field) => field.key)).toEqual([]);
    for (const field of fields)
      if (field.widget === "select") expect(choicesOfEnum(field.schema).length).toBeGreaterThan(1);
  });
  it("takes the config of a new node", () => {
    expect(definition.schema.safeParse(definition.initial).error?.issues).toBeUndefined();
  });
});

describe("a schema", () => {
  const buttons = nodeTypes.find((definition) => definition.type === "buttons")!;
  it("says which fields may be missing", () => {
    expect(schemaFields(buttons.schema).flatMap((field) => (isOptional(field.schema) ? [field.key] : []))).toEqual([
      "header",
      "footer",
      "variable",
      "timeout",
    ]);
  });
  it("names the place of each fault", () => {
    const config = {
      body: "",
      buttons: [
        { id: "a", title: "" },
        { id: "a", title: "B" },
      ],
    };
    const errors = fieldErrors(buttons, config, { template: () => undefined, node: () => undefined });
    expect([...errors.keys()].toSorted()).toEqual(["body", "buttons[0].title", "buttons[1].id"]);
  });
});
