import { flowContext } from "@sluice/shared/flow/flow-context";
import type { FlowDraft } from "@sluice/shared/protocol/flow";
import type { ChangeNotice } from "@sluice/shared/protocol/socket";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { useChannels } from "../api/channels.ts";
import { liveSocket } from "../api/live.ts";
import { ApiError } from "../api/problem.ts";
import { Link } from "../app/link.tsx";
import { type Autosave, keptEdits, startAutosave } from "../document/autosave.ts";
import { createDocumentStore, type DocumentStore } from "../document/document-store.ts";
import { ImportReport } from "../flows/import-report.tsx";
import { useFileDrop } from "../flows/use-file-drop.ts";
import { useImport } from "../flows/use-import.ts";
import { editorKeys, getDraft, getTemplates, saveDraft } from "../publish/flow-api.ts";
import { buttonClass } from "../ui/button.tsx";
import { Fault } from "../ui/fault.tsx";
import { announce } from "../ui/live-region.tsx";
import { say } from "../ui/toast.tsx";
import { createCards } from "./card.ts";
import { type Editor, EditorContext } from "./editor-context.ts";
import { EditorFrame } from "./editor-frame.tsx";
import { createEditorUi, type EditorUiStore } from "./editor-ui.ts";
import { findingKey, type LintQuestion, useFlowLint } from "./flow-lint.ts";
import { readingOrder } from "./reading-order.ts";
import { sayFindings } from "./say-node.ts";
import { useCalledFlows } from "./use-called-flows.ts";
import { witnessPath } from "./witness-path.ts";
import "./editor.css";

/** The flow editor: loads the draft, keeps it saved, and shows it. */
export function FlowEditor({ flowId }: { flowId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: editorKeys.draft(flowId),
    queryFn: () => getDraft(flowId),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [parts, setParts] = useState<EditorParts | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the stores are made once, from the first answer; later ones are theirs to take
  useEffect(() => {
    if (!data || parts) return;
    setParts(createParts(flowId, data));
  }, [data]);
  useEffect(() => () => void parts?.autosave.flush().then(() => parts.autosave.stop()), [parts]);

  if (parts && data) return <LoadedEditor parts={parts} row={data} />;
  if (error instanceof ApiError && error.status === 404) return <NoFlow id={flowId} />;
  if (error) {
    return (
      <div className="editor-fault">
        <Fault title="This flow could not be opened." error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return <div className="editor" aria-busy />;
}

/** An address nobody answers to: what may have happened, and where to go from here. */
function NoFlow({ id }: { id: string }) {
  return (
    <div className="crash">
      <div className="empty">
        <h1>There is no flow here</h1>
        <p>
          No flow has the id <code>{id}</code>. Perhaps it was deleted, or the address has a slip of the pen.
        </p>
        <Link to={{ screen: "flows" }} className={buttonClass("primary")}>
          Go to Flows
        </Link>
      </div>
    </div>
  );
}

interface EditorParts {
  store: DocumentStore;
  ui: EditorUiStore;
  autosave: Autosave;
}

function createParts(flowId: string, row: FlowDraft): EditorParts {
  const storage = storageOf();
  const store = createDocumentStore(flowId, row.document, row.version);
  const kept = keptEdits(storage, flowId);
  const autosave = startAutosave(store, { save: (document, version) => saveDraft(flowId, document, version), storage });
  if (kept && JSON.stringify(kept.document) !== JSON.stringify(row.document)) {
    // Made from the version the server still has: they go on. Otherwise the next save meets a conflict, and the person decides.
    store.setState({ version: kept.version });
    store.getState().apply("bring back unsaved edits", () => kept.document);
    say("Unsaved edits are back", "They were kept on this computer and are saved now. Undo takes them away.");
  }
  const narrow = window.matchMedia("(max-width: 640px)").matches;
  return { store, autosave, ui: createEditorUi(narrow) };
}

/** Null where the browser keeps nothing for us. */
function storageOf(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const NO_TEMPLATES: never[] = [];

function LoadedEditor({ parts, row }: { parts: EditorParts; row: FlowDraft }) {
  const { store, ui, autosave } = parts;
  const document = useStore(store, (state) => state.document);
  const { data: templates = NO_TEMPLATES } = useQuery({ queryKey: editorKeys.templates, queryFn: getTemplates });
  const context = useMemo(() => flowContext(document, templates), [document, templates]);
  const toCards = useMemo(createCards, []);
  const cards = useMemo(() => toCards(document, context, templates), [toCards, document, context, templates]);
  const order = useMemo(() => readingOrder(document, cards), [document, cards]);
  const { data: channels } = useChannels();
  const [channel] = channels ?? [];
  const flows = useCalledFlows(document);
  const question = useMemo<LintQuestion>(
    () => ({
      templates,
      ...(channel ? { gate: channel.gate, ruleSet: channel.ruleSet } : {}),
      ...(flows ? { flows } : {}),
    }),
    [templates, channel, flows],
  );
  const lint = useFlowLint(document, question, order);
  const wanted = useStore(ui, (state) => state.previewed ?? state.pinned);
  const shown = useMemo(() => lint.findings.find((finding) => findingKey(finding) === wanted) ?? null, [lint, wanted]);
  const path = useMemo(() => (shown ? witnessPath(document, shown) : null), [document, shown]);

  const { take, report, closeReport } = useImport();
  const over = useFileDrop((files) => void take(files));
  const latestTake = useRef(take);
  latestTake.current = take;
  const chooseFile = useCallback(() => askForFile((file) => void latestTake.current([file])), []);

  useTakeTheirs(store, row);
  useSavedWords(store);
  useFindingWords(lint.findings);
  useUnpinOnEdit(store, ui);
  useLeaveGuard(store, autosave);
  useFreshness(row.id, store);

  const editor = useMemo<Editor>(
    () => ({
      store,
      ui,
      autosave,
      document,
      context,
      templates,
      question,
      cards,
      order,
      lint,
      shown,
      path,
      chooseFile,
    }),
    [store, ui, autosave, document, context, templates, question, cards, order, lint, shown, path, chooseFile],
  );
  return (
    <EditorContext value={editor}>
      <EditorFrame row={row} over={over} />
      <ImportReport imported={report} onClose={closeReport} />
    </EditorContext>
  );
}

/** Somebody else saved, and nothing is unsaved here: their version is shown. Otherwise the next save meets a conflict. */
function useTakeTheirs(store: DocumentStore, row: FlowDraft): void {
  useEffect(() => {
    const { version, document, saved, save, load } = store.getState();
    if (row.version <= version || document !== saved || save.state !== "saved") return;
    load(row.document, row.version);
    say(`${row.updatedBy} changed this flow`, "You see it as it is now.");
  }, [store, row]);
}

function askForFile(take: (file: File) => void): void {
  const input = window.document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file) take(file);
  };
  input.click();
}

/** Saves are said to those who cannot see the top bar. */
function useSavedWords(store: DocumentStore): void {
  const state = useStore(store, ({ save }) => save.state);
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    if (state === "saved") announce("Saved");
    if (state === "offline") announce("No connection. Your edits are kept on this computer.");
    if (state === "conflict") announce("Somebody else saved this flow. Both versions are kept.");
    if (state === "refused") announce("Not saved");
  }, [state]);
}

function useFindingWords(findings: Parameters<typeof sayFindings>[0]): void {
  const words = sayFindings(findings) || "No problems";
  const before = useRef(words);
  useEffect(() => {
    if (before.current !== words) announce(words);
    before.current = words;
  }, [words]);
}

/** A pinned path belongs to the flow as it was. */
function useUnpinOnEdit(store: DocumentStore, ui: EditorUiStore): void {
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const logic = state.document.nodes !== before.document.nodes || state.document.edges !== before.document.edges;
        if (logic && (ui.getState().pinned || ui.getState().previewed))
          ui.getState().set({ pinned: null, previewed: null });
      }),
    [store, ui],
  );
}

function useLeaveGuard(store: DocumentStore, autosave: Autosave): void {
  useEffect(() => {
    const leave = () => void autosave.flush();
    const hide = () => {
      if (window.document.visibilityState === "hidden") leave();
    };
    const warn = (event: BeforeUnloadEvent) => {
      const { save } = store.getState();
      if (save.state === "waiting" || save.state === "saving") {
        leave();
        event.preventDefault();
      }
    };
    window.document.addEventListener("visibilitychange", hide);
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", leave);
    return () => {
      window.document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", leave);
    };
  }, [store, autosave]);
}

/** Milliseconds; notices come in crowds. */
const REFRESH = 250;

/** A save changes the list of flows; a change elsewhere (published, paused, who waits) is told by the socket. */
function useFreshness(flowId: string, store: DocumentStore): void {
  const client = useQueryClient();
  const version = useStore(store, (state) => state.version);
  const first = useRef(version);
  useEffect(() => {
    if (first.current === version) return;
    first.current = version;
    void client.invalidateQueries({ queryKey: ["flows"] });
  }, [client, version]);
  useEffect(() => {
    const socket = liveSocket();
    const stale = new Map<string, readonly string[]>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer = null;
      for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey });
      stale.clear();
    };
    const hear = (notice: ChangeNotice) => {
      const keys = [
        editorKeys.live(flowId),
        ...(notice.flows.includes(flowId) ? [editorKeys.draft(flowId), editorKeys.revisions(flowId)] : []),
        ...(notice.flows.some((id) => id !== flowId) ? [editorKeys.everyCall] : []),
        ...(notice.settings ? [editorKeys.templates] : []),
      ];
      for (const key of keys) stale.set(key.join(), key);
      timer ??= setTimeout(refresh, REFRESH);
    };
    socket.on("change", hear);
    return () => {
      socket.off("change", hear);
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, flowId]);
}
