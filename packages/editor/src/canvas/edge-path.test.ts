import { describe, expect, it } from "vitest";
import { edgePath } from "./edge-path.ts";

const level = { sourceX: 0, sourceY: 0, targetX: 100, targetY: 0, down: false, straight: 0 };

describe("path of an edge", () => {
  it.each([
    { name: "is horizontal at both ends", ends: { ...level, targetY: 80 }, d: "M0 0C50 0 50 80 100 80" },
    {
      name: "is straight before a gate",
      ends: { ...level, targetY: 80, straight: 30 },
      d: "M0 0C35 0 35 80 70 80H100",
    },
    {
      name: "goes down from the spillway and round",
      ends: { ...level, targetY: 60, down: true },
      d: "M0 0L0 48Q0 60 12 60L100 60",
    },
  ])("$name", ({ ends, d }) => {
    expect(edgePath(ends).d).toBe(d);
  });
  it("swings out when it leads back", () => {
    const [, first = "0"] = /C([\d.-]+)/.exec(edgePath({ ...level, targetX: -300 }).d) ?? [];
    expect(Number(first)).toBeGreaterThan(60);
  });
  it("goes below the card when the spillway leads up", () => {
    const { d } = edgePath({ ...level, targetX: -200, targetY: -100, down: true });
    expect(d).toContain("34");
    expect(d.endsWith("L-200 -100")).toBe(true);
  });
  it("puts its number at its middle", () => {
    expect(edgePath({ ...level, targetY: 80 }).middle).toEqual({ x: 50, y: 40 });
  });
});
