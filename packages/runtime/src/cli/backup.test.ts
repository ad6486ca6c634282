import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../server.ts";
import { call, eventually } from "../test-support/api.ts";
import { sluice } from "./test-io.ts";

const examples = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const ASHA = "+5511900000111";

let folder: string;
let server: RunningServer | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
});
afterEach(async () => {
  await server?.stop();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

const at = (database: string) => ({ environment: { DATABASE_URL: `file:${join(folder, database)}` }, folder });
const start = (database: string) =>
  startServer(
    {
      port: 0,
      host: "127.0.0.1",
      database: join(folder, database),
      publicUrl: null,
      logLevel: "error",
      whatsapp: null,
    },
    { editor: null, examples },
  );

describe("sluice backup and restore", () => {
  it("R14: a copy made while the server runs brings back what was held, and sends it only when somebody resumes", async () => {
    server = await start("old/sluice.db");
    const { url } = server;
    const document = readFileSync(join(examples, "black-friday.flow.json"), "utf8");
    const { id } = (await call(url, "POST", "/api/flows/import", document)).body.flow;
    await call(url, "POST", `/api/flows/${id}/publish`, { force: true, reason: "test" });
    const started = await call(url, "POST", `/api/flows/${id}/start`, { contact: { phone: ASHA } });
    expect(started.body).toMatchObject({ state: "started" });
    await eventually(
      "the first message",
      () => shown(url),
      (texts) => texts.length === 1,
    );
    await call(url, "POST", "/emulator/_control/clock", { advance: "PT2H1M" });
    const live = await call(url, "GET", `/api/flows/${id}/live`);
    expect(live.body.nodes).toContainEqual(expect.objectContaining({ node: "last", held: 1 }));

    expect(await sluice(["backup", "copy.db"], {}, at("old/sluice.db"))).toMatchObject({ code: 0, err: "" });
    const twice = await sluice(["backup", "copy.db"], {}, at("old/sluice.db"));
    expect([twice.code, twice.err]).toEqual([2, expect.stringMatching(/already.*--force/)]);
    const running = await sluice(["restore", "copy.db", "--force"], {}, at("old/sluice.db"));
    expect([running.code, running.err]).toEqual([2, expect.stringMatching(/is in use\. Stop the server first/)]);
    await server.stop();

    const restored = await sluice(["restore", "copy.db"], {}, at("new/sluice.db"));
    expect(restored).toMatchObject({ code: 0, err: "" });
    expect(restored.out).toMatch(/paused: nothing is sent until somebody presses Resume/);
    server = await start("new/sluice.db");
    const again = server.url;
    // The answer that would let it go.
    await call(again, "POST", "/emulator/_control/inbound", { from: ASHA, text: "hello" });
    await call(again, "POST", "/emulator/_control/clock", { advance: "PT1H" });
    expect(await shown(again)).toEqual(["hello"]);
    const { body: channels } = await call(again, "GET", "/api/channels");
    const [channel] = channels.items;
    expect(channel).toMatchObject({ pausedBy: "the restore of copy.db" });
    expect(channel.pausedAt).not.toBeNull();
    await call(again, "POST", `/api/channels/${channel.id}/resume`);
    await eventually(
      "the send",
      () => shown(again),
      (texts) => texts.length === 2,
    );
  });

  it.each<[string, string[], RegExp]>([
    ["no file is named", ["backup"], /where the copy goes was not named/],
    ["a pipe", ["backup", "-"], /not read from or written to a pipe/],
    ["no database", ["backup", "copy.db"], /There is no database at .*none\.db/],
    ["no copy", ["restore", "copy.db"], /There is no backup at/],
    ["no copy of ours", ["restore", "notes.txt"], /is no backup of Sluice/],
  ])("%s: exit 2, one line", async (_, argv, says) => {
    writeFileSync(join(folder, "notes.txt"), "x".repeat(3_000));
    const ran = await sluice(argv, {}, at("none.db"));
    expect(ran.err).toMatch(says);
    expect(ran.err.trimEnd().split("\n")).toHaveLength(1);
    expect(ran.code).toBe(2);
    expect(existsSync(join(folder, "none.db"))).toBe(false);
  });

  it("says what is wrong with the settings", async () => {
    const ran = await sluice(["backup", "a.db"], {}, { environment: { PORT: "abc" }, folder });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('PORT is "abc"') });
    const memory = await sluice(["backup", "a.db"], {}, { environment: { DATABASE_URL: ":memory:" }, folder });
    expect(memory).toMatchObject({ code: 2, err: expect.stringContaining(":memory:") });
  });
});

/** What the phone shows, oldest first. */
async function shown(url: string): Promise<string[]> {
  const { body } = await call(url, "GET", `/emulator/_control/contacts/${encodeURIComponent(ASHA)}/messages`);
  return body.map((message: { text?: string; template?: string }) => message.text ?? message.template);
}
