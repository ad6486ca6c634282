/**
 * Words for screen readers about things that change by themselves: findings, saves, arrivals. Polite, and at most one
 * in two seconds; when several come in between, the last one is said.
 */
import { useSyncExternalStore } from "react";

const PAUSE = 2_000;

let said = "";
let waiting: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

export function announce(text: string): void {
  if (timer !== null) {
    waiting = text;
    return;
  }
  said = text;
  for (const listener of listeners) listener();
  timer = setTimeout(() => {
    timer = null;
    if (waiting !== null && waiting !== said) announce(waiting);
    waiting = null;
  }, PAUSE);
}

/** Stands once, in the app shell. */
export function LiveRegion() {
  const text = useSyncExternalStore(subscribe, () => said);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
