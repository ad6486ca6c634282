/**
 * S10: what was not signed with the app's secret over these very bytes is refused, whatever comes near to it: each bit of
 * the signature and of the body flipped, another case, a second header, another app's secret, the body written anew. Each
 * refusal is the same answer, byte for byte, and the database sees no commit. Through the real server and a socket.
 *
 * Mutations it was seen to fail with: digits of any case; the first of two headers taken; the HMAC over the parsed and
 * rewritten body; only the first eight bytes compared; an empty secret let through; the body stored before it is verified.
 */
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../src/clock.ts";
import { type RunningServer, startServer } from "../src/server.ts";
import { eventually } from "../src/test-support/api.ts";
import { WEBHOOK_PATH, webhookFront } from "../src/webhook/front.ts";
import { GroupCommit } from "../src/webhook/group-commit.ts";
import { DatabaseFile } from "./killing/database.ts";
import { ofProfile, say } from "./support/profile.ts";
import { postOf, RawLine } from "./support/raw-line.ts";
import { ACCOUNT } from "./support/rig.ts";
import { textWebhook } from "./support/webhooks.ts";

const OTHER_SECRET = "another-secret";
/** Written with a space and an escape, so that writing it anew gives other bytes. */
const BODY = Buffer.from(
  JSON.stringify(textWebhook("+5511900000001", "wamid.s10", "Ol\u00e1, tudo bem?", 1_790_000_000_000))
    .replace("{", "{ ")
    .replace("\u00e1", "\\u00e1"),
);

interface Forgery {
  name: string;
  headers: string[];
  body?: Buffer;
}

let folder: string;
let server: RunningServer;
let line: RawLine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-signature-"));
  server = await startServer(
    {
      port: 0,
      host: "127.0.0.1",
      database: join(folder, "sluice.db"),
      publicUrl: null,
      logLevel: "silent",
      whatsapp: ACCOUNT,
    },
    { editor: null, examples: folder },
  );
  line = new RawLine(server.url);
});

afterAll(async () => {
  line.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("S10 signatures", () => {
  test("every forgery is refused with the same bytes, and nothing is written", async () => {
    const file = new DatabaseFile(join(folder, "sluice.db"));
    expect((await post(line, { name: "right", headers: [`x-hub-signature-256: ${sign(BODY)}`] })).status).toBe(200);
    await eventually(
      "what was signed took effect",
      async () => file.pendingInbox(),
      (pending) => pending === 0,
    );
    const before = file.inboxRows();
    const commits = file.watchCommits();

    const answers = new Map<string, number>();
    const wrong: string[] = [];
    let broken = 0;
    const all = forgeries();
    for (const forgery of all) {
      const { status, text } = await post(line, forgery);
      // A control character in a header is no HTTP: Node's own parser refuses it before us.
      if (isBroken(forgery)) {
        broken += 1;
        if (status !== 400) wrong.push(`${forgery.name}: ${status}`);
        continue;
      }
      answers.set(text, (answers.get(text) ?? 0) + 1);
      if (status !== 401) wrong.push(`${forgery.name}: ${status}`);
    }
    const written = commits.any();
    commits.close();
    say(
      "S10",
      `${all.length} forgeries (${broken} no HTTP): let through ${wrong.length}, kinds of answer ${answers.size}, written ${written ? "something" : "nothing"}`,
    );
    expect(wrong).toEqual([]);
    expect([...answers.keys()].map((text) => text.split("\r\n")[0])).toEqual(["HTTP/1.1 401 Unauthorized"]);
    expect(file.inboxRows()).toBe(before);
    expect(written).toBe(false);

    // It was not deaf: the same bytes with their own signature are taken.
    expect((await post(line, { name: "right", headers: [`X-HUB-SIGNATURE-256: ${sign(BODY)}`] })).status).toBe(200);
    expect(file.inboxRows()).toBe(before + 1);
  });

  test("a server without a secret takes nothing, not even what is signed with nothing", async () => {
    const stored: unknown[] = [];
    const front = createServer(
      webhookFront({
        appSecret: "",
        verifyToken: "",
        clock: systemClock,
        inbox: new GroupCommit(async (rows) => void stored.push(...rows)),
        received: (row) => stored.push(row),
        onError: (error) => stored.push(error),
      }),
    );
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    const bare = new RawLine(`http://127.0.0.1:${(front.address() as AddressInfo).port}`);
    for (const headers of [[`x-hub-signature-256: ${sign(BODY, "")}`], ["x-hub-signature-256: "], []])
      expect((await post(bare, { name: "empty secret", headers })).status).toBe(401);
    bare.close();
    await new Promise((resolve) => front.close(resolve));
    expect(stored).toEqual([]);
  });
});

function forgeries(): Forgery[] {
  const right = sign(BODY);
  const header = (value: string) => [`x-hub-signature-256: ${value}`];
  const list: Forgery[] = [
    { name: "none", headers: [] },
    { name: "empty", headers: header("") },
    { name: "another app's secret", headers: header(sign(BODY, OTHER_SECRET)) },
    { name: "an empty secret", headers: header(sign(BODY, "")) },
    { name: "the verify token as secret", headers: header(sign(BODY, ACCOUNT.verifyToken)) },
    { name: "the access token as secret", headers: header(sign(BODY, ACCOUNT.token)) },
    { name: "the secret with a line end", headers: header(sign(BODY, `${ACCOUNT.appSecret}\n`)) },
    { name: "upper case digits", headers: header(`sha256=${right.slice(7).toUpperCase()}`) },
    { name: "upper case name", headers: header(`SHA256=${right.slice(7)}`) },
    { name: "upper case", headers: header(right.toUpperCase()) },
    { name: "a second header, equal", headers: [...header(right), ...header(right)] },
    { name: "a second header, wrong", headers: [...header(right), ...header(sign(BODY, OTHER_SECRET))] },
    { name: "a first header, wrong", headers: [...header(sign(BODY, OTHER_SECRET)), ...header(right)] },
    { name: "a second header, empty", headers: [...header(right), ...header("")] },
    { name: "two in one", headers: header(`${right},${right}`) },
    { name: "without its name", headers: header(right.slice(7)) },
    { name: "quoted", headers: header(`"${right}"`) },
    { name: "a space inside", headers: header(right.replace("=", "= ")) },
    { name: "base64", headers: header(`sha256=${Buffer.from(right.slice(7), "hex").toString("base64")}`) },
    { name: "more after it", headers: header(`${right}00`) },
    { name: "SHA-1", headers: header(`sha1=${hmac("sha1", BODY)}`) },
    { name: "SHA-1 under its old name", headers: [`x-hub-signature: sha1=${hmac("sha1", BODY)}`] },
    { name: "under another name", headers: [`x-hub-signature: ${right}`] },
    { name: "SHA-512", headers: header(`sha256=${hmac("sha512", BODY)}`) },
    { name: "a hash without a key", headers: header(sign(Buffer.alloc(0))) },
    { name: "of another body", headers: header(sign(Buffer.concat([BODY, Buffer.from(" ")]))) },
    { name: "without a body", headers: header(right), body: Buffer.alloc(0) },
    { name: "twice the body", headers: header(right), body: Buffer.concat([BODY, BODY]) },
    ...rewritten().map(([name, text]) => ({ name, headers: header(right), body: Buffer.from(text) })),
    ...rewritten().map(([name, text]) => ({ name: `signed as ${name}`, headers: header(sign(Buffer.from(text))) })),
  ];
  for (let length = 0; length < right.length; length += 1)
    list.push({ name: `cut after ${length}`, headers: header(right.slice(0, length)) });
  for (const [position, bit] of bits(Buffer.from(right).length, 1))
    list.push({ name: `bit ${bit} of character ${position}`, headers: header(flip(right, position, bit)) });
  for (const [position, bit] of bits(BODY.length, ofProfile(8, 1)))
    list.push({
      name: `bit ${bit} of byte ${position} of the body`,
      headers: header(right),
      body: Buffer.from(flip(BODY.toString("latin1"), position, bit), "latin1"),
    });
  return list;
}

/** The same thing in other bytes. */
function rewritten(): [string, string][] {
  const value: unknown = JSON.parse(BODY.toString());
  return [
    ["parsed and written", JSON.stringify(value)],
    ["indented", JSON.stringify(value, null, 2)],
    ["unescaped", BODY.toString().replace("\\u00e1", "\u00e1")],
    ["escaped in upper case", BODY.toString().replace("\\u00e1", "\\u00E1")],
    ["with slashes escaped", BODY.toString().replaceAll("_", "\\u005f")],
    ["with a mark before it", `\ufeff${BODY.toString()}`],
    ["with a line end", `${BODY.toString()}\n`],
  ];
}

/** Each position, and of its bits one (they take turns) or all. */
function* bits(length: number, of: number): Generator<[number, number]> {
  for (let position = 0; position < length; position += 1)
    for (let bit = of === 8 ? position % 8 : 0; bit < 8; bit += of) yield [position, bit];
}

function flip(text: string, position: number, bit: number): string {
  const bytes = Buffer.from(text, "latin1");
  bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
  return bytes.toString("latin1");
}

function isBroken({ headers }: Forgery): boolean {
  return headers.some((header) =>
    [...Buffer.from(header, "latin1")].some((byte) => (byte < 0x20 && byte !== 0x09) || byte === 0x7f),
  );
}

function hmac(algorithm: string, body: Buffer, secret = ACCOUNT.appSecret): string {
  return createHmac(algorithm, secret).update(body).digest("hex");
}

function sign(body: Buffer, secret = ACCOUNT.appSecret): string {
  return `sha256=${hmac("sha256", body, secret)}`;
}

/** `text` without the date, which differs by the second, and the connection's own headers. */
async function post(to: RawLine, { headers, body = BODY }: Forgery): Promise<{ status: number; text: string }> {
  const answer = await to.send(postOf(WEBHOOK_PATH, headers, body));
  return { status: Number(answer.split(" ")[1]), text: answer.replace(/\r\nDate: [^\r]+/i, "") };
}
