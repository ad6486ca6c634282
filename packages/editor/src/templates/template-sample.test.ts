import type { Template } from "@sluice/shared/flow/template";
import { expect, test } from "vitest";
import { templateSample } from "./template-sample.ts";

function template(body: Template["components"][number], more: Partial<Template> = {}): Template {
  return { name: "offer", language: "en", category: "MARKETING", status: "APPROVED", components: [body], ...more };
}

const cases: [string, Template, string][] = [
  [
    "examples by position",
    template({ type: "BODY", text: "Hi {{1}}, until {{2}}", example: { body_text: [["Asha", "Sunday"]] } }),
    "Hi Asha, until Sunday",
  ],
  [
    "examples by name",
    template(
      {
        type: "body",
        text: "Hi {{first}}",
        example: { body_text_named_params: [{ param_name: "first", example: "Asha" }] },
      },
      { parameter_format: "NAMED" },
    ),
    "Hi Asha",
  ],
  ["no examples: the place stays visible", template({ type: "BODY", text: "Hi {{1}}" }), "Hi {{1}}"],
  ["nothing to fill", template({ type: "BODY", text: "Hello" }), "Hello"],
];

test.each(cases)("%s", (_name, given, body) => {
  expect(templateSample(given).content.shown.body).toBe(body);
});

test("D3: the twin says the same words; a carousel has none", () => {
  const plain = template({ type: "BODY", text: "Hello" });
  expect(templateSample(plain).twin).toEqual({ kind: "text", text: "Hello" });
  expect(templateSample({ ...plain, components: [...plain.components, { type: "CAROUSEL" }] }).twin).toBeNull();
});
