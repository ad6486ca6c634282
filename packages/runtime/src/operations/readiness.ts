/** Can this process do its work now? Each check says what is wrong and what to do. */
import type { Duration } from "@sluice/shared/time/duration";
import type { Store } from "../store/store.ts";

export interface Check {
  name: "running" | "database" | "schema" | "disk";
  ok: boolean;
  why?: string;
}

export interface ReadinessReport {
  ready: boolean;
  checks: Check[];
}

/** A commit that takes longer is no use to WhatsApp, which wants its answer. */
const PATIENCE = 2_000;
/** Bytes. Below it the write-ahead log and its checkpoint may not fit any more. */
const LEAST_DISK = 64 * 1_024 * 1_024;

export class Readiness {
  readonly #store: Pick<Store, "probe" | "storeFigures">;
  readonly #patience: Duration;
  #state: "starting" | "running" | "stopping" = "starting";

  constructor(store: Pick<Store, "probe" | "storeFigures">, patience: Duration = PATIENCE) {
    this.#store = store;
    this.#patience = patience;
  }

  get stopping(): boolean {
    return this.#state === "stopping";
  }

  started(): void {
    this.#state = "running";
  }

  stop(): void {
    this.#state = "stopping";
  }

  async report(): Promise<ReadinessReport> {
    const checks = [this.#running(), await this.#database(), ...(await this.#files())];
    return { ready: checks.every(({ ok }) => ok), checks };
  }

  #running(): Check {
    const why = {
      starting: "It is starting: what the last run left is being taken up.",
      running: "",
      stopping: "It is stopping and takes nothing new.",
    }[this.#state];
    return why === "" ? { name: "running", ok: true } : { name: "running", ok: false, why };
  }

  async #database(): Promise<Check> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no commit within ${this.#patience} ms`), this.#patience);
    });
    const probed = this.#store.probe().then(() => null, sayError);
    const fault = await Promise.race([probed, late]);
    clearTimeout(timer);
    return fault === null
      ? { name: "database", ok: true }
      : { name: "database", ok: false, why: `The database cannot be written: ${fault}` };
  }

  async #files(): Promise<Check[]> {
    try {
      const { schema, diskFreeBytes } = await this.#store.storeFigures();
      return [schemaCheck(schema), diskCheck(diskFreeBytes)];
    } catch (error) {
      return [{ name: "disk", ok: false, why: `The database's files cannot be looked at: ${sayError(error)}` }];
    }
  }
}

function schemaCheck({ found, known }: { found: number; known: number }): Check {
  if (found === known) return { name: "schema", ok: true };
  const why = `The database has schema ${found}, this version of Sluice knows ${known}: another version has migrated it. Start that one, and stop this one.`;
  return { name: "schema", ok: false, why };
}

function diskCheck(free: number | null): Check {
  if (free === null || free >= LEAST_DISK) return { name: "disk", ok: true };
  const megabytes = Math.floor(free / 1_024 / 1_024);
  return { name: "disk", ok: false, why: `Only ${megabytes} MB are free where the database lies; 64 MB are needed.` };
}

function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
