import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { exportState, importState, type WorldState } from "./state.ts";
import type { World } from "./world.ts";

/** Real time between a change and its saving. */
const SAVE_AFTER = 500;

/**
 * Reads the file if there is one, and writes it a moment after each change; the answer saves once more and ends it.
 * Throws when the file is there but is not ours.
 */
export function keepState(world: World, path: string): () => void {
  const state = readState(path);
  if (state) importState(world, state);
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    // Written aside first: a process that is killed leaves the old file whole.
    writeFileSync(`${path}.new`, JSON.stringify(exportState(world)));
    renameSync(`${path}.new`, path);
  };
  const stop = world.listeners.add(() => {
    timer ??= setTimeout(save, SAVE_AFTER).unref();
  });
  return () => {
    stop();
    save();
  };
}

function readState(path: string): WorldState | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  try {
    const state: Partial<WorldState> = JSON.parse(text);
    if (state.version === 1 && state.contacts && state.templates && state.messages && state.serviceMessages)
      return state as WorldState;
  } catch (error) {
    throw new Error(`${path} is not the emulator's: it is no JSON. Move it away to start with an empty WhatsApp.`, {
      cause: error,
    });
  }
  throw new Error(
    `${path} is not the emulator's, or of another version of it. Move it away to start with an empty WhatsApp.`,
  );
}
