/** The canvas by keyboard (the map of keys is in the help on `?`). Single letters work with focus on the canvas only. */
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import { isTyping, useLetterKeys } from "../app/keys.ts";
import {
  copySelection,
  duplicateSelection,
  moveSelection,
  paste,
  placeNodes,
  removeSelection,
} from "./edit-actions.ts";
import type { Editor } from "./editor-context.ts";
import { tidyPositions } from "./tidy.ts";

export function useCanvasKeys(wrapper: RefObject<HTMLElement | null>, editor: Editor, readOnly: boolean): void {
  const flow = useReactFlow();
  const latest = useRef({ editor, readOnly });
  latest.current = { editor, readOnly };

  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const handled =
        move(event, latest.current.editor, flow, element) ||
        (!latest.current.readOnly && change(event, latest.current.editor, flow, element));
      if (!handled) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const focus = (event: FocusEvent) => {
      const id = nodeUnder(event.target);
      const { store } = latest.current.editor;
      const byKey = event.target instanceof Element && event.target.matches(":focus-visible");
      if (id && byKey && !store.getState().selection.nodes.has(id)) store.getState().select([id]);
    };
    element.addEventListener("keydown", press);
    element.addEventListener("focusin", focus);
    return () => {
      element.removeEventListener("keydown", press);
      element.removeEventListener("focusin", focus);
    };
  }, [wrapper, flow]);

  useClipboard(wrapper, latest, flow);
}

type Flow = ReturnType<typeof useReactFlow>;

function nodeUnder(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest(".react-flow__node")?.getAttribute("data-id") ?? null) : null;
}

/** The node the keys are about: the focused one, else the only selected one. */
function current(event: KeyboardEvent, { store }: Editor): string | null {
  const { nodes } = store.getState().selection;
  return nodeUnder(event.target) ?? (nodes.size === 1 ? ([...nodes][0] ?? null) : null);
}

const SLOW = { duration: 180 };

function move(event: KeyboardEvent, editor: Editor, flow: Flow, element: HTMLElement): boolean {
  const { ui, order, document } = editor;
  const id = current(event, editor);
  const goTo = (node: string | undefined) => {
    if (node === undefined) return false;
    editor.store.getState().select([node]);
    ui.getState().set({ reveal: { node, focus: true } });
    return true;
  };
  const step = (by: number) => goTo(id === null ? order[by > 0 ? 0 : order.length - 1] : order[order.indexOf(id) + by]);
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case "Tab": {
      const onCanvas = event.target === element || nodeUnder(event.target) !== null;
      return onCanvas && step(event.shiftKey ? -1 : 1);
    }
    case "ArrowRight":
      return goTo(document.edges.filter((edge) => edge.source === id)[0]?.target);
    case "ArrowLeft":
      return goTo(document.edges.find((edge) => edge.target === id)?.source);
    case "ArrowDown":
      return goTo(sibling(editor, id, 1));
    case "ArrowUp":
      return goTo(sibling(editor, id, -1));
    case "Home":
      return goTo(order[0]);
    case "End":
      return goTo(order.at(-1));
    case "Enter":
      if (id === null || nodeUnder(event.target) === null) return false;
      window.document.querySelector<HTMLElement>("#inspector :is(input, textarea, button, [tabindex='0'])")?.focus();
      return true;
    case "Escape":
      return leave(editor, element);
  }
  if (!useLetterKeys.getState().on) return false;
  switch (event.key) {
    case "0":
      void flow.fitView({ ...SLOW, padding: 0.06, maxZoom: 1 });
      return true;
    case "1":
      void flow.zoomTo(1, SLOW);
      return true;
    case "2":
      void flow.fitView({
        ...SLOW,
        nodes: [...editor.store.getState().selection.nodes].map((node) => ({ id: node })),
        padding: 0.2,
        maxZoom: 1.2,
      });
      return true;
    case "+":
      void flow.zoomIn(SLOW);
      return true;
    case "-":
    case "−":
      void flow.zoomOut(SLOW);
      return true;
    case "m":
      ui.getState().set({ minimap: !ui.getState().minimap });
      return true;
    case "w":
      ui.getState().set({ legend: !ui.getState().legend });
      return true;
    case "L":
      ui.getState().set({ listView: true });
      return true;
    default:
      return false;
  }
}

/** The node above or below among those that are reached from the same node; else in reading order. */
function sibling({ document, order }: Editor, id: string | null, by: number): string | undefined {
  if (id === null) return order[0];
  const parent = document.edges.find((edge) => edge.target === id)?.source;
  const family = order.filter((other) =>
    document.edges.some((edge) => edge.source === parent && edge.target === other),
  );
  return family[family.indexOf(id) + by] ?? order[order.indexOf(id) + by];
}

/** Esc goes one step out: the path, the palette, the selection, and at last the canvas itself. */
function leave({ ui, store }: Editor, element: HTMLElement): boolean {
  const state = ui.getState();
  if (state.palette || state.linking) state.set({ palette: null, linking: null });
  else if (state.pinned || state.previewed) state.set({ pinned: null, previewed: null });
  else if (state.people) state.set({ people: null });
  else if (store.getState().selection.nodes.size + store.getState().selection.edges.size > 0) {
    store.getState().select([]);
    element.focus();
  } else return false;
  return true;
}

function change(event: KeyboardEvent, editor: Editor, flow: Flow, element: HTMLElement): boolean {
  const { store, ui, cards } = editor;
  const id = current(event, editor);
  const command = event.ctrlKey || event.metaKey;
  const arrows: Record<string, [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const arrow = arrows[event.key];
  if (event.altKey && arrow) {
    const by = event.shiftKey ? 40 : 8;
    moveSelection(store, { x: arrow[0] * by, y: arrow[1] * by });
    return true;
  }
  if (event.key === "Delete" || event.key === "Backspace") {
    removeSelection(store, { heal: !event.shiftKey });
    element.focus();
    return true;
  }
  if (event.key === "F2" && id !== null) {
    ui.getState().set({ renaming: id });
    return true;
  }
  if (command && event.key.toLowerCase() === "d") {
    duplicateSelection(store);
    return true;
  }
  if (command && event.key.toLowerCase() === "a") {
    store.getState().select(editor.document.nodes.map((node) => node.id));
    return true;
  }
  if (command || event.altKey || !useLetterKeys.getState().on) return false;
  switch (event.key) {
    case "/":
    case "n":
      ui.getState().set({ palette: { group: "all", at: null, screen: null } });
      return true;
    case "e": {
      const card = id === null ? undefined : cards.get(id);
      const ports = card ? [...card.rows, ...card.spill] : [];
      const free =
        ports.find(
          (port) => !editor.document.edges.some((edge) => edge.source === id && edge.sourceHandle === port.id),
        ) ?? ports[0];
      if (id === null || !free) return false;
      ui.getState().set({ linking: { node: id, port: free.id } });
      return true;
    }
    case "i": {
      const [edge] = store.getState().selection.edges;
      const found = editor.document.edges.find((candidate) => candidate.id === edge);
      if (!edge || !found) return false;
      ui.getState().set({
        palette: { group: "all", edge, at: between(editor, found.source, found.target), screen: null },
      });
      return true;
    }
    case "t": {
      const { selection } = store.getState();
      const ids = selection.nodes.size > 1 ? selection.nodes : new Set(editor.document.nodes.map((node) => node.id));
      placeNodes(store, tidyPositions(editor.document, cards, ids), "tidy up");
      requestAnimationFrame(() => void flow.fitView({ ...SLOW, padding: 0.06, maxZoom: 1, minZoom: 0.4 }));
      return true;
    }
    default:
      return false;
  }
}

function between({ document, cards }: Editor, source: string, target: string): { x: number; y: number } {
  const from = document.layout?.[source] ?? { x: 0, y: 0 };
  const to = document.layout?.[target] ?? { x: 0, y: 0 };
  const width = cards.get(source)?.box.width ?? 0;
  return { x: (from.x + width + to.x) / 2 - 88, y: (from.y + to.y) / 2 + 48 };
}

/** Copy, cut and paste by the browser's own events, so that nodes travel between tabs as text. */
function useClipboard(
  wrapper: RefObject<HTMLElement | null>,
  latest: RefObject<{ editor: Editor; readOnly: boolean }>,
  flow: Flow,
): void {
  useEffect(() => {
    const inCanvas = () => {
      const active = window.document.activeElement;
      return !isTyping(active) && (active === window.document.body || wrapper.current?.contains(active) === true);
    };
    const copy = (event: ClipboardEvent) => {
      if (!inCanvas()) return;
      const text = copySelection(latest.current.editor.store);
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && !latest.current.readOnly)
        removeSelection(latest.current.editor.store, { heal: true });
    };
    const pasted = (event: ClipboardEvent) => {
      if (!inCanvas() || latest.current.readOnly) return;
      const text = event.clipboardData?.getData("text/plain") ?? null;
      const { store } = latest.current.editor;
      const before = store.getState().document;
      const pointer = lastPointer.current;
      paste(store, text, pointer ? flow.screenToFlowPosition(pointer) : undefined);
      if (store.getState().document !== before) event.preventDefault();
    };
    const track = (event: PointerEvent) => {
      lastPointer.current = wrapper.current?.contains(event.target as Node)
        ? { x: event.clientX, y: event.clientY }
        : null;
    };
    window.addEventListener("copy", copy);
    window.addEventListener("cut", copy);
    window.addEventListener("paste", pasted);
    window.addEventListener("pointermove", track, { passive: true });
    return () => {
      window.removeEventListener("copy", copy);
      window.removeEventListener("cut", copy);
      window.removeEventListener("paste", pasted);
      window.removeEventListener("pointermove", track);
    };
  }, [wrapper, latest, flow]);
}

const lastPointer: { current: { x: number; y: number } | null } = { current: null };
