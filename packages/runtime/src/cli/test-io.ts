/** For tests: a world of given files, and what the command said to it. */
import type { Io } from "./io.ts";
import { run } from "./run.ts";

export interface Ran {
  code: number;
  out: string;
  err: string;
  /** What was written, by file. */
  written: Record<string, string>;
}

export interface TestWorld {
  /** What is typed. */
  lines?: readonly string[];
  environment?: Record<string, string>;
  folder?: string;
  /** Asked with each thing said; the answer `true` is a Ctrl-C. */
  interruptWhen?: (said: string) => boolean | Promise<boolean>;
}

export async function sluice(
  argv: string[],
  files: Record<string, string | Uint8Array> = {},
  { lines = [], environment = {}, folder = "/", interruptWhen }: TestWorld = {},
): Promise<Ran> {
  const said = { out: "", err: "" };
  const written: Record<string, string> = {};
  let interrupt = () => {};
  let fail = (_: unknown) => {};
  const interrupted = new Promise<void>((resolve, reject) => {
    interrupt = resolve;
    fail = reject;
  });
  const io: Io = {
    out: (text) => {
      said.out += text;
      if (interruptWhen) void Promise.resolve(interruptWhen(said.out)).then((stop) => stop && interrupt(), fail);
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    environment,
    folder,
    async write(file, text) {
      if (file.startsWith("/none/")) throw new Error("there is no such folder");
      written[file] = text;
    },
    interrupted: () => interrupted,
    async filesIn(folder) {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${folder}/`));
      return inside.length === 0 ? null : inside.map((file) => file.slice(folder.length + 1)).sort();
    },
    async *lines() {
      yield* lines;
    },
    async read(file) {
      const content = files[file];
      if (content === undefined) throw Object.assign(new Error("no"), { code: "ENOENT" });
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  };
  return { code: await run(argv, io), ...said, written };
}
