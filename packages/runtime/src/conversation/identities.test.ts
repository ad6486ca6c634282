/** Who is who over the real server: numbers that change, names that turn out to be one, answers from the phone, receipts. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flowOf, startTestServer, type TestServer, text, waiting, word } from "../http/test-server.ts";
import { eventually } from "../test-support/api.ts";

const NUMBER = "100000000000001";

let server: TestServer;
let wamids = 0;

beforeAll(async () => {
  server = await startTestServer();
  await server.publish(
    flowOf(
      "help",
      [word("help"), text("say", "Here I am"), waiting("wait")],
      [
        ["in", "next", "say"],
        ["say", "next", "wait"],
      ],
    ),
  );
});
afterAll(() => server.stop());

async function webhook(field: string, value: object): Promise<void> {
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000001", changes: [{ field, value: { ...metadata, ...value } }] }],
  });
  const signature = `sha256=${createHmac("sha256", "emulator-secret").update(body).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  expect((await fetch(`${server.url}/webhooks/whatsapp`, { method: "POST", headers, body })).status).toBe(200);
}
const metadata = {
  messaging_product: "whatsapp",
  metadata: { display_phone_number: "551155550100", phone_number_id: NUMBER },
};
const now = () => String(Math.floor(Date.now() / 1000));
const says = (from: object, body: string, contacts: object[] = []) =>
  webhook("messages", {
    contacts,
    messages: [{ ...from, id: `wamid.in${wamids++}`, timestamp: now(), type: "text", text: { body } }],
  });
const contacts = async () => (await server.api("GET", "/api/contacts?limit=200")).body.items;
const find = async (search: string) =>
  (await server.api("GET", `/api/contacts?search=${encodeURIComponent(search)}`)).body.items;
const timeline = async (contact: string) => (await server.api("GET", `/api/contacts/${contact}/timeline`)).body.items;

describe("WR §6.1 a person has a number, a user id, or both", () => {
  test("two that turn out to be one are joined, with both timelines", async () => {
    await says({ from: "5511900000501" }, "one");
    await says({ from_user_id: "BR.501" }, "two");
    await eventually("two contacts", contacts, (items) => items.length === 2);
    await says({ from: "5511900000501", from_user_id: "BR.501" }, "three");
    const joined = await eventually("one contact", contacts, (items) => items.length === 1);
    expect(joined[0]).toMatchObject({ phone: "+5511900000501", userId: "BR.501" });
    const texts = (await timeline(joined[0].id)).flatMap((part: { text?: string }) => part.text ?? []);
    expect(texts).toEqual(["one", "two", "three"]);
  });

  test("a new number: found by it, told in the timeline, and the old one is nobody's", async () => {
    await says({ from: "5511900000511" }, "hello");
    const [before] = await eventually(
      "the contact",
      () => find("+5511900000511"),
      (items) => items.length === 1,
    );
    const changed = {
      contacts: [],
      messages: [
        {
          from: "5511900000511",
          id: "wamid.change",
          timestamp: now(),
          type: "system",
          system: {
            body: "changed from 5511900000511 to 5511900000512",
            wa_id: "5511900000512",
            type: "user_changed_number",
          },
        },
      ],
    };
    await webhook("messages", changed);
    const [after] = await eventually(
      "the new number",
      () => find("+5511900000512"),
      (items) => items.length === 1,
    );
    expect(after.id).toBe(before.id);
    const sentences = (await timeline(after.id)).flatMap((part: { sentence?: string }) => part.sentence ?? []);
    expect(sentences.at(-1)).toBe("+5511900000512 has a new number: +5511900000512 instead of +5511900000511.");
    // Told twice, it happens once.
    await webhook("messages", changed);
    await says({ from: "5511900000512" }, "it is me");
    await eventually(
      "the message",
      () => timeline(after.id),
      (parts) => parts.some((part: { text?: string }) => part.text === "it is me"),
    );
    expect(await find("+5511900000511")).toEqual([]);
    await says({ from: "5511900000511" }, "I have this number now");
    const [other] = await eventually(
      "somebody else",
      () => find("+5511900000511"),
      (items) => items.length === 1,
    );
    expect(other.id).not.toBe(after.id);
  });
});

describe("WR §6 kept and shown, whatever it is", () => {
  test("edits, deletions and unknown kinds stand in the timeline", async () => {
    const from = "5511900000521";
    const message = (type: string, part: object) => ({
      from,
      id: `wamid.x${wamids++}`,
      timestamp: now(),
      type,
      [type]: part,
    });
    await webhook("messages", {
      messages: [
        message("text", { body: "first" }),
        message("edit", { original_message_id: "wamid.0", message: { type: "text", text: { body: "second" } } }),
        message("revoke", { original_message_id: "wamid.0" }),
        message("hologram", { depth: 3 }),
      ],
    });
    const [contact] = await eventually(
      "the contact",
      () => find("+5511900000521"),
      (items) => items.length === 1,
    );
    const parts = await eventually(
      "all four",
      () => timeline(contact.id),
      (items) => items.filter((part: { kind: string }) => part.kind === "inbound").length === 4,
    );
    const inbound = parts.filter((part: { kind: string }) => part.kind === "inbound");
    expect(inbound.map((part: { content: { kind: string }; text: string }) => [part.content.kind, part.text])).toEqual([
      ["text", "first"],
      ["edit", "second"],
      ["revoke", ""],
      ["unsupported", ""],
    ]);
  });

  test("a field that nobody knows is told once", async () => {
    for (const day of [1, 2]) await webhook("future_field", { day });
    const channel = async () => (await server.api("GET", "/api/channels")).body.items[0];
    const { notices } = await eventually("the notice", channel, (item) => item.notices.length > 0);
    expect(notices).toHaveLength(1);
    expect(notices[0].sentence).toContain("(future_field)");
  });
});

describe("somebody answers from the phone", () => {
  const PHONE = "5511900000531";
  const echo = (body: string) =>
    webhook("smb_message_echoes", {
      message_echoes: [
        { from: "551155550100", to: PHONE, id: `wamid.e${wamids++}`, timestamp: now(), type: "text", text: { body } },
      ],
    });
  const conversation = async () => {
    const [contact] = await find(`+${PHONE}`);
    return contact ? (await server.api("GET", `/api/conversations/wa-${NUMBER}:${contact.id}`)).body : null;
  };

  test("it is shown, the bot is quiet, and speaks again when it is given back", async () => {
    await says({ from: PHONE }, "hello?");
    await echo("I am here");
    const quiet = await eventually("the hand-off", conversation, (found) => found?.handOff !== null && found !== null);
    expect(quiet).toMatchObject({ handOff: { session: null, flowName: null }, unansweredSince: null });
    const parts = await timeline(quiet.contact.id);
    expect(parts.find((part: { kind: string }) => part.kind === "message").message).toMatchObject({
      origin: { kind: "phone" },
      content: { kind: "text", text: "I am here" },
      delivery: "sent",
    });
    await says({ from: PHONE }, "help");
    const waiting = await eventually("the inbox", conversation, (found) => found.unansweredSince !== null);
    expect(waiting.sessions).toEqual([]);
    const given = await server.api("POST", `/api/conversations/${quiet.id}/give-back`);
    expect(given.body.handOff).toBeNull();
    expect((await server.api("POST", `/api/conversations/${quiet.id}/give-back`)).status).toBe(409);
    await says({ from: PHONE }, "help");
    await eventually("the flow", conversation, (found) => found.sessions.length === 1);
  });
});

describe("what is known of a person", () => {
  const contact = async () => {
    await says({ from: "5511900000551" }, "hello");
    return (
      await eventually(
        "the contact",
        () => find("+5511900000551"),
        (items) => items.length === 1,
      )
    )[0];
  };

  test("consent: unknown is shown as unknown, evidence with who, when and source", async () => {
    const { id, consent } = await contact();
    expect(consent).toEqual({ state: "unknown", at: null, source: null, by: null });
    const said = "2026-01-05T09:00:00.000Z";
    const body = { state: "in", source: "Checkout form", at: said };
    const set = await server.api("PUT", `/api/contacts/${id}/consent`, body, { "sluice-person": "Rohan" });
    expect(set.body.consent).toEqual({ state: "in", at: "2026-01-05T09:00:00Z", source: "Checkout form", by: "Rohan" });
    await says({ from: "5511900000551" }, "STOP");
    const stopped = await eventually(
      "the stop",
      async () => (await server.api("GET", `/api/contacts/${id}`)).body,
      (found) => found.consent.state === "out",
    );
    expect(stopped).toMatchObject({
      consent: { source: 'wrote "STOP"', by: null },
      ledger: { stoppedBy: "word", engagement: { replies: 2 } },
    });
    expect(
      (await server.api("PUT", `/api/contacts/${id}/consent`, { state: "in", source: "x", at: "2999-01-01T00:00:00Z" }))
        .status,
    ).toBe(422);
    expect((await server.api("PUT", `/api/contacts/${id}/consent`, { state: "in" })).status).toBe(422);
    expect((await server.api("PUT", "/api/contacts/nobody/consent", body)).status).toBe(404);
  });

  test("fields are changed and removed; names that mean something else are refused", async () => {
    const { id } = await contact();
    const patch = (body: object) => server.api("PATCH", `/api/contacts/${id}`, body);
    expect((await patch({ name: "Asha", fields: { size: "M", visits: 3 } })).body).toMatchObject({
      name: "Asha",
      fields: { size: "M", visits: 3 },
    });
    expect((await patch({ fields: { size: null } })).body.fields).toEqual({ visits: 3 });
    for (const fields of [{ consent: "in" }, { "a b": 1 }, { engagement: {} }])
      expect((await patch({ fields })).status).toBe(422);
    expect((await patch({ timeZone: "Mars/Base" })).status).toBe(422);
    expect((await patch({ fields: { big: "x".repeat(70_000) } })).status).toBe(422);
    expect((await patch({ colour: "red" })).status).toBe(422);
  });
});

describe("mark as read", () => {
  const asked = async () => {
    const { body } = await server.control("GET", "/log?limit=1000");
    return body.entries
      .filter(({ kind, path }: { kind: string; path: string }) => kind === "request" && path.endsWith("/messages"))
      .map((entry: { body: string; status: number }) => ({ ...JSON.parse(entry.body), answered: entry.status }))
      .filter(({ status }: { status?: string }) => status === "read");
  };
  const channel = `/api/channels/wa-${NUMBER}`;

  test("what a session takes, and nothing else; with typing where the channel wants it", async () => {
    const from = "+5511900000541";
    const { body: ignored } = await server.control("POST", "/inbound", { from, text: "no flow takes this" });
    const { body: taken } = await server.control("POST", "/inbound", { from, text: "help" });
    const read = await eventually("the receipt", asked, (all) =>
      all.some(({ message_id }: { message_id: string }) => message_id === taken.wamid),
    );
    expect(read.find(({ message_id }: { message_id: string }) => message_id === taken.wamid)).toMatchObject({
      answered: 200,
    });
    expect(read.some(({ message_id }: { message_id: string }) => message_id === ignored.wamid)).toBe(false);
    expect(read.some((body: object) => "typing_indicator" in body)).toBe(false);
    await server.api("PATCH", channel, { typing: true });
    const { body: second } = await server.control("POST", "/inbound", { from, text: "more" });
    await eventually("typing", asked, (all) =>
      all.some((body: { message_id: string }) => body.message_id === second.wamid && "typing_indicator" in body),
    );
    await server.api("PATCH", channel, { typing: false, markRead: false });
    const { body: third } = await server.control("POST", "/inbound", { from: "+5511900000542", text: "help" });
    await eventually(
      "the answer",
      async () => (await server.control("GET", "/contacts/+5511900000542/messages")).body,
      (all) => all.length >= 2,
    );
    expect((await asked()).some(({ message_id }: { message_id: string }) => message_id === third.wamid)).toBe(false);
  });
});
