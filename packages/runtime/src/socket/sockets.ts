/**
 * Socket.IO for people at work: what is stale, and who else has a flow open. Events carry ids only; what is now is asked
 * over HTTP, so a missed event costs a moment and never a wrong picture.
 */
import type { Server as HttpServer } from "node:http";
import { type ChangeNotice, type ClientEvents, flowToJoin, type ServerEvents } from "@sluice/shared/protocol/socket";
import { Server, type Socket } from "socket.io";
import type { Services } from "../services.ts";
import { Gathering } from "./gathering.ts";

/** Changes are gathered for so long before they are told. */
const PAUSE = 100;
/** For the last words to leave. */
const GOODBYE = 50;

interface SocketData {
  flow?: string;
  name?: string;
}

type Sockets = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type Client = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** `hosts`: names under which this server is reached, beside this machine's own. */
export function attachSockets(
  server: HttpServer,
  services: Pick<Services, "changes">,
  hosts: readonly string[] = [],
): { close(): Promise<void> } {
  const sockets: Sockets = new Server(server, {
    serveClient: false,
    // Another site's page may not listen here (see http/same-origin.ts).
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers;
      const own = origin === undefined || (URL.canParse(origin) && isOwn(new URL(origin), host, hosts));
      decide(own ? null : "foreign origin", own);
    },
  });
  const gathering = new Gathering(PAUSE, (notice: ChangeNotice) => sockets.emit("change", notice));
  const unsubscribe = services.changes.subscribe((change) => gathering.add(change));
  sockets.on("connection", (socket) => serve(sockets, socket));
  return {
    async close() {
      unsubscribe();
      gathering.stop();
      // Else people would take it for a broken line.
      sockets.emit("stopping");
      if (sockets.of("/").sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, GOODBYE));
      await sockets.close();
    },
  };
}

function serve(sockets: Sockets, socket: Client): void {
  const leave = () => {
    const { flow } = socket.data;
    if (flow === undefined) return;
    delete socket.data.flow;
    void socket.leave(roomOf(flow));
    void tellPresence(sockets, flow);
  };
  socket.on("join-flow", (request) => {
    const parsed = flowToJoin.safeParse(request);
    if (!parsed.success) return;
    leave();
    socket.data.flow = parsed.data.flow;
    socket.data.name = parsed.data.name;
    void socket.join(roomOf(parsed.data.flow));
    void tellPresence(sockets, parsed.data.flow);
  });
  socket.on("leave-flow", leave);
  socket.on("disconnect", leave);
}

async function tellPresence(sockets: Sockets, flow: string): Promise<void> {
  const present = await sockets.in(roomOf(flow)).fetchSockets();
  const people = present.map((socket) => ({ id: socket.id, name: socket.data.name ?? "Somebody" }));
  sockets.in(roomOf(flow)).emit("presence", { flow, people });
}

function roomOf(flow: string): string {
  return `flow:${flow}`;
}

/** The editor in development is served by another port of this machine and reaches us through its proxy. */
function isOwn(origin: URL, host: string | undefined, hosts: readonly string[]): boolean {
  if (origin.host === host || hosts.includes(origin.hostname)) return true;
  return isThisMachine(origin.hostname) && isThisMachine((host ?? "").replace(/:\d+$/, ""));
}

function isThisMachine(name: string): boolean {
  return name === "localhost" || name === "127.0.0.1" || name === "[::1]";
}
