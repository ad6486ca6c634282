import type { FlowDocument } from "@sluice/shared/flow/document";
import { describe, expect, it } from "vitest";
import { addNode } from "./commands/add-node.ts";
import { connect } from "./commands/connect.ts";
import { copyNodes } from "./commands/copy-nodes.ts";
import { disconnect } from "./commands/disconnect.ts";
import { moveNodes } from "./commands/move-nodes.ts";
import { pasteNodes } from "./commands/paste-nodes.ts";
import { removeNodes } from "./commands/remove-nodes.ts";
import { renameNode } from "./commands/rename-node.ts";
import { setConfig } from "./commands/set-config.ts";
import { setFlowSettings } from "./commands/set-flow-settings.ts";
import { createDocumentStore } from "./document-store.ts";
import { freshId, nodeIds } from "./fresh-id.ts";

const empty: FlowDocument = { formatVersion: 1, id: "f", name: "F", nodes: [], edges: [] };

/** A small generator with a seed (mulberry32): every run tries the same thousand sequences. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function anyCommand(next: () => number): (flow: FlowDocument) => FlowDocument {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const place = () => ({ x: Math.floor(next() * 2_000), y: Math.floor(next() * 2_000) });
  return (flow) => {
    const node = pick(flow.nodes)?.id ?? "none";
    const other = pick(flow.nodes)?.id ?? "none";
    switch (Math.floor(next() * 10)) {
      case 0:
      case 1:
        return addNode(flow, { id: freshId(nodeIds(flow), "text"), type: "text", config: { text: "" } }, place());
      case 2:
      case 3:
        return connect(flow, { source: node, sourceHandle: pick(["next", "window-closed"]) ?? "next", target: other });
      case 4:
        return disconnect(flow, new Set([pick(flow.edges)?.id ?? "none"]));
      case 5:
        return moveNodes(flow, new Map([[node, place()]]));
      case 6:
        return removeNodes(flow, new Set([node, other]), { heal: next() < 0.5 });
      case 7:
        return renameNode(flow, node, next() < 0.3 ? "" : `Title ${Math.floor(next() * 3)}`);
      case 8:
        return pasteNodes(flow, copyNodes(flow, new Set([node, other]))).flow;
      default:
        return next() < 0.5
          ? setConfig(flow, node, { text: String(next()) }, () => ["next"])
          : setFlowSettings(flow, { description: next() < 0.5 ? "" : "text" });
    }
  };
}

describe("undo", () => {
  it("restores the exact document after any sequence of commands, and redo brings it back", () => {
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const next = chance(seed);
      const store = createDocumentStore("f", empty, 1, () => 0);
      const documents = [JSON.stringify(empty)];
      for (let count = 0; count < 30; count += 1) {
        const before = store.getState().document;
        store.getState().apply("any", anyCommand(next));
        if (store.getState().document !== before) documents.push(JSON.stringify(store.getState().document));
      }
      const steps = documents.length - 1;
      for (let back = steps - 1; back >= 0; back -= 1) {
        expect(store.getState().undo()).toBe("any");
        expect(JSON.stringify(store.getState().document)).toBe(documents[back]);
      }
      expect(store.getState().undo()).toBeNull();
      expect(store.getState().document).toBe(empty);
      for (let forth = 1; forth <= steps; forth += 1) {
        store.getState().redo();
        expect(JSON.stringify(store.getState().document)).toBe(documents[forth]);
      }
      expect(store.getState().redo()).toBeNull();
    }
  });

  it("joins what is typed within a second into one step", () => {
    let now = 0;
    const store = createDocumentStore("f", empty, 1, () => now);
    for (const name of ["B", "Bl", "Bla"]) {
      store.getState().apply("rename the flow", (flow) => setFlowSettings(flow, { name }), "name");
      now += 900;
    }
    now += 2_000;
    store.getState().apply("rename the flow", (flow) => setFlowSettings(flow, { name: "Black" }), "name");
    store.getState().undo();
    expect(store.getState().document.name).toBe("Bla");
    store.getState().undo();
    expect(store.getState().document).toBe(empty);
  });

  it("forgets what was undone when something else is done", () => {
    const store = createDocumentStore("f", empty, 1);
    store.getState().apply("one", (flow) => setFlowSettings(flow, { name: "one" }));
    store.getState().undo();
    store.getState().apply("two", (flow) => setFlowSettings(flow, { name: "two" }));
    expect(store.getState().redo()).toBeNull();
    expect(store.getState().history.past.map((step) => step.name)).toEqual(["two"]);
  });

  it("unselects what an undo takes away", () => {
    const store = createDocumentStore("f", empty, 1);
    store.getState().apply("add", (flow) => addNode(flow, { id: "a", type: "end", config: {} }, { x: 0, y: 0 }));
    store.getState().select(["a"]);
    store.getState().undo();
    expect([...store.getState().selection.nodes]).toEqual([]);
  });
});
