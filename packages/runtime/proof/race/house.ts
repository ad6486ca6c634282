/**
 * The real server with its doors, its database on disk, and the emulator behind it, for clients that come at once. What
 * was decided in which order is read from the file, not asked of the server.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { type RunningServer, startServer } from "../../src/server.ts";
import { type Answer, call, eventually } from "../../src/test-support/api.ts";
import type { Random } from "../support/random.ts";

/** One line of a contact's ledger, in the order of the commits. */
export interface LedgerLine {
  kind: string;
  attempt?: string;
  flow?: string;
  by?: string;
}

export interface Arrived {
  template: string | undefined;
  category: string | undefined;
  text: string | undefined;
  attempt: string;
}

export class House {
  readonly #folder: string;
  readonly #server: RunningServer;

  private constructor(folder: string, server: RunningServer) {
    this.#folder = folder;
    this.#server = server;
  }

  static async open(...flows: { id: string }[]): Promise<House> {
    const folder = mkdtempSync(join(tmpdir(), "sluice-race-"));
    const server = await startServer(
      {
        port: 0,
        host: "127.0.0.1",
        database: join(folder, "sluice.db"),
        publicUrl: null,
        logLevel: "error",
        whatsapp: null,
      },
      { editor: null, examples: folder },
    );
    const house = new House(folder, server);
    for (const flow of flows) {
      await house.must(201, "POST", "/api/flows/import", flow);
      await house.must(200, "POST", `/api/flows/${flow.id}/publish`, { force: true, reason: "proof" });
    }
    return house;
  }

  async close(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  api(method: string, path: string, body?: unknown): Promise<Answer<{ contactId: string; session: string }>> {
    return call(this.#server.url, method, path, body);
  }

  async must(status: number, method: string, path: string, body?: unknown) {
    const answer = await this.api(method, path, body);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Every contact needs a phone on which anything arrives. */
  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.must(200, method, `/emulator/_control${path}`, body);
  }

  says(phone: string, text: string): Promise<unknown> {
    return this.control("POST", "/inbound", { from: phone, text });
  }

  passes(duration: string): Promise<unknown> {
    return this.control("POST", "/clock", { advance: duration });
  }

  /** All at once, each after a moment of its own. */
  async race(random: Random, acts: readonly (() => Promise<unknown>)[]): Promise<void> {
    await Promise.all(
      random.shuffled(acts).map(async (act) => {
        const wait = random.whole(0, 60);
        if (wait > 20) await new Promise((resolve) => setTimeout(resolve, wait - 20));
        await act();
      }),
    );
  }

  /** Until nothing is queued or in flight; the pace between two sends passes on the clock. */
  async settle(): Promise<void> {
    await eventually(
      "nothing queued",
      async () => {
        await this.passes("PT10S");
        return this.#read<number>("SELECT count(*) FROM messages WHERE state = 'queued'")[0];
      },
      (queued) => queued === 0,
      30_000,
    );
  }

  async arrived(phone: string): Promise<Arrived[]> {
    const messages = (await this.control("GET", `/contacts/${encodeURIComponent(phone)}/messages`)) as {
      direction: string;
      template?: string;
      category?: string;
      text?: string;
      callbackData?: string;
    }[];
    return messages
      .filter(({ direction }) => direction === "from-business")
      .map(({ template, category, text, callbackData }) => ({
        template,
        category,
        text,
        attempt: callbackData?.split(".")[0] ?? "",
      }));
  }

  ledger(contact: string): LedgerLine[] {
    return this.#read<string>("SELECT doc FROM log WHERE kind = 'ledger' AND contact = ? ORDER BY seq", contact).map(
      (doc) => JSON.parse(doc) as LedgerLine,
    );
  }

  #read<Value>(text: string, ...parameters: string[]): Value[] {
    const db = new Database(join(this.#folder, "sluice.db"), { readonly: true });
    try {
      return db
        .prepare<string[]>(text)
        .pluck()
        .all(...parameters) as Value[];
    } finally {
      db.close();
    }
  }
}
