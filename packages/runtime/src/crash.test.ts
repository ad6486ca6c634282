/**
 * R1, first version: the server is killed with SIGKILL at named points of a turn and started again on the same database.
 * WhatsApp (the emulator, in this process, alive all the time) redelivers what it was not answered 200 for. Nothing that was
 * acknowledged is lost, nothing is sent twice, unknown outcomes are at most the sends in flight, and everybody gets an
 * answer afterwards. Mutation seen to fail: resume() re-queueing in-flight attempts sends twice at `send-after-answer`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServedEmulator, serveEmulator } from "@sluice/emulator/serve";
import { afterEach, describe, expect, test } from "vitest";
import { call, eventually } from "./test-support/api.ts";

const here = dirname(fileURLToPath(import.meta.url));
const support = {
  formatVersion: 1,
  id: "support",
  name: "Support",
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["help"], match: "exact" } } },
    {
      id: "ask",
      type: "buttons",
      config: {
        body: "How can we help?",
        buttons: [
          { id: "order", title: "My order" },
          { id: "person", title: "Talk to a person" },
        ],
      },
    },
    { id: "say", type: "text", config: { text: "One moment, please." } },
    { id: "give", type: "handoff", config: {} },
  ],
  edges: [
    { id: "e1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "e2", source: "ask", sourceHandle: "button:person", target: "say" },
    { id: "e3", source: "ask", sourceHandle: "button:order", target: "say" },
    { id: "e4", source: "ask", sourceHandle: "other", target: "say" },
    { id: "e5", source: "say", sourceHandle: "next", target: "give" },
  ],
};
const PHONE = "+5511900000333";

/** `turn-…` points are visited by the start of the server's flows too; the number is the visit at which it dies. */
const POINTS = [
  "inbox-before-commit:1",
  "inbox-after-commit:1",
  "turn-before-commit:1",
  "turn-after-commit:1",
  "turn-before-commit:2",
  "turn-after-commit:2",
  "send-before-request:1",
  "send-after-answer:1",
  "send-after-record:1",
  "turn-before-commit:3",
  "turn-after-commit:3",
];
/** Between "in flight" and "recorded" nobody can know: exactly these may leave one attempt unknown. */
const MAY_BE_UNKNOWN = new Set([
  "turn-after-commit:2",
  "send-before-request:1",
  "send-after-answer:1",
  "turn-before-commit:3",
]);

interface Shown {
  direction: string;
  type: string;
  text?: string;
}

let child: ChildProcess | null = null;
let emulator: ServedEmulator | null = null;
let folder: string | null = null;

afterEach(async () => {
  child?.kill("SIGKILL");
  await emulator?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
  child = null;
  emulator = null;
  folder = null;
});

async function startRuntime(port: number, crashAt: string | null): Promise<string> {
  const { credentials } = (emulator as ServedEmulator).emulator;
  const runtime = spawn(process.execPath, ["--conditions=source", "--no-warnings", join(here, "main.ts")], {
    env: {
      PATH: process.env["PATH"],
      PORT: String(port),
      DATABASE_URL: `file:${join(folder as string, "sluice.db")}`,
      LOG_LEVEL: process.env["CRASH_LOG"] ?? "error",
      WHATSAPP_PHONE_NUMBER_ID: credentials.phoneNumberId,
      WHATSAPP_WABA_ID: credentials.wabaId,
      WHATSAPP_TOKEN: credentials.token,
      WHATSAPP_APP_SECRET: credentials.appSecret,
      WHATSAPP_VERIFY_TOKEN: credentials.verifyToken,
      WHATSAPP_API_URL: (emulator as ServedEmulator).url,
      ...(crashAt === null ? {} : { SLUICE_CRASH_AT: crashAt }),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = runtime;
  const url = await new Promise<string>((resolve, reject) => {
    runtime.stdout?.on("data", (chunk: Buffer) => {
      if (!chunk.includes("http://localhost")) process.stderr.write(chunk);
      const address = /http:\/\/localhost:\d+/.exec(chunk.toString());
      if (address) resolve(address[0].replace("localhost", "127.0.0.1"));
    });
    runtime.once("exit", (code, signal) =>
      reject(new Error(`the runtime ended before it listened (${code ?? signal})`)),
    );
  });
  (emulator as ServedEmulator).emulator.world.callback = `${url}/webhooks/whatsapp`;
  return url;
}

const died = (runtime: ChildProcess) =>
  runtime.exitCode !== null || runtime.signalCode !== null
    ? Promise.resolve(runtime.signalCode)
    : new Promise((resolve) => runtime.once("exit", (_code, signal) => resolve(signal)));

describe("R1 killed at", () => {
  test.each(POINTS)("%s: nothing lost, nothing doubled", async (point) => {
    folder = mkdtempSync(join(tmpdir(), "sluice-crash-"));
    emulator = await serveEmulator({ port: 0 });
    const control = (method: string, path: string, body?: unknown) =>
      call((emulator as ServedEmulator).url, method, `/_control${path}`, body);
    const shown = async (): Promise<Shown[]> =>
      (await control("GET", `/contacts/${encodeURIComponent(PHONE)}/messages`)).body;

    // Published by a run that lives; the run that dies begins with the person's first message.
    let url = await startRuntime(0, null);
    const imported = await call(url, "POST", "/api/flows/import", support);
    expect(imported.status).toBe(201);
    const published = await call(url, "POST", `/api/flows/${imported.body.flow.id}/publish`, {
      force: true,
      reason: "crash test",
    });
    expect(published.status).toBeLessThan(300);
    child?.kill("SIGTERM");
    expect(await died(child as ChildProcess)).toBeNull();

    url = await startRuntime(0, point);
    const victim = child as ChildProcess;
    await control("POST", "/inbound", { from: PHONE, text: "help" });
    expect(await died(victim)).toBe("SIGKILL");

    url = await startRuntime(0, null);
    // WhatsApp tries again what it got no 200 for.
    await control("POST", "/clock", { advance: "PT1H" });
    const questions = (messages: Shown[]) =>
      messages.filter((message) => message.direction === "from-business" && message.type === "interactive").length;
    const unknown = MAY_BE_UNKNOWN.has(point);
    if (!unknown) await eventually("the first question", shown, (messages) => questions(messages) === 1);
    expect(questions(await shown())).toBeLessThanOrEqual(1);

    const contacts = await call(url, "GET", "/api/contacts");
    const contact = contacts.body.items.find((item: unknown) => JSON.stringify(item).includes(PHONE.slice(1)));
    expect(contact).toBeTruthy();
    const timeline = await eventually(
      "the message in the timeline",
      async () => (await call(url, "GET", `/api/contacts/${contact.id}/timeline?limit=200`)).body.items,
      (items) => items.some((item: { kind: string }) => item.kind === "inbound"),
    );
    expect(timeline.filter((item: { kind: string }) => item.kind === "inbound")).toHaveLength(1);

    // R20: whatever happened, a fresh message is answered or taken by the flow.
    const before = (await shown()).length;
    await control("POST", "/inbound", { from: PHONE, text: "Talk to a person" });
    await eventually(
      "an answer to a fresh message",
      async () => (await call(url, "GET", `/api/contacts/${contact.id}/timeline?limit=200`)).body.items.length,
      (count) => count > timeline.length,
    );
    expect((await shown()).length).toBeGreaterThan(before);
    expect(questions(await shown())).toBeLessThanOrEqual(1);
  });
});
