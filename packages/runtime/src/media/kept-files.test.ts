import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { SendOutcome, WhatsAppClient } from "../whatsapp/client.ts";
import { KeptFiles } from "./kept-files.ts";

const DAY = 86_400_000;
const ID = `file:${"a".repeat(32)}`;
const accepted: SendOutcome = { kind: "accepted", wamid: "w" };
const body = (id: string) => ({ type: "image", image: { id }, biz_opaque_callback_data: ID });

interface Given {
  /** One answer per upload; the last repeats. */
  uploads?: Awaited<ReturnType<WhatsAppClient["uploadMedia"]>>[];
  /** One answer per send; the last repeats. */
  answers?: SendOutcome[];
  keep?: boolean;
}

async function setUp({ uploads = [], answers = [accepted], keep = true }: Given) {
  const store = openSqliteStore(":memory:");
  let now = 0;
  if (keep)
    await store.addMedia({ id: ID, name: "a.png", mimeType: "image/png", addedAt: 0, addedBy: "" }, Uint8Array.of(1));
  let uploaded = 0;
  const files = new KeptFiles({
    store,
    clock: { now: () => now } as never,
    phoneNumberId: "1",
    upload: async () => {
      uploaded += 1;
      return uploads[uploaded - 1] ?? uploads.at(-1) ?? { kind: "ok", value: `up${uploaded}` };
    },
  });
  const sent: object[] = [];
  return {
    sent,
    uploads: () => uploaded,
    pass: (days: number) => {
      now += days * DAY;
    },
    send: (what: object = body(ID)) =>
      files.sendWith(what, async (ready) => {
        sent.push(ready);
        return answers[sent.length - 1] ?? answers.at(-1) ?? accepted;
      }),
  };
}

describe("WR §5 files that are kept here", () => {
  test("are uploaded once, also when a thousand messages ask at once, and named by WhatsApp's id", async () => {
    const { send, sent, uploads } = await setUp({});
    await Promise.all(Array.from({ length: 50 }, () => send()));
    await send();
    expect(uploads()).toBe(1);
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
    // Our own name stays where it means nothing to WhatsApp.
    expect(sent[0]).toEqual({ type: "image", image: { id: "up1" }, biz_opaque_callback_data: ID });
  });

  test("everything else is sent as it is, without a look at the store", async () => {
    const { send, sent, uploads } = await setUp({ keep: false });
    const text = { type: "text", text: { body: ID } };
    expect(await send(text)).toEqual(accepted);
    expect(sent[0]).toBe(text);
    await send(body("12345"));
    expect(uploads()).toBe(0);
  });

  test("again after 29 days: WhatsApp forgets them after 30", async () => {
    const { send, sent, uploads, pass } = await setUp({});
    await send();
    pass(28);
    await send();
    expect(uploads()).toBe(1);
    pass(1);
    await send();
    expect(uploads()).toBe(2);
    expect(sent.at(-1)).toMatchObject({ image: { id: "up2" } });
  });

  test("where WhatsApp lost the id: once more, and only once; a fresh id is not tried again", async () => {
    const lost: SendOutcome = { kind: "rejected", code: 131053, details: "gone" };
    const { send, sent, uploads } = await setUp({ answers: [accepted, lost, accepted, lost, lost] });
    await send();
    expect(await send()).toEqual(accepted);
    expect([sent.length, uploads()]).toEqual([3, 2]);
    expect(await send()).toEqual(lost);
    expect([sent.length, uploads()]).toEqual([5, 3]);
  });

  test("another refusal is an answer, not a lost file", async () => {
    const blocked: SendOutcome = { kind: "rejected", code: 131026, details: "no" };
    const { send, sent } = await setUp({ answers: [accepted, blocked] });
    await send();
    expect(await send()).toEqual(blocked);
    expect(sent).toHaveLength(2);
  });

  test.each<[string, Given, object]>([
    [
      "no line to WhatsApp: not sent, comes again",
      { uploads: [{ kind: "unreachable", why: "x" }] },
      { kind: "not-sent" },
    ],
    [
      "WhatsApp refuses it: its code",
      { uploads: [{ kind: "rejected", code: 190, details: "x" }] },
      { kind: "rejected", code: 190 },
    ],
    ["removed meanwhile: refused in words", { keep: false }, { kind: "rejected", code: 131053 }],
  ])("%s", async (_, given, outcome) => {
    const { send, sent } = await setUp(given);
    expect(await send()).toMatchObject(outcome);
    expect(sent).toEqual([]);
  });
});
