import { mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endpoints } from "@sluice/shared/protocol/api";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "./app.ts";
import { editorRouter } from "./editor-files.ts";
import { faults } from "./faults.ts";
import { openApi } from "./openapi.ts";
import { type Loose, startTestServer, type TestServer } from "./test-server.ts";

describe("the API's own description", () => {
  const document = openApi() as Loose;

  test("every endpoint of the protocol is served once, and nothing else", () => {
    const served = routes("examples").map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect(served).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`));
    expect(new Set(served).size).toBe(served.length);
  });

  test("every reference leads somewhere, and operations have names of their own", () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty([reference.split("/").at(-1) ?? ""]);
    }
    const ids = Object.values(document.paths).flatMap((path: Loose) =>
      Object.values(path).map((operation: Loose) => operation.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("instants travel as date-time, bodies refuse unknown fields, properties called id are kept", () => {
    const { FlowDraft, Message } = document.components.schemas;
    expect(FlowDraft.properties.updatedAt).toMatchObject({ type: "string", format: "date-time" });
    expect(Message.properties.id).toMatchObject({ type: "string" });
    const body = document.paths["/api/flows/{id}/start"].post.requestBody.content["application/json"].schema;
    expect(body.additionalProperties).toBe(false);
  });
});

describe("the application", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  test("is alive and ready", async () => {
    expect((await server.api("GET", "/livez")).status).toBe(200);
    expect((await server.api("GET", "/readyz")).body).toMatchObject({ ready: true });
  });

  test("serves the API's description and the flow's schema, with each node type's config", async () => {
    expect((await server.api("GET", "/api/openapi.json")).body.openapi).toBe("3.1.0");
    const schema = (await server.api("GET", "/flow.schema.json")).body;
    const types = schema.properties.nodes.items.oneOf.map((node: Loose) => node.properties.type.const);
    expect(types).toContain("template");
    expect(JSON.stringify(schema)).not.toContain("#/$defs");
  });

  test("says what a browser may do with it", async () => {
    const { headers } = await fetch(`${server.url}/livez`);
    expect(headers.get("content-security-policy")).toContain("script-src 'self';");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  /** `fetch` may not set Host and the like. */
  const status = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = new URL("/api/flows", server.url);
      request(url, { method: "POST", headers: { host: url.host, ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end("{}");
    });

  test.each<[string, Record<string, string>, number]>([
    ["a program", {}, 201],
    ["our own page", { "sec-fetch-site": "same-origin", origin: "http://localhost:3000" }, 201],
    ["another site's page", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    ["a page of an old browser elsewhere", { origin: "https://evil.example" }, 403],
    ["a name that points here", { host: "evil.example" }, 421],
  ])("%s: %o -> %i", async (_, headers, expected) => {
    expect(await status(headers)).toBe(expected);
  });

  test("broken paths are refused, not our fault", async () => {
    expect((await fetch(`${server.url}/api/flows/%E0%A4%A`)).status).toBe(400);
  });
});

describe("the editor's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "editor-"));
  writeFileSync(join(folder, "index.html"), "<title>Sluice</title>");
  const told: string[] = [];
  const app = express();
  app.get("/api/fails", () => {
    throw new Error("secret detail");
  });
  app.use(editorRouter(folder));
  app.use(faults((_, number) => told.push(number)));
  const server = app.listen(0, "127.0.0.1");
  afterAll(() => void server.close());
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}${path}`, {
      headers: { accept: "text/html" },
    });

  test.each(["/", "/flows/black-friday", "/inbox/wa-1%3Ac-2", "/phone"])("%s is the editor's page", async (path) => {
    expect(await (await get(path)).text()).toContain("Sluice");
  });

  test.each(["/api/x", "/assets/missing.js", "/emulator/x"])("%s is not", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test("our fault has a number, which the log has too, and no inside is shown", async () => {
    const response = await get("/api/fails");
    expect(response.status).toBe(500);
    const { detail } = (await response.json()) as { detail: string };
    expect(detail).toContain(told[0]);
    expect(detail).not.toContain("secret");
  });
});
