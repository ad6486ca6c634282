/** What the editor shows and where the person is in it: nothing of this is in the document, nothing of it is saved. */
import type { NodeGroup } from "@sluice/shared/nodes/definition";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Position } from "../document/commands/add-node.ts";

export type EditorMode = "build" | "live" | "revisions";

export interface PaletteRequest {
  group: NodeGroup | "all";
  /** The new node follows this port. */
  from?: { node: string; port: string };
  /** The new node goes into this edge. */
  edge?: string;
  /** Where the new node goes, in canvas pixels; null: the middle of what is seen. */
  at: Position | null;
  /** Where the list opens, in screen pixels; null: over the dock. */
  screen: Position | null;
}

export type EditorDialog = "publish" | "start" | "delete" | "keys" | "forecast" | "try";

export interface EditorUi {
  mode: EditorMode;
  /** A small screen: the flow is read as a list, the canvas is to look at. */
  narrow: boolean;
  /** Instead of the canvas: the flow as an ordered list. */
  listView: boolean;
  problemsOpen: boolean;
  /** The finding whose path is drawn until Esc, and the one that is only looked at. Keys of findings. */
  pinned: string | null;
  previewed: string | null;
  palette: PaletteRequest | null;
  /** An edge being drawn by keyboard from this port: the target is picked by name. */
  linking: { node: string; port: string } | null;
  /** The node whose title is being typed on the canvas. */
  renaming: string | null;
  dialog: EditorDialog | null;
  /** The node whose people are listed (Live). */
  people: string | null;
  /** The revision the draft is compared with (Revisions); null: the newest. */
  compared: number | null;
  /** A change to be seen on the canvas of the comparison; each request is a new object. */
  lookAt: { node: string } | null;
  searching: boolean;
  legend: boolean;
  minimap: boolean;
  /** Bring this node into view (unless the view shall `stay`) and focus it. Each request is a new object. */
  reveal: { node: string; focus: boolean; stay?: boolean } | null;
  set(change: Partial<Omit<EditorUi, "set">>): void;
}

export type EditorUiStore = StoreApi<EditorUi>;

export function createEditorUi(narrow: boolean): EditorUiStore {
  return createStore<EditorUi>()((set) => ({
    mode: "build",
    narrow,
    listView: narrow,
    problemsOpen: !narrow,
    pinned: null,
    previewed: null,
    palette: null,
    linking: null,
    renaming: null,
    dialog: null,
    people: null,
    compared: null,
    lookAt: null,
    searching: false,
    legend: false,
    minimap: true,
    reveal: null,
    set: (change) => set(change),
  }));
}
