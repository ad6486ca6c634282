import type { FlowDocument } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { Finding, WitnessStep } from "@sluice/shared/lint/finding";
import { describe, expect, it } from "vitest";
import { createCards } from "../canvas/card.ts";
import { pathWords, type Words } from "./path-words.ts";

const buttons = { body: "Which?", buttons: [{ id: "a", title: "Kitchen" }] };
const flow: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  nodes: [
    { id: "in", type: "entry", title: "Campaign", config: { trigger: { kind: "campaign" } } },
    { id: "ask", type: "buttons", title: "Which room?", config: buttons },
    { id: "wait", type: "delay", title: "A night", config: { duration: "PT13H" } },
    {
      id: "if",
      type: "condition",
      title: "Ordered?",
      config: { branches: [{ id: "yes", title: "Yes", when: "true" }] },
    },
    { id: "text", type: "text", title: "Reminder", config: { text: "Hello" } },
  ],
  edges: [],
};
const cards = createCards()(flow, flowContext(flow), []);
const said = (words: Words) => words.map((part) => (typeof part === "string" ? part : `*${part.strong}*`)).join("");
const finding = (code: string, ...steps: WitnessStep[]): Finding => ({
  code,
  severity: "warning",
  certainty: "certain",
  entryDependent: false,
  node: steps.at(-1)?.node ?? null,
  message: "",
  fixes: [],
  witness: { start: "2026-11-27T09:00:00Z", steps },
});

describe("a path in words", () => {
  const cases: { name: string; step: WitnessStep; next?: string; says: string }[] = [
    {
      name: "an entry sends what follows",
      step: { node: "in", port: "next" },
      next: "ask",
      says: "Campaign sends *Which room?*",
    },
    { name: "an entry before a step", step: { node: "in", port: "next" }, next: "wait", says: "*Campaign*" },
    { name: "no answer", step: { node: "ask", port: "timeout", waits: "P3D" }, says: "no answer for *3 d*" },
    { name: "an answer", step: { node: "ask", port: "button:a" }, says: "answer *Kitchen*" },
    { name: "trouble", step: { node: "ask", port: "window-closed" }, says: "*Which room?* leaves by window closed" },
    { name: "a delay", step: { node: "wait", port: "next", waits: "PT13H" }, says: "*A night* takes *13 h*" },
    { name: "a condition", step: { node: "if", port: "else", outcome: "Otherwise" }, says: "Ordered? *Otherwise*" },
    {
      name: "somebody speaks",
      step: { node: "wait", port: "next", waits: "PT13H", spoke: true },
      says: "*A night* takes *13 h* (the person writes meanwhile)",
    },
  ];
  it.each(cases)("$name", ({ step, next = "text", says }) => {
    const [first] = pathWords(finding("sequential-marketing", step, { node: next }), cards).steps;
    expect(said(first?.words ?? [])).toBe(says);
  });
  it("a call takes as long as what happens in it, which is on another canvas", () => {
    const inside = [
      { flow: "night", node: "in", port: "next" },
      { flow: "night", node: "wait", port: "next", waits: "PT25H" },
    ];
    const given = finding("free-form-after-window", { node: "wait", port: "next" }, ...inside, { node: "text" });
    const { steps } = pathWords(given, cards);
    expect(steps.map(({ number, words }) => [number, said(words)])).toEqual([[1, "*A night* takes *25 h*"]]);
  });
  it.each([
    { code: "sequential-marketing", says: "*held* until the person writes", gate: true },
    { code: "free-form-after-window", says: "*refused*, the window is closed", gate: false },
    { code: "dead-end", says: "*Reminder*", gate: false },
  ])("$code ends with what happens", ({ code, says, gate }) => {
    const { end } = pathWords(finding(code, { node: "in", port: "next" }, { node: "text" }), cards);
    expect([said(end?.words ?? []), end?.gate]).toEqual([says, gate]);
  });
});
