import { describe, expect, it } from "vitest";
import { handedOver, takenBack, withHandedOver, withTakenBack } from "./call-rows.ts";

const inputs = [
  { variable: "extra", value: "1" },
  { variable: "size", value: "{{ answer }}" },
];
const outputs = [
  { variable: "total", value: "{{ price * 2 }}" },
  { variable: "chosen", value: "{{size}}" },
];

describe("lines of a call as rows of the called flow", () => {
  it("a line with a declared variable is its row, the others stay lines", () => {
    expect(handedOver(inputs, ["name", "size"])).toEqual({
      rows: [
        { name: "name", value: "", at: null },
        { name: "size", value: "{{ answer }}", at: 1 },
      ],
      rest: [0],
    });
    expect(takenBack(outputs, ["size"])).toEqual({ rows: [{ name: "size", value: "chosen", at: 1 }], rest: [0] });
  });
  it.each([
    ["a value set", "name", "Asha", [...inputs, { variable: "name", value: "Asha" }]],
    ["a value changed", "size", "L", [inputs[0], { variable: "size", value: "L" }]],
    ["a value emptied", "size", "", [inputs[0]]],
    ["nothing to empty", "name", "", inputs],
  ])("%s", (_, name, value, after) => {
    expect(withHandedOver(inputs, ["name", "size"], name, value)).toEqual(after);
  });
  it("a result is kept under a name of one's own, or forgotten", () => {
    expect(withTakenBack([], ["size"], "size", "chosen")).toEqual([{ variable: "chosen", value: "{{ size }}" }]);
    expect(withTakenBack(outputs, ["size"], "size", "")).toEqual([outputs[0]]);
    expect(takenBack([{ variable: "b", value: "{{ a }} and more" }], ["a"]).rest).toEqual([0]);
  });
  it("a second line for the same variable is no row, and is not lost", () => {
    const twice = [...inputs, { variable: "size", value: "2" }];
    expect(handedOver(twice, ["size"]).rest).toEqual([0, 2]);
    expect(withHandedOver(twice, ["size"], "size", "3")).toEqual([
      inputs[0],
      { variable: "size", value: "3" },
      twice[2],
    ]);
  });
});
