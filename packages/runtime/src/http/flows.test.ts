import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entry, flowOf, startTestServer, type TestServer, text } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const api: TestServer["api"] = (...args) => server.api(...args);
const small = (id: string) => flowOf(id, [entry("api"), text("hi", "Hello")], [["in", "next", "hi"]]);

describe("drafts", () => {
  test("a new flow has one entry, a name and an id made of it; the next one another id", async () => {
    const first = await api("POST", "/api/flows", { name: "Frühling −40 %" });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ id: "fruhling-40", version: 1, published: null, differs: true });
    expect(first.body.document.nodes).toHaveLength(1);
    const second = await api("POST", "/api/flows", { name: "Frühling −40 %" });
    expect(second.body.id).toBe("fruhling-40-2");
  });

  test("an empty body makes an empty flow", async () => {
    expect((await api("POST", "/api/flows")).status).toBe(201);
  });

  test("the list says entry, findings, figures and a small graph, in pages", async () => {
    await api("POST", "/api/flows", { document: small("listed") });
    const { body } = await api("GET", "/api/flows?search=listed");
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      id: "listed",
      figures: { running: 0, held: 0 },
      graph: { edges: [{ source: "in", target: "hi" }] },
    });
    expect(body.items[0].graph.nodes.map((node: { sends: string }) => node.sends)).toEqual(["plain", "free-form"]);
    const page = await api("GET", "/api/flows?limit=1");
    const next = await api("GET", `/api/flows?limit=1&cursor=${page.body.next}`);
    expect(next.body.items[0].id).not.toBe(page.body.items[0].id);
    expect((await api("GET", "/api/flows?cursor=nonsense")).status).toBe(400);
  });

  test("instants are ISO 8601 and the clock of the server is told", async () => {
    const response = await fetch(`${server.url}/api/flows/listed`);
    expect(response.headers.get("sluice-now")).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(((await response.json()) as { updatedAt: string }).updatedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test("409 with both versions when somebody else saved; nobody's work is lost", async () => {
    const created = (await api("POST", "/api/flows", { document: small("shared") })).body;
    const theirs = { ...created.document, description: "theirs" };
    const yours = { ...created.document, description: "yours" };
    const ines = { "sluice-person": "In%C3%AAs" };
    const saved = await api("PUT", "/api/flows/shared", { version: 1, document: theirs }, ines);
    expect(saved.body).toMatchObject({ version: 2, updatedBy: "Inês" });
    const refused = await api("PUT", "/api/flows/shared", { version: 1, document: yours });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      type: "conflict",
      yours: { version: 1, document: { description: "yours" } },
      theirs: { version: 2, document: { description: "theirs" }, updatedBy: "Inês" },
    });
    expect((await api("GET", "/api/flows/shared")).body.document.description).toBe("theirs");
  });

  test("an invalid document is refused with its place, and nothing is changed", async () => {
    const created = (await api("POST", "/api/flows", { document: small("kept") })).body;
    const broken = structuredClone(created.document);
    broken.nodes[1].type = "carousel";
    const refused = await api("PUT", "/api/flows/kept", { version: 1, document: broken });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0]).toMatchObject({
      path: "document.nodes[1].type",
      message: expect.stringContaining("carousel"),
    });
    const renamed = { ...created.document, id: "other" };
    expect((await api("PUT", "/api/flows/kept", { version: 1, document: renamed })).body.type).toBe("wrong-id");
    expect((await api("GET", "/api/flows/kept")).body).toMatchObject({ version: 1 });
  });

  test("unknown fields are refused by name", async () => {
    const { status, body } = await api("POST", "/api/flows", { name: "x", colour: "red" });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ path: "colour", message: "is not known here" }]);
  });

  test("what is not there is a problem document", async () => {
    const response = await fetch(`${server.url}/api/flows/nobody`);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ type: "not-found", status: 404, title: "Not found" });
    expect((await api("GET", "/api/nothing")).status).toBe(404);
  });

  test("a removed flow is gone", async () => {
    await api("POST", "/api/flows", { document: small("gone") });
    expect((await api("DELETE", "/api/flows/gone")).status).toBe(200);
    expect((await api("GET", "/api/flows/gone")).status).toBe(404);
  });
});

describe("files", () => {
  test("export gives the document as a file; import makes a new flow, nothing is overwritten", async () => {
    await api("POST", "/api/flows", { document: small("travels") });
    const exported = await fetch(`${server.url}/api/flows/travels/export`);
    expect(exported.headers.get("content-disposition")).toBe('attachment; filename="travels.flow.json"');
    const file = await exported.text();
    expect(JSON.parse(file)).toEqual(small("travels"));
    const imported = await api("POST", "/api/flows/import", file);
    expect(imported.status).toBe(201);
    expect(imported.body.flow.id).toBe("travels-2");
    expect(imported.body.report).toMatchObject({ format: "sluice", renamedFrom: "travels", nodes: 2, edges: 1 });
  });

  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const cases: [string, string, number, RegExp][] = [
    ["broken", '{\n  "formatVersion": 1,\n  "nodes": [,]\n}', 400, /line 3/],
    ["empty", "", 400, /empty/],
    ["huge", `{"x":"${"y".repeat(6 * 1024 * 1024)}"}`, 413, /6\.0 MB; 5 MB are allowed. Nothing was changed/],
    ["a list", "[]", 422, /not a flow/],
    ["deep", `{"formatVersion":1,"x":${deep}}`, 422, /nested deeper/],
    ["of a later version", '{"formatVersion":7}', 422, /formatVersion is 7; version 1 is understood/],
    [
      "with an unknown node type",
      JSON.stringify({ ...small("t"), nodes: [{ id: "a", type: "carousel", config: {} }] }, null, 1),
      422,
      /At line \d+, nodes\[0\]\.type is "carousel"; \d+ types are known/,
    ],
    ["with an unknown key", JSON.stringify({ ...small("t"), colour: 1 }), 422, /colour/],
    ["with __proto__", '{"formatVersion":1,"__proto__":{}}', 422, /__proto__/],
    ["of Typebot", '{"version":"6","groups":[],"edges":[],"variables":[]}', 422, /Typebot.*understood later/],
    ["of n8n", '{"name":"x","nodes":[],"connections":{}}', 422, /n8n/],
  ];
  test.each(cases)("a file that is %s is refused, and nothing is changed", async (_, file, status, says) => {
    const before = (await api("GET", "/api/flows?limit=200")).body.items.length;
    const refused = await api("POST", "/api/flows/import", file);
    expect(refused.body.detail).toMatch(says);
    expect(refused.status).toBe(status);
    expect(refused.body.detail).toMatch(/Nothing was changed\.$/);
    expect((await api("GET", "/api/flows?limit=200")).body.items).toHaveLength(before);
  });

  test("an edge to nowhere: a file is refused with the place, a draft gets a finding", async () => {
    const document = {
      ...small("dangling"),
      edges: [{ id: "e", source: "in", sourceHandle: "next", target: "nowhere" }],
    };
    const before = (await api("GET", "/api/flows")).body.items.length;
    const refused = await api("POST", "/api/flows/import", JSON.stringify(document, null, 2));
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toMatch(
      /At line \d+, edges\[0\]\.target is "nowhere", and no node has that id.*Nothing was changed/,
    );
    expect(refused.body.errors[0]).toMatchObject({ path: "edges[0].target" });
    expect((await api("GET", "/api/flows")).body.items).toHaveLength(before);
    const lint = await api("POST", "/api/lint", document);
    expect(lint.body.findings.map((finding: { code: string }) => finding.code)).toContain("dangling-edge");
  });

  test("lint takes gate and rule set", async () => {
    expect((await api("POST", "/api/lint?gate=off&ruleSet=meta-2024-11", small("x"))).status).toBe(200);
    expect((await api("POST", "/api/lint?gate=loose", small("x"))).status).toBe(400);
    expect((await api("POST", "/api/lint?ruleSet=meta-1999", small("x"))).status).toBe(422);
  });

  test("an example is opened once, and again after it was changed", async () => {
    const { body } = await api("GET", "/api/examples");
    const example = body.items.find(({ name }: { name: string }) => name === "black-friday");
    expect(example.graph.nodes.some((node: { gate: string }) => node.gate !== "none")).toBe(true);
    const first = await api("POST", "/api/examples/black-friday/open");
    expect(first.body.created).toBe(true);
    const again = await api("POST", "/api/examples/black-friday/open");
    expect(again.body).toMatchObject({ created: false, flow: { id: first.body.flow.id } });
    const { id, document } = first.body.flow;
    await api("PUT", `/api/flows/${id}`, { version: 1, document: { ...document, name: "Mine" } });
    const third = await api("POST", "/api/examples/black-friday/open");
    expect(third.body.created).toBe(true);
    expect(third.body.flow.id).not.toBe(id);
    expect((await api("POST", "/api/examples/..%2Fpackage/open")).status).toBe(404);
  });
});
