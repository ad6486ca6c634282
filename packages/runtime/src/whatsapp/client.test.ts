import { once } from "node:events";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { WhatsAppClient } from "./client.ts";

/** What a server does with a request that has fully arrived; `count` is its number on this connection, from 1. */
type Behaviour = (socket: net.Socket, count: number, request: string) => void;

interface FaultServer {
  url: string;
  connections: net.Socket[];
  requests: string[];
}

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function faultServer(behave: Behaviour, onConnection?: (socket: net.Socket) => void): Promise<FaultServer> {
  const connections: net.Socket[] = [];
  const requests: string[] = [];
  const server = net.createServer((socket) => {
    connections.push(socket);
    let count = 0;
    let received = "";
    socket.on("error", () => {
      // Resets are what these tests are about.
    });
    onConnection?.(socket);
    socket.on("data", (chunk) => {
      received += chunk.toString();
      const [head = "", body] = received.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      requests.push(received);
      const request = received;
      received = "";
      count += 1;
      behave(socket, count, request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    server.close();
    for (const socket of connections) socket.destroy();
  });
  const { port } = server.address() as net.AddressInfo;
  return { url: `http://127.0.0.1:${port}`, connections, requests };
}

function client(baseUrl: string, settings: object = {}): WhatsAppClient {
  const made = new WhatsAppClient({ baseUrl, version: "v25.0", token: "secret-token", ...settings });
  cleanups.push(() => made.close());
  return made;
}

function reply(
  status: number,
  body: string,
  headers: string[] = [`Content-Length: ${Buffer.byteLength(body)}`],
): string {
  return [`HTTP/1.1 ${status} Status`, "Content-Type: application/json", ...headers, "", body].join("\r\n");
}

const acceptedBody = JSON.stringify({
  messaging_product: "whatsapp",
  contacts: [{ input: "+5511900000001", wa_id: "5511900000001", user_id: "BR.1" }],
  messages: [{ id: "wamid.1", message_status: "accepted" }],
});
const accepted = reply(200, acceptedBody);
const graphError = (code: number) =>
  JSON.stringify({ error: { message: `(#${code}) short`, code, error_data: { details: "long" } } });
const message = { messaging_product: "whatsapp", to: "+5511900000001", type: "text", text: { body: "olá" } };

const send = (server: { url: string }, settings?: object) => client(server.url, settings).send("100", message);

describe("a send that is answered (reliability.md §2.2)", () => {
  test("goes to the number's messages below the path prefix, with token and body", async () => {
    const server = await faultServer((socket) => socket.write(accepted));
    const outcome = await client(`${server.url}/emulator/`).send("100", message);
    expect(outcome).toEqual({
      kind: "accepted",
      wamid: "wamid.1",
      status: "accepted",
      recipient: { phone: "+5511900000001", userId: "BR.1" },
    });
    const [head = "", body = ""] = server.requests[0]?.split("\r\n\r\n") ?? [];
    expect(head).toMatch(/^POST \/emulator\/v25\.0\/100\/messages HTTP\/1\.1\r\n/);
    expect(head).toMatch(/\r\nauthorization: Bearer secret-token\r\n/i);
    expect(JSON.parse(body)).toEqual(message);
  });

  test.each([
    [400, graphError(131009), { code: 131009, details: "long" }],
    [429, graphError(131056), { code: 131056, details: "long" }],
    [500, graphError(131000), { code: 131000, details: "long" }],
    [200, graphError(131049), { code: 131049, details: "long" }],
    [401, '{"error":{"message":"no token","code":190}}', { code: 190, details: "no token" }],
    [429, "<html>slow down</html>", { code: 130429, details: "HTTP 429 without a Graph error" }],
    [404, "<html>nothing here</html>", { code: 404, details: "HTTP 404 without a Graph error" }],
    [301, "", { code: 301, details: "HTTP 301 without a Graph error" }],
  ])("rejected: HTTP %i %s", async (status, body, expected) => {
    const server = await faultServer((socket) => socket.write(reply(status, body)));
    expect(await send(server)).toEqual({ kind: "rejected", ...expected });
  });

  test("Retry-After in seconds is passed on", async () => {
    const body = graphError(130429);
    const headers = [`Content-Length: ${body.length}`, "Retry-After: 7"];
    const server = await faultServer((socket) => socket.write(reply(429, body, headers)));
    expect(await send(server)).toMatchObject({ kind: "rejected", code: 130429, retryAfter: 7_000 });
  });

  test.each([
    [500, "<html>oops</html>"],
    [502, ""],
    [503, '{"error":"no number in it"}'],
    [408, "<html>timeout</html>"],
    [200, ""],
    [200, "{broken"],
    [200, "[]"],
    [200, '{"success":true}'],
    [200, '{"messages":[{}]}'],
    [200, acceptedBody.slice(0, -5)],
  ])("unknown: HTTP %i %s", async (status, body) => {
    const server = await faultServer((socket) => socket.write(reply(status, body)));
    expect(await send(server)).toMatchObject({ kind: "unknown" });
  });
});

describe("R8: not one byte was written, so it is not sent", () => {
  test("refused", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, "close");
    expect(await send({ url: `http://127.0.0.1:${port}` })).toEqual({ kind: "not-sent", why: "ECONNREFUSED" });
  });

  test("name not found", async () => {
    expect(await send({ url: "http://nowhere.invalid" })).toMatchObject({ kind: "not-sent" });
  });

  test("TLS that does not come about", async () => {
    const seen: string[] = [];
    const server = await faultServer(
      () => undefined,
      (socket) => {
        socket.on("data", (chunk) => seen.push(chunk.toString("latin1")));
        socket.once("data", () => socket.end("this is no TLS\r\n"));
      },
    );
    expect(await send({ url: server.url.replace("http:", "https:") })).toMatchObject({ kind: "not-sent" });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join("")).not.toContain("secret-token");
  });

  test("TLS reset in the middle of the handshake", async () => {
    const server = await faultServer(
      () => undefined,
      (socket) => socket.once("data", () => socket.resetAndDestroy()),
    );
    expect(await send({ url: server.url.replace("http:", "https:") })).toMatchObject({ kind: "not-sent" });
  });

  test("no connection in time", async () => {
    const server = await faultServer(() => undefined);
    const outcome = await send({ url: server.url.replace("http:", "https:") }, { connectTimeout: 50 });
    expect(outcome).toEqual({ kind: "not-sent", why: "no connection within 50 ms" });
  });

  test("no free connection in time", async () => {
    const server = await faultServer(() => undefined);
    const one = client(server.url, { maximumConnections: 1, connectTimeout: 300, answerTimeout: 900 });
    const [first, second] = await Promise.all([one.send("100", message), one.send("100", message)]);
    expect(first).toMatchObject({ kind: "unknown" });
    expect(second).toMatchObject({ kind: "not-sent" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("R8: bytes were written and no complete answer came, so it is unknown", () => {
  test("reset as soon as the connection stands", async () => {
    const server = await faultServer(
      () => undefined,
      (socket) => socket.once("readable", () => socket.resetAndDestroy()),
    );
    expect(await send(server)).toMatchObject({ kind: "unknown" });
  });

  test.each([1, 20, 200])("reset after %i bytes of the request", async (bytes) => {
    const server = await faultServer(
      () => undefined,
      (socket) => {
        let received = 0;
        socket.on("data", (chunk) => {
          received += chunk.length;
          if (received >= bytes) socket.resetAndDestroy();
        });
      },
    );
    expect(await send(server)).toMatchObject({ kind: "unknown" });
  });

  test("reset after the whole request, before the answer", async () => {
    const server = await faultServer((socket) => socket.resetAndDestroy());
    expect(await send(server)).toEqual({ kind: "unknown", why: "ECONNRESET" });
  });

  test("closed politely without an answer", async () => {
    const server = await faultServer((socket) => socket.end());
    expect(await send(server)).toMatchObject({ kind: "unknown" });
  });

  test("an answer that is no HTTP", async () => {
    const server = await faultServer((socket) => socket.end("hello\r\n\r\n"));
    expect(await send(server)).toMatchObject({ kind: "unknown" });
  });

  test("no answer in time", async () => {
    const server = await faultServer(() => undefined);
    const outcome = await send(server, { answerTimeout: 50 });
    expect(outcome).toEqual({ kind: "unknown", why: "no complete answer within 50 ms" });
  });

  test("an answer that stops half-way", async () => {
    const server = await faultServer((socket) => socket.write(accepted.slice(0, -10)));
    expect(await send(server, { answerTimeout: 50 })).toMatchObject({ kind: "unknown" });
  });

  test("the client is closed while it waits", async () => {
    const server = await faultServer(() => undefined);
    const waiting = client(server.url);
    const outcome = waiting.send("100", message);
    while (server.requests.length === 0) await pause(1);
    waiting.close();
    expect(await outcome).toMatchObject({ kind: "unknown" });
  });

  const chunked = reply(200, `${acceptedBody.length.toString(16)}\r\n${acceptedBody}\r\n0\r\n\r\n`, [
    "Transfer-Encoding: chunked",
  ]);
  const rejected = reply(400, graphError(131009));
  test.each<[string, string, string]>([
    ["accepted", accepted, "accepted"],
    ["accepted in chunks", chunked, "accepted"],
    ["rejected", rejected, "rejected"],
  ])("an answer that says %s and breaks off after each number of bytes", async (_, answer, kind) => {
    let bytes = 0;
    let isReset = false;
    const server = await faultServer((socket) => {
      const end = () => (isReset ? socket.resetAndDestroy() : socket.end());
      socket.write(answer.slice(0, bytes), () => setTimeout(end, isReset ? 2 : 0));
    });
    const one = client(server.url);
    for (isReset of [false, true]) {
      // A reset right after the last byte may overtake it, so there the outcome is open.
      for (bytes = 0; bytes <= answer.length - (isReset ? 1 : 0); bytes += 1) {
        const outcome = await one.send("100", message);
        const expected = bytes < answer.length ? "unknown" : kind;
        expect({ bytes, isReset, kind: outcome.kind }).toEqual({ bytes, isReset, kind: expected });
      }
    }
  });
});

describe("kept connections", () => {
  test("serve one send after the other", async () => {
    const server = await faultServer((socket) => socket.write(accepted));
    const one = client(server.url);
    for (let count = 0; count < 5; count += 1)
      expect(await one.send("100", message)).toMatchObject({ kind: "accepted" });
    expect(server.connections).toHaveLength(1);
  });

  test("R8: a reset on a kept connection is unknown, not not-sent", async () => {
    const server = await faultServer((socket, count) =>
      count === 1 ? socket.write(accepted) : socket.resetAndDestroy(),
    );
    const one = client(server.url);
    expect(await one.send("100", message)).toMatchObject({ kind: "accepted" });
    expect(await one.send("100", message)).toEqual({ kind: "unknown", why: "ECONNRESET" });
    expect(server.connections).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  test("R8: a kept connection that the server drops in the moment of the next send is unknown, whoever was first", async () => {
    const server = await faultServer((socket) => socket.write(accepted));
    const one = client(server.url);
    expect(await one.send("100", message)).toMatchObject({ kind: "accepted" });
    server.connections[0]?.resetAndDestroy();
    const outcome = await one.send("100", message);
    // The client may have noticed in time and taken a new connection; it must never say not-sent for a written one.
    expect(outcome.kind).toBe(server.connections.length === 1 ? "unknown" : "accepted");
  });

  test("that the server closed before are not used again", async () => {
    const server = await faultServer((socket) => {
      socket.write(accepted);
      setTimeout(() => socket.end(), 5);
    });
    const one = client(server.url);
    expect(await one.send("100", message)).toMatchObject({ kind: "accepted" });
    await pause(200);
    expect(await one.send("100", message)).toMatchObject({ kind: "accepted" });
    expect(server.connections).toHaveLength(2);
  });
});

describe("calls that send nothing", () => {
  const json = (value: unknown) => reply(200, JSON.stringify(value));

  test("the templates of all pages, by cursor and never by address", async () => {
    const server = await faultServer((socket, _, request) =>
      socket.write(
        request.includes("after=c1")
          ? json({ data: [{ name: "b" }], paging: { cursors: { after: "c2" } } })
          : json({ data: [{ name: "a" }], paging: { cursors: { after: "c1" }, next: "http://elsewhere.example/" } }),
      ),
    );
    expect(await client(server.url).listTemplates("200")).toEqual({
      kind: "ok",
      value: [{ name: "a" }, { name: "b" }],
    });
    expect(server.requests.map((request) => request.split(" ")[1])).toEqual([
      "/v25.0/200/message_templates?limit=200",
      "/v25.0/200/message_templates?limit=200&after=c1",
    ]);
  });

  test("a list of templates that does not move on ends", async () => {
    const page = json({ data: [{ name: "a" }], paging: { cursors: { after: "same" }, next: "x" } });
    const server = await faultServer((socket) => socket.write(page));
    expect(await client(server.url).listTemplates("200")).toMatchObject({ kind: "ok" });
    expect(server.requests).toHaveLength(2);
  });

  test("create a template, subscribe, read a number, mark as read", async () => {
    const server = await faultServer((socket, _, request) =>
      socket.write(
        request.startsWith("GET")
          ? json({ display_phone_number: "+55 11", quality_rating: "GREEN", throughput: { level: "HIGH" }, id: "100" })
          : json({ success: true }),
      ),
    );
    const one = client(server.url);
    const done = { kind: "ok", value: { success: true } };
    expect(await one.createTemplate("200", { name: "sale" })).toEqual(done);
    expect(await one.subscribe("200")).toEqual(done);
    expect(await one.acknowledge("100", { status: "read" })).toEqual(done);
    expect(await one.phoneNumber("100")).toEqual({
      kind: "ok",
      value: { id: "100", displayPhoneNumber: "+55 11", qualityRating: "GREEN", throughput: "HIGH" },
    });
    expect(server.requests.map((request) => request.split(" HTTP")[0])).toEqual([
      "POST /v25.0/200/message_templates",
      "POST /v25.0/200/subscribed_apps",
      "POST /v25.0/100/messages",
      "GET /v25.0/100?fields=display_phone_number,verified_name,quality_rating,throughput,whatsapp_business_manager_messaging_limit",
    ]);
  });

  test.each([
    [reply(400, graphError(2388019)), { kind: "rejected", code: 2388019, details: "long" }],
    [reply(502, ""), { kind: "unreachable", why: "HTTP 502 without a readable answer" }],
    [reply(200, "{broken"), { kind: "unreachable", why: "HTTP 200 without a readable answer" }],
  ])("%s", async (answer, expected) => {
    const server = await faultServer((socket) => socket.write(answer));
    expect(await client(server.url).createTemplate("200", {})).toEqual(expected);
  });

  test("ids cannot lead to another path", async () => {
    const server = await faultServer((socket) => socket.write(accepted));
    await client(server.url).send("../200/x?y", message);
    expect(server.requests[0]).toMatch(/^POST \/v25\.0\/\.\.%2F200%2Fx%3Fy\/messages /);
  });
});

describe("settings that cannot be used name themselves", () => {
  test.each([
    [{ baseUrl: "graph.facebook.com" }, "WHATSAPP_API_URL"],
    [{ baseUrl: "ftp://graph.facebook.com" }, "WHATSAPP_API_URL"],
    [{ token: "" }, "WHATSAPP_TOKEN"],
    [{ token: "two words\n" }, "WHATSAPP_TOKEN"],
  ])("%o", (settings, name) => {
    expect(() => client("http://127.0.0.1", settings)).toThrow(name);
  });
});
