import type { FlowDocument } from "@sluice/shared/flow/document";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keptEdits, type SaveResult, startAutosave } from "./autosave.ts";
import { setFlowSettings } from "./commands/set-flow-settings.ts";
import { createDocumentStore } from "./document-store.ts";

const flow: FlowDocument = { formatVersion: 1, id: "f", name: "F", nodes: [], edges: [] };

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

function setUp(answers: SaveResult[]) {
  const store = createDocumentStore("f", flow, 1);
  const storage = memory();
  const sent: { name: string; version: number }[] = [];
  const autosave = startAutosave(store, {
    storage,
    save: async (document, version) => {
      sent.push({ name: document.name, version });
      return answers.shift() ?? { state: "saved", version: version + 1 };
    },
  });
  const rename = (name: string) => store.getState().apply("rename", (document) => setFlowSettings(document, { name }));
  return { store, storage, sent, autosave, rename };
}

describe("autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("saves once after the last change, with the version that was edited", async () => {
    const { store, storage, sent, rename } = setUp([]);
    rename("A");
    await vi.advanceTimersByTimeAsync(500);
    rename("AB");
    expect(keptEdits(storage, "f")?.document.name).toBe("AB");
    await vi.advanceTimersByTimeAsync(600);
    expect(sent).toEqual([{ name: "AB", version: 1 }]);
    expect(store.getState().save).toEqual({ state: "saved" });
    expect(keptEdits(storage, "f")).toBeNull();
    rename("ABC");
    await vi.advanceTimersByTimeAsync(600);
    expect(sent.at(-1)).toEqual({ name: "ABC", version: 2 });
  });

  it("keeps edits on this computer while there is no connection and saves them when it is back", async () => {
    const { store, storage, sent, rename } = setUp([{ state: "offline" }, { state: "offline" }]);
    rename("A");
    await vi.advanceTimersByTimeAsync(600);
    expect(store.getState().save).toEqual({ state: "offline" });
    expect(keptEdits(storage, "f")).toEqual({ document: { ...flow, name: "A" }, version: 1 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(3);
    expect(store.getState().save).toEqual({ state: "saved" });
  });

  it("stops at a conflict: both versions are kept until somebody decides", async () => {
    const theirs = {
      document: { ...flow, name: "Theirs" },
      version: 7,
      savedBy: "Tomás",
      savedAt: 1_795_788_120_000,
    };
    const { store, sent, rename } = setUp([{ state: "conflict", theirs }]);
    rename("Mine");
    await vi.advanceTimersByTimeAsync(600);
    expect(store.getState().save).toMatchObject({ state: "conflict", theirs });
    rename("Mine still");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect(store.getState().document.name).toBe("Mine still");
  });

  it("says why the server does not take it and tries again with the next change", async () => {
    const { store, sent, rename } = setUp([{ state: "refused", message: "The name is too long." }]);
    rename("A");
    await vi.advanceTimersByTimeAsync(600);
    expect(store.getState().save).toEqual({ state: "refused", message: "The name is too long." });
    rename("B");
    await vi.advanceTimersByTimeAsync(600);
    expect(sent.map(({ name }) => name)).toEqual(["A", "B"]);
    expect(store.getState().save).toEqual({ state: "saved" });
  });

  it("saves at once on demand", async () => {
    const { sent, autosave, rename } = setUp([]);
    rename("A");
    expect(await autosave.flush()).toBe(true);
    expect(sent).toEqual([{ name: "A", version: 1 }]);
  });
});
