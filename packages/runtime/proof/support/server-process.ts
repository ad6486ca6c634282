/** The real server in a process of its own, for proofs that kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "@sluice/emulator/credentials";

const packages = join(import.meta.dirname, "..", "..", "..");

export interface ServerOptions {
  database: string;
  credentials: Pick<Credentials, "phoneNumberId" | "wabaId" | "token" | "appSecret" | "verifyToken">;
  graphUrl: string;
  /** A crash point, with ":3" behind it for the third visit. */
  crashAt?: string;
  environment?: Record<string, string>;
  /** Node's own, for example `--max-old-space-size=64`. */
  nodeOptions?: string[];
  /** A command that becomes the server, given the server's own command behind it. */
  within?: string[];
}

export class ServerProcess {
  readonly child: ChildProcess;
  /** Resolves with the address once it listens, with null when it ended before. */
  readonly url: Promise<string | null>;
  /** The signal that ended it, or the exit code. */
  readonly ended: Promise<NodeJS.Signals | number>;
  #errors = "";

  constructor(options: ServerOptions) {
    const { credentials } = options;
    const crash: Record<string, string> = options.crashAt === undefined ? {} : { SLUICE_CRASH_AT: options.crashAt };
    const own = [process.execPath, ...(options.nodeOptions ?? []), ...program()];
    const [command = "", ...args] = [...(options.within ?? []), ...own];
    this.child = spawn(command, args, {
      env: {
        PATH: process.env["PATH"],
        PORT: "0",
        DATABASE_URL: `file:${options.database}`,
        LOG_LEVEL: "error",
        WHATSAPP_PHONE_NUMBER_ID: credentials.phoneNumberId,
        WHATSAPP_WABA_ID: credentials.wabaId,
        WHATSAPP_TOKEN: credentials.token,
        WHATSAPP_APP_SECRET: credentials.appSecret,
        WHATSAPP_VERIFY_TOKEN: credentials.verifyToken,
        WHATSAPP_API_URL: options.graphUrl,
        ...crash,
        ...options.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => {
      this.child.once("exit", (code, signal) => resolve(signal ?? code ?? -1));
    });
    const listening = new Promise<string>((resolve) => {
      this.child.stdout?.on("data", (chunk: Buffer) => {
        const text = chunk.toString();
        const address = /http:\/\/localhost:\d+/.exec(text);
        if (address) resolve(address[0].replace("localhost", "127.0.0.1"));
        else this.#errors += text;
      });
    });
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.url = Promise.race([listening, this.ended.then(() => null)]);
  }

  /** What it logged at level error, and what Node said. */
  get errors(): string {
    return this.#errors;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  async kill(signal: NodeJS.Signals): Promise<NodeJS.Signals | number> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** What `tsc -b` wrote, if it is newer than every source: it starts in half the time. Else the sources. */
function program(): string[] {
  const isBuilt = ["shared", "emulator", "runtime"].every((name) => {
    const sources = globSync("src/**/*.ts", { cwd: join(packages, name), exclude: ["**/*.test.ts"] });
    const newest = Math.max(...sources.map((file) => statSync(join(packages, name, file)).mtimeMs));
    return newest <= modified(join(packages, name, "dist", ".tsbuildinfo"));
  });
  return isBuilt
    ? [join(packages, "runtime", "dist", "main.js")]
    : ["--conditions=source", "--no-warnings", join(packages, "runtime", "src", "main.ts")];
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
