import { describe, expect, it } from "vitest";
import { sampleText, textParts } from "./text-parts.ts";

const cases: [text: string, parts: string[]][] = [
  ["", []],
  ["Hello", ["plain:Hello"]],
  ["Hi {{ first_name }}, 30 %", ["plain:Hi ", "variable:Asha", "plain:, 30 %"]],
  ["{{contact.city}}", ["variable:city"]],
  ["*Sale* until _Sunday_", ["bold:Sale", "plain: until ", "italic:Sunday"]],
  ["~old~ ```A1```", ["struck:old", "plain: ", "code:A1"]],
  ["2 * 3 * 4 and snake_case_name", ["plain:2 * 3 * 4 and snake_case_name"]],
  ['{{ default(contact.name, "there") }}', ["variable:Asha"]],
  ["for your {{ contact.room | lower }}", ["plain:for your ", "variable:room"]],
  ['{{ order_state | default("being packed") }}', ["variable:order_state"]],
  ["{{ }}", ["variable:…"]],
  ["{{ unclosed", ["plain:{{ unclosed"]],
];

describe("parts of a text", () => {
  it.each(cases)("%j", (text, parts) => {
    expect(textParts(text).map((part) => `${part.kind}:${part.kind === "variable" ? part.sample : part.text}`)).toEqual(
      parts,
    );
  });
  it("reads with samples as the phone would show it", () => {
    expect(sampleText("Hi {{first_name}}, *30 %* off")).toBe("Hi Asha, 30 % off");
  });
});
