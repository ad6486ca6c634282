/** For tests: a world of given files, and what the command said to it. */
import type { Io } from "./io.ts";
import { run } from "./run.ts";

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export async function sluice(argv: string[], files: Record<string, string | Uint8Array> = {}): Promise<Ran> {
  const said = { out: "", err: "" };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    async read(file) {
      const content = files[file];
      if (content === undefined) throw Object.assign(new Error("no"), { code: "ENOENT" });
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  };
  return { code: await run(argv, io), ...said };
}
