import { describe, expect, test } from "vitest";
import { parametersOf, placeholdersIn, quickRepliesOf, type Template } from "../../flow/template.ts";
import { fillTemplate, missingParameters, surplusParameters } from "./fill-template.ts";

const template = (components: Template["components"], more: Partial<Template> = {}): Template => ({
  name: "sale",
  language: "en",
  category: "MARKETING",
  status: "APPROVED",
  components,
  ...more,
});

const full = template([
  { type: "HEADER", format: "TEXT", text: "For {{1}}" },
  { type: "BODY", text: "{{2}} and {{1}}, {{ 2 }} again" },
  { type: "FOOTER", text: "Write STOP to end" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "URL", text: "See", url: "https://shop.example/{{1}}" },
      { type: "QUICK_REPLY", text: "Yes" },
      { type: "PHONE_NUMBER", text: "Call" },
    ],
  },
]);
const named = template([{ type: "BODY", text: "Hi {{first_name}}, {{code}}" }], { parameter_format: "NAMED" });

const fill = (of: Template, parameters: string[] | Record<string, string>) =>
  fillTemplate(of, { name: "sale", language: "en", parameters }, (text) => text.toUpperCase());

test("placeholders, each once, positional ones by number", () => {
  expect(placeholdersIn("{{b}} {{ a }} {{b}} {c} {{}}")).toEqual(["b", "a"]);
  expect(parametersOf(full)).toEqual({ header: ["1"], body: ["1", "2"], buttons: [{ index: 0, name: "1" }] });
  expect(parametersOf(named).body).toEqual(["first_name", "code"]);
  expect(quickRepliesOf(full)).toEqual([{ title: "Yes", position: 1 }]);
});

describe("filled in", () => {
  test("by position: header and body apart, each placeholder once on the wire", () => {
    const { parameters, shown } = fill(full, { "header.1": "asha", "1": "one", "2": "two", "button.0": "a b" });
    expect(parameters).toEqual({
      header: [{ text: "ASHA" }],
      body: [{ text: "ONE" }, { text: "TWO" }],
      buttons: [{ index: 0, text: "A B" }],
    });
    expect(shown).toEqual({
      header: "For ASHA",
      body: "TWO and ONE, TWO again",
      footer: "Write STOP to end",
      buttons: [
        { type: "url", title: "See", url: "https://shop.example/A%20B" },
        { type: "quick-reply", title: "Yes" },
        { type: "phone", title: "Call" },
      ],
    });
  });

  test("by name", () => {
    expect(fill(named, { first_name: "asha", code: "x" })).toMatchObject({
      parameters: {
        body: [
          { name: "first_name", text: "ASHA" },
          { name: "code", text: "X" },
        ],
      },
      shown: { body: "Hi ASHA, X" },
    });
  });

  test("what is filled in is not filled in again", () => {
    expect(fill(template([{ type: "BODY", text: "{{1}} {{2}}" }]), ["{{2}}", "b"]).shown.body).toBe("{{2}} B");
  });

  test("nothing given: empty, for the node to see", () => {
    expect(fill(full, []).parameters.body).toEqual([{ text: "" }, { text: "" }]);
  });
});

test("missing and surplus", () => {
  const config = (parameters: string[] | Record<string, string>) => ({ name: "sale", language: "en", parameters });
  expect(missingParameters(full, config(["one"]))).toEqual(["2", "button.0"]);
  expect(missingParameters(full, config({ "body.1": "a", "body.2": " " }))).toEqual(["header.1", "2", "button.0"]);
  expect(missingParameters(named, config({ first_name: "a", code: "b" }))).toEqual([]);
  expect(surplusParameters(full, config(["a", "b", "c"]))).toEqual(["3"]);
  expect(surplusParameters(named, config({ first_name: "a", lastname: "b" }))).toEqual(["lastname"]);
});
