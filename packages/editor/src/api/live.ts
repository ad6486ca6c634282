/**
 * What happens now, over Socket.IO. The server says what is stale, never what it is now: the queries concerned look again,
 * at most four times a second, so that a lost notice costs a moment and never shows a wrong picture.
 */
import type { ChangeNotice, ClientEvents, ServerEvents } from "@sluice/shared/protocol/socket";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { io, type Socket } from "socket.io-client";
import { create } from "zustand";

const PAUSE = 250;

/** A restart that takes longer is none. */
const RESTART = 60_000;

/** `lost` is true once a connection that had been there is gone; `restarting`, when the server said that it would be. */
export const useConnection = create<{ lost: boolean; restarting: boolean }>(() => ({ lost: false, restarting: false }));

type LiveSocket = Socket<ServerEvents, ClientEvents>;
let socket: LiveSocket | null = null;

/** The socket of people at work. One for the page; made when it is first asked for. */
export function liveSocket(): LiveSocket {
  socket ??= io({ transports: ["websocket", "polling"], reconnectionDelayMax: 5_000 });
  return socket;
}

/** Keeps all screens fresh while the app is shown. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    const live = liveSocket();
    let stale = emptyStale();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = () => {
      timer = null;
      const due = stale;
      stale = emptyStale();
      invalidate(client, due);
    };
    const changed = (notice: ChangeNotice) => {
      stale.people ||= notice.contacts.length + notice.sessions.length + notice.messages.length > 0;
      stale.settings ||= notice.settings;
      for (const flow of notice.flows) stale.flows.add(flow);
      timer ??= setTimeout(refresh, PAUSE);
    };
    const connected = () => {
      if (useConnection.getState().lost) void client.invalidateQueries();
      useConnection.setState({ lost: false, restarting: false });
    };
    const stopping = () => {
      useConnection.setState({ restarting: true });
      setTimeout(() => useConnection.setState({ restarting: false }), RESTART);
    };
    const lost = () => useConnection.setState({ lost: true });
    live.on("change", changed);
    live.on("connect", connected);
    live.on("disconnect", lost);
    live.on("stopping", stopping);
    return () => {
      live.off("change", changed);
      live.off("connect", connected);
      live.off("disconnect", lost);
      live.off("stopping", stopping);
      if (timer !== null) clearTimeout(timer);
    };
  }, [client]);
}

interface Stale {
  people: boolean;
  settings: boolean;
  flows: Set<string>;
}

function emptyStale(): Stale {
  return { people: false, settings: false, flows: new Set() };
}

function invalidate(client: QueryClient, stale: Stale): void {
  const look = (...queryKey: string[]) => void client.invalidateQueries({ queryKey });
  look("overview");
  if (stale.people) for (const key of ["conversations", "contacts", "timeline", "flow-live"]) look(key);
  if (stale.people || stale.flows.size > 0) look("flows");
  for (const flow of stale.flows) {
    look("flow-draft", flow);
    look("flow-revisions", flow);
    look("flow-live", flow);
  }
  if (stale.settings)
    for (const key of ["channels", "templates", "flows", "conversations", "timeline", "costs"]) look(key);
}
