/** Who listens where nobody may call, and who sees every connection that this process tries to make. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";

/** Addresses of this machine that a trap can stand on. */
const TRAPPED = ["127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "::1"];

export interface Traps {
  port: number;
  /** Requests that fell into one. */
  caught: string[];
  close(): void;
}

/** All on one port, so that one URL form fits each. Where a machine has no IPv6, that trap is missing. */
export async function setTraps(): Promise<Traps> {
  const caught: string[] = [];
  const open = (port: number, address: string): Promise<Server | null> =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        caught.push(`${address} ${request.headers.host} ${request.url}`);
        response.end("caught");
      });
      server.on("error", () => resolve(null));
      server.listen(port, address, () => resolve(server));
    });
  const first = await open(0, "127.0.0.1");
  if (!first) throw new Error("no trap could be set on 127.0.0.1");
  const { port } = first.address() as AddressInfo;
  const others = await Promise.all(TRAPPED.slice(1).map((address) => open(port, address)));
  const servers = [first, ...others.filter((server) => server !== null)];
  return {
    port,
    caught,
    close() {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** Answers every call with a redirect to what the call's path names. */
export async function listenRedirector(address: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const to = new URL(request.url ?? "/", "http://x").searchParams.get("to") ?? "";
    // Bytes as they are; line breaks cannot stand in a header.
    const location = Buffer.from(to.replace(/\p{Cc}/gu, "")).toString("latin1");
    response.writeHead(302, { location }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Every address to which a socket of this process is about to connect, until `stop`. */
export function watchConnections(): { tried: string[]; stop(): void } {
  const tried: string[] = [];
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function watched(this: Socket, ...args: unknown[]) {
    this.on("connectionAttempt", (ip: string) => tried.push(ip));
    return (connect as (...args: unknown[]) => Socket).apply(this, args);
  } as typeof connect;
  return {
    tried,
    stop() {
      Socket.prototype.connect = connect;
    },
  };
}
