import type { FlowDocument } from "@sluice/shared/flow/document";
import type { Template } from "@sluice/shared/flow/template";
import type { Finding } from "@sluice/shared/lint/finding";
import type { FlowContext } from "@sluice/shared/nodes/definition";
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Autosave } from "../document/autosave.ts";
import type { DocumentState, DocumentStore } from "../document/document-store.ts";
import type { Card } from "./card.ts";
import type { EditorUi, EditorUiStore } from "./editor-ui.ts";
import type { FlowLint, LintQuestion } from "./flow-lint.ts";
import type { PathView } from "./witness-path.ts";

/** What the parts of the editor share: the two stores, and what is computed from the document once for all of them. */
export interface Editor {
  store: DocumentStore;
  ui: EditorUiStore;
  autosave: Autosave;
  document: FlowDocument;
  context: FlowContext;
  /** The account's templates, which overrule the copies in the file (D16). */
  templates: readonly Template[];
  question: LintQuestion;
  cards: ReadonlyMap<string, Card>;
  /** Ids of nodes as Tab goes through them. */
  order: readonly string[];
  lint: FlowLint;
  /** The finding whose path is drawn, pinned or looked at. */
  shown: Finding | null;
  path: PathView | null;
  /** Asks for a flow file and imports it. */
  chooseFile: () => void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor is called outside of the flow editor");
  return editor;
}

export function useEditorUi<T>(select: (ui: EditorUi) => T): T {
  return useStore(useEditor().ui, select);
}

export function useDocumentState<T>(select: (state: DocumentState) => T): T {
  return useStore(useEditor().store, select);
}
