import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChangeNotice, PresenceNotice } from "@sluice/shared/protocol/socket";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changeFeed } from "../conversation/change-feed.ts";
import { attachSockets } from "./sockets.ts";

const changes = changeFeed();
const http = createServer();
let sockets: { close(): Promise<void> };
const clients: Socket[] = [];

beforeAll(async () => {
  sockets = attachSockets(http, { changes }, ["bot.example"]);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(() => sockets.close());

async function connect(headers: Record<string, string> = {}): Promise<Socket> {
  const client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ["websocket"],
    extraHeaders: headers,
    reconnection: false,
  });
  clients.push(client);
  await new Promise<void>((resolve, reject) => {
    client.on("connect", resolve);
    client.on("connect_error", reject);
  });
  return client;
}

const next = <Notice>(client: Socket, event: string) => new Promise<Notice>((resolve) => client.once(event, resolve));

test("changes of a moment are told as one, each id once", async () => {
  const client = await connect();
  const notice = next<ChangeNotice>(client, "change");
  const change = { contact: "c", channel: "ch", flows: ["f"], sessions: ["s"], messages: ["m1"] };
  changes.publish(change);
  changes.publish({ ...change, messages: ["m2"] });
  changes.publish({ flow: "g" });
  expect(await notice).toEqual({
    contacts: ["c"],
    flows: ["f", "g"],
    sessions: ["s"],
    messages: ["m1", "m2"],
    settings: false,
  });
});

test("a flood is told as: everything", async () => {
  const client = await connect();
  const notice = next<ChangeNotice>(client, "change");
  for (let count = 0; count < 600; count += 1)
    changes.publish({ contact: `c${count}`, channel: "ch", flows: ["f"], sessions: [], messages: [] });
  expect(await notice).toEqual({ contacts: [], flows: ["f"], sessions: [], messages: [], settings: true });
});

test("who has a flow open is told to those who have it open", async () => {
  const [ines, tomas] = [await connect(), await connect()];
  const alone = next<PresenceNotice>(ines, "presence");
  ines.emit("join-flow", { flow: "f", name: "Ines" });
  expect((await alone).people.map(({ name }) => name)).toEqual(["Ines"]);
  const both = next<PresenceNotice>(ines, "presence");
  tomas.emit("join-flow", { flow: "f", name: "Tomás" });
  expect((await both).people.map(({ name }) => name).sort()).toEqual(["Ines", "Tomás"]);
  const left = next<PresenceNotice>(ines, "presence");
  tomas.disconnect();
  expect((await left).people.map(({ name }) => name)).toEqual(["Ines"]);
});

test("another site's page may not listen", async () => {
  await expect(connect({ origin: "https://evil.example" })).rejects.toThrow();
  expect((await connect({ origin: "https://bot.example" })).connected).toBe(true);
});

test("R15 a stop is told before the connection closes", async () => {
  const server = createServer();
  const ending = attachSockets(server, { changes });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], reconnection: false });
  clients.push(client);
  await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  const heard: string[] = [];
  client.on("stopping", () => heard.push("stopping"));
  const closed = new Promise<void>((resolve) => client.once("disconnect", () => resolve()));
  await ending.close();
  await closed;
  expect(heard).toEqual(["stopping"]);
});
