/** The real server with the emulator, in this process, and flows to try it with. For tests. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FlowDocument, FlowEdge, FlowNode } from "@sluice/shared/flow/document";
import { startServer } from "../server.ts";
import { type Answer, call } from "../test-support/api.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..");

export interface TestServer {
  url: string;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Loose>>;
  /** The emulator's control side. */
  control(method: string, path: string, body?: unknown): Promise<Answer<Loose>>;
  /** Creates and publishes a flow. */
  publish(flow: FlowDocument): Promise<void>;
  stop(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as a stranger would
export type Loose = any;

export async function startTestServer(): Promise<TestServer> {
  const config = {
    port: 0,
    host: "127.0.0.1",
    database: ":memory:",
    publicUrl: null,
    logLevel: "error",
    whatsapp: null,
  };
  const server = await startServer(config, { editor: null, examples: join(root, "examples") });
  const api: TestServer["api"] = (method, path, body, headers) => call(server.url, method, path, body, headers);
  return {
    url: server.url,
    api,
    control: (method, path, body) => call(server.url, method, `/emulator/_control${path}`, body),
    async publish(flow) {
      const created = await api("POST", "/api/flows", { document: flow });
      if (created.status !== 201) throw new Error(JSON.stringify(created.body));
      const published = await api("POST", `/api/flows/${flow.id}/publish`, { force: true, reason: "a test" });
      if (published.status !== 200) throw new Error(JSON.stringify(published.body));
    },
    stop: () => server.stop(),
  };
}

export function flowOf(
  id: string,
  nodes: FlowNode[],
  edges: [string, string, string][],
  more: Partial<FlowDocument> = {},
): FlowDocument {
  return {
    formatVersion: 1,
    id,
    name: `Flow ${id}`,
    nodes,
    edges: edges.map(
      ([source, sourceHandle, target], index): FlowEdge => ({ id: `e${index}`, source, sourceHandle, target }),
    ),
    ...more,
  };
}

export const entry = (kind: "api" | "any-message" | "campaign"): FlowNode => ({
  id: "in",
  type: "entry",
  title: "In",
  config: { trigger: { kind } },
});

export const word = (text: string): FlowNode => ({
  id: "in",
  type: "entry",
  title: "In",
  config: { trigger: { kind: "keyword", words: [text], match: "exact" } },
});

export const text = (id: string, says: string): FlowNode => ({ id, type: "text", title: says, config: { text: says } });

export const waiting = (id: string): FlowNode => ({ id, type: "wait-for-reply", title: "Waits here", config: {} });

const offer = (name: string) => ({
  name,
  language: "en",
  category: "MARKETING" as const,
  status: "APPROVED",
  components: [
    { type: "BODY", text: `Offer ${name}` },
    { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
  ],
});

/** Two offers in a row: the second is held (D2). */
export function twoOffers(id: string): FlowDocument {
  const template = (node: string, name: string): FlowNode => ({
    id: node,
    type: "template",
    title: name,
    config: { name, language: "en", timeout: "PT1H" },
  });
  return flowOf(
    id,
    [
      entry("campaign"),
      template("one", "offer_one"),
      template("two", "offer_two"),
      { id: "done", type: "end", config: {} },
    ],
    [
      ["in", "next", "one"],
      ["one", "timeout", "two"],
      ["two", "button:0", "done"],
      ["two", "expired", "done"],
    ],
    { templates: [offer("offer_one"), offer("offer_two")] },
  );
}
