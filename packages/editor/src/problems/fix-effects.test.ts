import type { FlowDocument } from "@sluice/shared/flow/document";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { describe, expect, it } from "vitest";
import { createDocumentStore } from "../document/document-store.ts";
import { fixEffects } from "./fix-effects.ts";

const offer = (name: string) => ({
  name,
  language: "en",
  category: "MARKETING" as const,
  status: "APPROVED" as const,
  components: [
    { type: "BODY" as const, text: "Look." },
    { type: "BUTTONS" as const, buttons: [{ type: "QUICK_REPLY" as const, text: "Yes" }] },
  ],
});
const marketing = (id: string, title: string) => ({
  id,
  type: "template",
  title,
  config: { name: id, language: "en", timeout: "PT2H" },
});
const flow: FlowDocument = {
  formatVersion: 1,
  id: "f",
  name: "F",
  templates: [offer("early"), offer("last")],
  nodes: [
    { id: "start", type: "entry", config: { trigger: { kind: "campaign" } } },
    marketing("early", "Early access"),
    marketing("last", "Last hours"),
    { id: "end", type: "end", config: {} },
  ],
  edges: [
    { id: "e-1", source: "start", sourceHandle: "next", target: "early" },
    { id: "e-2", source: "early", sourceHandle: "timeout", target: "last" },
    { id: "e-3", source: "early", sourceHandle: "capped", target: "end" },
    { id: "e-4", source: "early", sourceHandle: "expired", target: "end" },
  ],
};
const [finding] = lintFlow(flow).findings.filter(({ code }) => code === "sequential-marketing");
if (!finding) throw new Error("the flow shows nothing to fix");

describe("the effect of quick fixes", () => {
  it("says what each clears, leaves, adds and removes", () => {
    const [wait, lead, ...others] = fixEffects(flow, finding, {});
    expect(others).toEqual([]);
    expect(wait).toMatchObject({
      id: "wait-for-a-message",
      effect: "clears 1 warning",
      after: "1 warning",
      added: ["Early access, by No answer, to Wait for a message", "Wait for a message, by Any message, to Last hours"],
      removed: ["Early access, by No answer, to Last hours"],
    });
    expect(lead).toMatchObject({
      id: "lead-capped-and-expired-on",
      effect: "clears 2 warnings, leaves a note",
      after: "1 note",
      added: ["Last hours, by capped, to Not delivered", "Last hours, by expired, to Not delivered"],
      removed: [],
    });
  });
  it("is one named step of undo", () => {
    const store = createDocumentStore("f", flow, 1);
    const [wait] = fixEffects(flow, finding, {});
    if (!wait) throw new Error("no fix");
    store.getState().apply(`fix: ${wait.title}`, () => wait.document);
    expect(lintFlow(store.getState().document).findings.map(({ code }) => code)).not.toContain("sequential-marketing");
    expect(store.getState().undo()).toBe("fix: Wait for a message before it");
    expect(store.getState().document).toBe(flow);
  });
});
