import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServedEmulator, serveEmulator } from "@sluice/emulator/serve";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { channelFor } from "../channel.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { sluice } from "./test-io.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doctor = (environment: Record<string, string> = {}) => sluice(["doctor"], {}, { environment, folder });

describe("sluice doctor", () => {
  it("finds nothing wrong before the first start, and leaves nothing behind", async () => {
    const { code, out } = await doctor();
    expect(out).toMatch(/ok {5}node {7}Node \d+/);
    expect(out).toMatch(/(ok|look) {3,5}disk .*ms to reach the disk/);
    expect(out).toMatch(/ok {5}sqlite .*synchronous=FULL/);
    expect(out).toMatch(/– {6}database .*none yet/);
    expect(out).toMatch(/– {6}whatsapp .*emulator is the channel/);
    expect(out).toMatch(/\nNothing is wrong\./);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("names each setting that is wrong", async () => {
    const { code, out } = await doctor({ PORT: "abc", WHATSAPP_TOKEN: "t" });
    expect(code).toBe(1);
    expect(out).toMatch(/WRONG {2}settings {3}PORT is "abc"/);
    expect(out).toMatch(/WRONG {2}settings {3}WHATSAPP_PHONE_NUMBER_ID.*are missing/);
    expect(out).toContain("2 things are wrong.");
  });

  it("looks at the database while the server has it open, and says what is paused", async () => {
    const path = join(folder, "sluice.db");
    const store = openSqliteStore(path);
    const channel = await channelFor(store, settings("http://127.0.0.1:1"));
    expect((await doctor({ DATABASE_URL: `file:${path}` })).out).toMatch(/ok {5}database {3}Whole, schema \d+/);
    await store.saveChannel({ ...channel, pausedAt: 1, pausedBy: "the restore of a.db" });
    const { code, out } = await doctor({ DATABASE_URL: `file:${path}` });
    await store.close();
    expect(out).toMatch(/look {3}channel {4}wa-\d+ is paused by the restore of a\.db: nothing is sent/);
    expect(code).toBe(0);
  });

  it("says that the file is no database", async () => {
    writeFileSync(join(folder, "a.db"), "x".repeat(5_000));
    const { code, out } = await doctor({ DATABASE_URL: "file:./a.db" });
    expect(out).toMatch(/WRONG {2}database {3}.*a\.db cannot be read: file is not a database/);
    expect(code).toBe(1);
  });

  it.skipIf(process.getuid?.() === 0)("says that the folder cannot be written", async () => {
    chmodSync(folder, 0o500);
    const { code, out } = await doctor({ DATABASE_URL: "file:./a.db" });
    chmodSync(folder, 0o700);
    expect(out).toMatch(/WRONG {2}disk .*cannot be written/);
    expect(code).toBe(1);
  });
});

describe("sluice doctor with an account", () => {
  let api: ServedEmulator;
  let odd: Server;
  let oddUrl: string;
  /** What the odd server answers. */
  let answer: { status: number; body: string; date?: string };

  beforeAll(async () => {
    api = await serveEmulator({ port: 0 });
    odd = createServer((_, response) => {
      if (answer.date !== undefined) response.setHeader("date", answer.date);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    });
    await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
    oddUrl = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await api.close();
    odd.close();
  });

  it("is well: token, number, templates and clock", async () => {
    const { code, out } = await doctor(environment(api.url));
    expect(out).toMatch(/ok {5}whatsapp {3}.*answers to the token/);
    expect(out).toMatch(/ok {5}clock {6}Within \d s of WhatsApp's\./);
    expect(out).toMatch(/ok {5}templates {2}\d+ in the account, \d+ approved\./);
    expect(out).toMatch(/– {6}webhook {4}PUBLIC_URL is not set/);
    expect(code).toBe(0);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a wrong token", { WHATSAPP_TOKEN: "other" }, /WRONG {2}whatsapp .*refused: .*set WHATSAPP_TOKEN/],
    ["a wrong number", { WHATSAPP_PHONE_NUMBER_ID: "42" }, /WRONG {2}whatsapp .*Check WHATSAPP_PHONE_NUMBER_ID/],
    [
      "a wrong account",
      { WHATSAPP_WABA_ID: "42" },
      /WRONG {2}templates {2}They cannot be read: .*Check WHATSAPP_WABA_ID/,
    ],
    ["nobody there", { WHATSAPP_API_URL: "http://127.0.0.1:9" }, /WRONG {2}whatsapp .*does not answer: ECONNREFUSED/],
    ["a token with a blank", { WHATSAPP_TOKEN: "a b" }, /WRONG {2}whatsapp .*WHATSAPP_TOKEN is empty or holds/],
    [
      "no server behind the public address",
      { PUBLIC_URL: "http://127.0.0.1:59999" },
      /WRONG {2}webhook .*cannot be reached: .*ECONNREFUSED/,
    ],
  ])("%s is wrong", async (_, over, says) => {
    const { code, out } = await doctor({ ...environment(api.url), ...over });
    expect(out).toMatch(says);
    expect(code).toBe(1);
    expect(out).not.toContain("emulator-token");
  });

  it.each<[string, number, number, RegExp]>([
    ["the same", 0, 0, /ok {5}clock/],
    ["20 seconds behind", 20_000, 0, /look {3}clock {6}This machine's clock is (19|20|21) s behind WhatsApp's/],
    ["two hours ahead", -7_200_000, 1, /WRONG {2}clock {6}This machine's clock is \d+ s ahead of WhatsApp's/],
  ])("a clock that is %s", async (_, ahead, code, says) => {
    answer = { status: 200, body: '{"id": "1", "data": []}', date: new Date(Date.now() + ahead).toUTCString() };
    const ran = await doctor(environment(oddUrl));
    expect(ran.out).toMatch(says);
    expect(ran.code).toBe(code);
  });

  it("tells a webhook that leads here from one that leads elsewhere", async () => {
    answer = { status: 200, body: "sluice-doctor" };
    const right = await doctor({ ...environment(api.url), PUBLIC_URL: `${oddUrl}/bot` });
    expect(right.out).toMatch(/ok {5}webhook {4}http:\S+\/bot\/webhooks\/whatsapp answers as WhatsApp wants it/);
    answer = { status: 200, body: "<html>" };
    const wrong = await doctor({ ...environment(api.url), PUBLIC_URL: oddUrl });
    expect(wrong.out).toMatch(/WRONG {2}webhook .*HTTP 200, not with the challenge/);
  });

  it("survives an answer that is no JSON", async () => {
    answer = { status: 502, body: "<html>" };
    const { code, out } = await doctor(environment(oddUrl));
    expect(out).toMatch(/WRONG {2}whatsapp .*HTTP 502/);
    expect(code).toBe(1);
  });
});

function settings(apiUrl: string) {
  return {
    phoneNumberId: "100000000000001",
    wabaId: "200000000000001",
    token: "emulator-token",
    appSecret: "emulator-secret",
    verifyToken: "emulator-verify",
    apiUrl,
    apiVersion: "v25.0",
  };
}

function environment(apiUrl: string): Record<string, string> {
  const { phoneNumberId, wabaId, token, appSecret, verifyToken } = settings(apiUrl);
  return {
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_WABA_ID: wabaId,
    WHATSAPP_TOKEN: token,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    WHATSAPP_API_URL: apiUrl,
  };
}
