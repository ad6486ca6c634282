import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { newId } from "./ids.ts";

const instant = fc.integer({ min: 0, max: 32_503_680_000_000 });

describe("newId", () => {
  test("has the prefix, the time and chance", () => {
    expect(newId("c", 0, () => 31)).toBe("c_0000000000ZZZZZZZZZZ");
    expect(newId("c", 32, () => 0)).toBe("c_00000000100000000000");
  });

  test.prop([instant, instant])("ids sort by the time they were made", (one, other) => {
    fc.pre(one !== other);
    expect(newId("m", one) < newId("m", other)).toBe(one < other);
  });

  test("two of the same millisecond differ", () => {
    const ids = Array.from({ length: 10_000 }, () => newId("m", 1_764_000_000_000));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.slice(0, 100)) expect(id).toMatch(/^m_[0-9A-HJKMNP-TV-Z]{20}$/);
  });
});
