import { expect, it } from "vitest";
import { diffFindings } from "./diff-findings.ts";
import type { Finding } from "./finding.ts";

const finding = (node: string, over: Partial<Finding> = {}): Finding => ({
  code: "dead-end",
  severity: "warning",
  certainty: "certain",
  entryDependent: false,
  node,
  message: "…",
  fixes: [],
  ...over,
});

it("tells what came, what went and what is said differently; other words for it do not count", () => {
  const before = [finding("a"), finding("b"), finding("c"), finding("d"), finding("d", { message: "again" })];
  const after = [
    finding("a", { message: "in other words" }),
    finding("b", { severity: "info" }),
    finding("c", { suppressed: { reason: "r", by: "x", at: "t" } }),
    finding("d"),
    finding("a", { port: "next" }),
  ];
  const changes = diffFindings(before, after);
  expect(changes.appeared).toEqual([after[4]]);
  expect(changes.gone).toEqual([before[4]]);
  expect(changes.changed.map((change) => change.after.node)).toEqual(["b", "c"]);
});
