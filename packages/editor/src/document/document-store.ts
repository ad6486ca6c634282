/**
 * The flow being edited: document, history, selection, and how far it is saved. No React here: the screen subscribes,
 * autosave.ts writes, tests call. Every change goes through `apply`, so every change can be undone.
 */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { createStore, type StoreApi } from "zustand/vanilla";
import { EMPTY_HISTORY, type History, record, redo, undo } from "./history.ts";

/** What somebody else saved while this document was being edited. */
export interface Theirs {
  document: FlowDocument;
  version: number;
  savedBy: string;
  /** Milliseconds. */
  savedAt: number;
}

export type SaveState =
  | { state: "saved" }
  | { state: "waiting" }
  | { state: "saving" }
  /** No connection: edits are kept on this computer. */
  | { state: "offline" }
  /** The server does not take this document: the sentence says why. Nothing is lost, the next change tries again. */
  | { state: "refused"; message: string }
  /** `offline`: it came about while there was no connection. */
  | { state: "conflict"; theirs: Theirs; offline: boolean };

export interface Selection {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export interface DocumentState {
  flowId: string;
  document: FlowDocument;
  /** The last document the server has. */
  saved: FlowDocument;
  /** The version `saved` has on the server; a save names it. */
  version: number;
  history: History;
  selection: Selection;
  save: SaveState;

  /** Runs a command. `coalesce` joins it with a step of the same key that is younger than a second. */
  apply(name: string, command: (flow: FlowDocument) => FlowDocument, coalesce?: string): void;
  /** Each returns the name of the step that was undone or redone, null when there is none. */
  undo(): string | null;
  redo(): string | null;
  select(nodes: Iterable<string>, edges?: Iterable<string>): void;
  /** Replaces everything by what the server says. */
  load(document: FlowDocument, version: number): void;
  setSave(save: SaveState): void;
  /** `document` arrived at the server as `version`. */
  markSaved(document: FlowDocument, version: number): void;
}

export type DocumentStore = StoreApi<DocumentState>;

export function createDocumentStore(
  flowId: string,
  document: FlowDocument,
  version: number,
  now: () => number = Date.now,
): DocumentStore {
  return createStore<DocumentState>()((set, get) => {
    const step = (direction: typeof undo): string | null => {
      const { document: before, history, selection } = get();
      const stepped = direction(history, before);
      if (!stepped) return null;
      set({ document: stepped.document, history: stepped.history, selection: existing(stepped.document, selection) });
      return stepped.name;
    };
    return {
      flowId,
      document,
      saved: document,
      version,
      history: EMPTY_HISTORY,
      selection: { nodes: new Set(), edges: new Set() },
      save: { state: "saved" },

      apply(name, command, coalesce) {
        const { document: before, history, selection } = get();
        const after = command(before);
        if (after === before) return;
        set({
          document: after,
          history: record(history, name, before, now(), coalesce ?? null),
          selection: existing(after, selection),
        });
      },
      undo: () => step(undo),
      redo: () => step(redo),
      select(nodes, edges = []) {
        const next = { nodes: new Set(nodes), edges: new Set(edges) };
        const { selection } = get();
        if (!same(next.nodes, selection.nodes) || !same(next.edges, selection.edges)) set({ selection: next });
      },
      load(loaded, loadedVersion) {
        set({
          document: loaded,
          saved: loaded,
          version: loadedVersion,
          history: EMPTY_HISTORY,
          selection: { nodes: new Set(), edges: new Set() },
          save: { state: "saved" },
        });
      },
      setSave: (save) => set({ save }),
      markSaved: (savedDocument, savedVersion) => set({ saved: savedDocument, version: savedVersion }),
    };
  });
}

/** The part of a selection that is still in the document; the same object when all of it is. */
function existing(document: FlowDocument, selection: Selection): Selection {
  if (selection.nodes.size === 0 && selection.edges.size === 0) return selection;
  const nodes = new Set(document.nodes.filter((node) => selection.nodes.has(node.id)).map((node) => node.id));
  const edges = new Set(document.edges.filter((edge) => selection.edges.has(edge.id)).map((edge) => edge.id));
  return nodes.size === selection.nodes.size && edges.size === selection.edges.size ? selection : { nodes, edges };
}

function same(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((id) => right.has(id));
}
