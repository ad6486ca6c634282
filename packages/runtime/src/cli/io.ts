/** What a command sees of the world, so that tests can give it another one. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";

export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** "-" is standard input. Rejects as node:fs does. */
  read(file: string): Promise<Uint8Array>;
  /** Names of the files in a folder, in order; null when it is none, or there is nothing. */
  filesIn(folder: string): Promise<string[] | null>;
  /** Rejects as node:fs does. */
  write(file: string, text: string): Promise<void>;
  /** What is typed, line by line, until the input ends; the prompt is shown where a person types. */
  lines(prompt: string): AsyncIterable<string>;
  /** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process. */
  interrupted(): Promise<void>;
  /** May the output carry colours? */
  color: boolean;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  folder: string;
}

export const standardIo: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  read: (file) => (file === "-" ? buffer(process.stdin) : readFile(file)),
  filesIn: namesIn,
  write: (file, text) => writeFile(file, text),
  lines: typedLines,
  interrupted: () =>
    new Promise((resolve) => {
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
    }),
  color: process.stdout.isTTY === true && !process.env["NO_COLOR"],
  environment: process.env,
  folder: process.cwd(),
};

async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "ENOENT") return null;
    throw error;
  }
}

async function* typedLines(prompt: string): AsyncGenerator<string> {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal ? { output: process.stdout } : {}),
    terminal,
    prompt,
  });
  // Without a listener Ctrl-C only pauses, and the loop below would wait for ever.
  lines.on("SIGINT", () => lines.close());
  try {
    lines.prompt();
    for await (const line of lines) {
      yield line;
      lines.prompt();
    }
  } finally {
    lines.close();
  }
}

// `sluice lint … | head` closes the pipe early; that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
