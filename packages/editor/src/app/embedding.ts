/**
 * How the page was delivered. The server's page has nothing set; the emulator serves the same page alone, with the
 * address of its control API, and then only the phone is shown.
 */
declare global {
  interface Window {
    __SLUICE__?: { control?: string; alone?: boolean };
  }
}

/** Base of the emulator's control API, without a slash at the end. */
export const controlBase: string = window.__SLUICE__?.control ?? "/emulator/_control";

export const phoneAlone: boolean = window.__SLUICE__?.alone ?? window.__SLUICE__?.control !== undefined;
