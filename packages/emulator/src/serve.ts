import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createEmulator, type Emulator, type EmulatorOptions } from "./emulator.ts";
import { emulatorRouter } from "./http.ts";

export interface ServeOptions extends EmulatorOptions {
  /** 0: any free one. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
}

export interface ServedEmulator {
  emulator: Emulator;
  /** "http://127.0.0.1:4000" */
  url: string;
  close(): Promise<void>;
}

/** The emulator alone on a port of its own. Rejects when the port cannot be had. */
export async function serveEmulator(options: ServeOptions): Promise<ServedEmulator> {
  const { port, host = "127.0.0.1", ...rest } = options;
  const emulator = createEmulator(rest);
  const app = express();
  app.disable("x-powered-by");
  app.use(emulatorRouter(emulator));
  const server = createServer(app);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    emulator.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  return {
    emulator,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        emulator.close();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
