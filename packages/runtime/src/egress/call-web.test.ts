import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpCall } from "@sluice/shared/nodes/definition";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callWeb, type Egress } from "./call-web.ts";
import { parseNetworks } from "./public-address.ts";

const read = parseNetworks("127.0.0.1");
const loopback = read.ok ? read.networks : null;

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let server: Server;
let base = "";
let answer: Answer = (_, response) => response.end();
let heard: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (changes: Partial<HttpCall> = {}): HttpCall => ({
  id: "s1:1:0",
  method: "GET",
  url: `${base}/x`,
  headers: {},
  body: null,
  timeout: 5_000,
  ...changes,
});
const make = (changes: Partial<HttpCall> = {}, egress: Egress = { allowed: loopback }, stopped?: AbortSignal) => {
  heard = [];
  return callWeb(call(changes), egress, stopped);
};
const json: Answer = (_, response) => response.setHeader("content-type", "application/json").end('{"price":3}');
const redirect =
  (status: number, location: string, then: Answer = json): Answer =>
  (request, response, body) =>
    request.url === "/x" ? response.writeHead(status, { location }).end() : then(request, response, body);

test("the request arrives as it was asked for, with its key; the answer comes back", async () => {
  answer = json;
  const body = '{"a":"é"}';
  const result = await make({ method: "POST", headers: { "content-type": "application/json", "x-key": "k" }, body });
  expect(result).toEqual({ status: 200, body: { price: 3 } });
  expect(heard).toMatchObject([
    { method: "POST", url: "/x", body, headers: { "idempotency-key": "s1:1:0", "x-key": "k", "content-length": "10" } },
  ]);
});

describe("addresses that are not called", () => {
  test.each([
    ["loopback", () => base],
    ["loopback as a number", () => base.replace("127.0.0.1", "2130706433")],
    ["loopback in octal", () => base.replace("127.0.0.1", "0177.0.0.1")],
    ["loopback in IPv6", () => base.replace("127.0.0.1", "[::ffff:127.0.0.1]")],
    ["metadata of a cloud", () => "http://169.254.169.254/latest/meta-data/"],
    ["another protocol", () => "file:///etc/passwd"],
    ["a password in the address", () => base.replace("//", "//user:secret@")],
    ["no address", () => "https://"],
  ])("%s", async (_, url) => {
    answer = json;
    expect(await make({ url: url() }, { allowed: null })).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(heard).toEqual([]);
  });

  test("a name that leads to the own network, looked at when it is connected to", async () => {
    answer = json;
    const url = base.replace("127.0.0.1", "shop.example");
    const lookup = ((_name: string, _options: object, done: (...args: unknown[]) => void) =>
      done(null, [{ address: "127.0.0.1", family: 4 }])) as unknown as NonNullable<Egress["lookup"]>;
    expect(await make({ url }, { allowed: null, lookup })).toEqual({
      error: expect.stringContaining("shop.example is not an address of the public internet"),
    });
    expect(heard).toEqual([]);
    expect(await make({ url }, { allowed: loopback, lookup })).toEqual({ status: 200, body: { price: 3 } });
  });

  test("a redirect to such an address is not followed", async () => {
    answer = redirect(302, "http://169.254.169.254/");
    expect(await make()).toEqual({ error: expect.stringContaining("169.254.169.254 is not an address") });
  });
});

describe("redirects", () => {
  test.each([
    [301, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "{}"],
    [308, "DELETE", "DELETE", "{}"],
  ] as const)("%i after %s goes on as %s", async (status, method, then, body) => {
    answer = redirect(status, "/y");
    const headers = { authorization: "Bearer t", "content-type": "application/json" };
    expect(await make({ method, headers, body: "{}" })).toEqual({ status: 200, body: { price: 3 } });
    expect(heard[1]).toMatchObject({ method: then, url: "/y", body, headers: { authorization: "Bearer t" } });
  });

  test("another host does not hear what was meant for the first", async () => {
    const other = createServer((request, response) => {
      heard.push({ method: "", url: "other", headers: request.headers, body: "" });
      response.end("{}");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    answer = redirect(307, `http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    await make({ headers: { authorization: "Bearer t", "x-api-key": "k" } });
    other.close();
    expect(heard[1]?.url).toBe("other");
    expect(Object.keys(heard[1]?.headers ?? {})).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(heard[1]?.headers).toMatchObject({ "idempotency-key": "s1:1:0" });
    expect(heard[1]?.headers).not.toHaveProperty("x-api-key");
  });

  test("three at most", async () => {
    answer = (_, response) => response.writeHead(302, { location: "/x" }).end();
    expect(await make()).toEqual({ error: expect.stringContaining("more than 3 times") });
    expect(heard).toHaveLength(4);
  });
});

describe("answers that are none", () => {
  test("more than 1 MB", async () => {
    answer = (_, response) => response.end("x".repeat(1024 * 1024 + 1));
    expect(await make()).toEqual({ error: expect.stringContaining("more than 1 MB") });
  });

  test("none in time; also when it only trickles", async () => {
    answer = (_, response) => {
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    };
    expect(await make({ timeout: 200 })).toEqual({ error: expect.stringContaining("did not answer within") });
  });

  test("a connection that is closed, refused, or leads nowhere", async () => {
    answer = (_, response) => response.destroy();
    expect(await make()).toEqual({ error: expect.stringContaining("closed the connection") });
    expect(await make({ url: "http://127.0.0.1:1/" })).toEqual({
      error: expect.stringContaining("takes no connection"),
    });
    const lookup = ((_name: string, _options: object, done: (...args: unknown[]) => void) =>
      done(Object.assign(new Error("no"), { code: "ENOTFOUND" }))) as unknown as NonNullable<Egress["lookup"]>;
    expect(await make({ url: "https://shop.example" }, { allowed: null, lookup })).toEqual({
      error: "The name shop.example could not be found.",
    });
  });

  test("a stop cuts it off", async () => {
    answer = () => {};
    const stop = new AbortController();
    const made = make({}, { allowed: loopback }, stop.signal);
    setTimeout(() => stop.abort(), 50);
    expect(await made).toHaveProperty("error");
  });
});
