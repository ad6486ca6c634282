/** What a command sees of the world, so that tests can give it another one. */
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** "-" is standard input. Rejects as node:fs does. */
  read(file: string): Promise<Uint8Array>;
  /** May the output carry colours? */
  color: boolean;
}

export const standardIo: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read: (file) => (file === "-" ? buffer(process.stdin) : readFile(file)),
  color: process.stdout.isTTY === true && !process.env["NO_COLOR"],
};

// `sluice lint … | head` closes the pipe early; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
