/**
 * Saves the draft a moment after the last change, one save at a time. Edits that cannot be saved are kept in `storage`
 * under the flow's id and go out when the connection is back. When somebody else saved meanwhile, both versions are kept
 * and the person decides (resolveConflict).
 */
import { type FlowDocument, flowSchema } from "@sluice/shared/flow/document";
import type { DocumentStore, Theirs } from "./document-store.ts";

export type SaveResult =
  | { state: "saved"; version: number }
  | { state: "conflict"; theirs: Theirs }
  | { state: "offline" }
  /** The server's sentence. */
  | { state: "refused"; message: string };

export interface AutosaveOptions {
  /** Writes the document that was edited from `version`. Never throws. */
  save(document: FlowDocument, version: number): Promise<SaveResult>;
  /** Where unsaved edits survive a closed tab; null when the browser has none. */
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  /** Milliseconds from the last change to the save. */
  delay?: number;
  /** Milliseconds between tries while there is no connection. */
  retry?: number;
}

export interface Autosave {
  /** Saves now what is not saved; resolves when the server answered. True: everything is on the server. */
  flush(): Promise<boolean>;
  stop(): void;
}

export function startAutosave(store: DocumentStore, options: AutosaveOptions): Autosave {
  const { delay = 600, retry = 5_000 } = options;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let broken = false;

  const dirty = () => store.getState().document !== store.getState().saved;
  const later = (milliseconds: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = stopped ? null : setTimeout(() => void flush(), milliseconds);
  };

  async function saveOnce(): Promise<void> {
    const { document, version, flowId } = store.getState();
    store.getState().setSave({ state: "saving" });
    const result = await options.save(document, version);
    if (stopped && result.state !== "saved") return;
    switch (result.state) {
      case "saved":
        broken = false;
        store.getState().markSaved(document, result.version);
        store.getState().setSave(dirty() ? { state: "waiting" } : { state: "saved" });
        if (!dirty()) forgetKept(options.storage, flowId);
        return;
      case "conflict":
        store.getState().setSave({ state: "conflict", theirs: result.theirs, offline: broken });
        return;
      case "offline":
        broken = true;
        store.getState().setSave({ state: "offline" });
        later(retry);
        return;
      case "refused":
        store.getState().setSave({ state: "refused", message: result.message });
    }
  }

  async function flush(): Promise<boolean> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (let tries = 0; dirty() && tries < 3; tries += 1) {
      if (store.getState().save.state === "conflict") return false;
      running ??= saveOnce().finally(() => {
        running = null;
      });
      await running;
      if (["offline", "refused", "conflict"].includes(store.getState().save.state)) return false;
    }
    return !dirty();
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (state.document === before.document) return;
    if (!dirty()) {
      forgetKept(options.storage, state.flowId);
      if (state.save.state !== "conflict") state.setSave({ state: "saved" });
      return;
    }
    keep(options.storage, state.flowId, { document: state.document, version: state.version });
    if (state.save.state === "conflict") return;
    if (state.save.state !== "offline" && state.save.state !== "saving") state.setSave({ state: "waiting" });
    if (running === null) later(delay);
    else void running.then(() => later(delay));
  });

  if (dirty()) later(delay);

  return {
    flush,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** Edits a closed tab left behind. */
export interface Kept {
  document: FlowDocument;
  /** The version they were made from. */
  version: number;
}

const keyOf = (flowId: string) => `sluice.unsaved.${flowId}`;

export function keptEdits(storage: AutosaveOptions["storage"], flowId: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(keyOf(flowId)) ?? "null");
    if (typeof kept !== "object" || kept === null || !("document" in kept) || !("version" in kept)) return null;
    const document = flowSchema.safeParse(kept.document);
    return document.success && typeof kept.version === "number"
      ? { document: document.data, version: kept.version }
      : null;
  } catch {
    // Not JSON, or no access to the storage: nothing was kept.
    return null;
  }
}

function keep(storage: AutosaveOptions["storage"], flowId: string, kept: Kept): void {
  try {
    storage?.setItem(keyOf(flowId), JSON.stringify(kept));
  } catch {
    // The storage is full or closed to us. The edits are still in the open tab, and the save goes on.
  }
}

export function forgetKept(storage: AutosaveOptions["storage"], flowId: string): void {
  try {
    storage?.removeItem(keyOf(flowId));
  } catch {
    // No access to the storage: then nothing is in it.
  }
}
