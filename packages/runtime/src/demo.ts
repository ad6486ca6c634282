/** The emulator inside this process, when no WhatsApp account is configured: same server, same movable clock. */
import { MovableClock } from "@sluice/emulator/clock";
import { createEmulator, type Emulator } from "@sluice/emulator/emulator";
import type { WhatsAppSettings } from "./config.ts";

export const EMULATOR_PATH = "/emulator";

export interface Demo {
  emulator: Emulator;
  clock: MovableClock;
  /** How the runtime reaches it, once the port is known. */
  settings(origin: string): WhatsAppSettings;
}

/**
 * `start`: where the clock begins, for a database whose story is ahead of the present. `stateFile`: where the emulator keeps
 * its people, templates and messages over restarts; null in memory.
 */
export function createDemo(start: number | undefined, stateFile: string | null): Demo {
  const clock = new MovableClock(start === undefined ? {} : { start });
  const emulator = createEmulator({ clock, ...(stateFile === null ? {} : { stateFile }) });
  const { credentials } = emulator;
  return {
    emulator,
    clock,
    settings: (origin) => ({
      phoneNumberId: credentials.phoneNumberId,
      wabaId: credentials.wabaId,
      token: credentials.token,
      appSecret: credentials.appSecret,
      verifyToken: credentials.verifyToken,
      apiUrl: `${origin}${EMULATOR_PATH}`,
      apiVersion: "v25.0",
    }),
  };
}
