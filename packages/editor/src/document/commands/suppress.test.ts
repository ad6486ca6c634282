import type { FlowDocument } from "@sluice/shared/flow/document";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { expect, test } from "vitest";
import { type Suppression, suppress, unsuppress } from "./suppress.ts";

const flow: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "campaign" } } },
    { id: "late", type: "text", config: { text: "Hello" } },
  ],
  edges: [{ id: "e", source: "in", sourceHandle: "next", target: "late" }],
};
const meant: Suppression = {
  code: "free-form-after-window",
  node: "late",
  reason: "Only for people who just wrote",
  by: "Inês",
  at: "2026-11-22T10:00:00Z",
};
const standing = (document: FlowDocument) =>
  lintFlow(document)
    .findings.filter(({ code }) => code === meant.code)
    .map(({ suppressed }) => suppressed?.reason);

test("L7 a finding that is meant is marked with its reason, and stands again when that is taken back", () => {
  expect(standing(flow)).toEqual([undefined]);
  const marked = suppress(flow, meant);
  expect(standing(marked)).toEqual([meant.reason]);
  expect(unsuppress(marked, meant)).toEqual(flow);
});

test("one reason for each rule and node: the newer one replaces, others stay", () => {
  const other = { ...meant, node: "in" };
  const twice = suppress(suppress(suppress(flow, meant), other), { ...meant, reason: "Another reason" });
  expect(twice.suppressions).toEqual([other, { ...meant, reason: "Another reason" }]);
  expect(unsuppress(twice, meant).suppressions).toEqual([other]);
  expect(unsuppress(flow, meant)).toBe(flow);
});
