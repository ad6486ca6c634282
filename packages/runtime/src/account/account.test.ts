/** What stops the channel or a template, over the real server: told by the send, by a status or by a webhook about the account. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entry, flowOf, startTestServer, type TestServer, twoOffers } from "../http/test-server.ts";
import { eventually } from "../test-support/api.ts";

const ASHA = "+5511900000301";
const ROHAN = "+5511900000302";
const MEI = "+5511900000303";
const MESSAGES = "/100000000000001/messages";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.publish(twoOffers("sale"));
  await server.publish(
    flowOf(
      "receipt",
      [
        entry("api"),
        {
          id: "one",
          type: "template",
          title: "Receipt",
          config: { name: "receipt", language: "en", waitForAnswer: true },
        },
      ],
      [["in", "next", "one"]],
      {
        templates: [
          {
            name: "receipt",
            language: "en",
            category: "UTILITY",
            status: "APPROVED",
            components: [{ type: "BODY", text: "Your receipt" }],
          },
        ],
      },
    ),
  );
});

afterAll(() => server.stop());

const channel = async () => (await server.api("GET", "/api/channels")).body.items[0];
const resume = async () => server.api("POST", `/api/channels/${(await channel()).id}/resume`);
const start = async (flow: string, phone: string) =>
  (await server.api("POST", `/api/flows/${flow}/start`, { contact: { phone } })).body.contactId as string;
/** A phone that WhatsApp never sent anything to is not known there. */
const templatesOn = async (phone: string) => {
  const { body } = await server.control("GET", `/contacts/${encodeURIComponent(phone)}/messages`);
  const shown: { type: string; status: string }[] = Array.isArray(body) ? body : [];
  return shown.filter(({ type, status }) => type === "template" && status !== "failed").length;
};
const lastSentence = async (contact: string): Promise<string> => {
  const { body } = await server.api("GET", `/api/contacts/${contact}/timeline`);
  return body.items.findLast((item: { kind: string }) => item.kind === "entry")?.sentence ?? "";
};

async function webhook(field: string, value: object): Promise<void> {
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "200000000000001", time: Math.floor(Date.now() / 1000), changes: [{ field, value }] }],
  });
  const signature = `sha256=${createHmac("sha256", "emulator-secret").update(body).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  const { status } = await fetch(`${server.url}/webhooks/whatsapp`, { method: "POST", headers, body });
  expect(status).toBe(200);
}

describe("a code that stops the account", () => {
  test("190 on the call: the channel is paused with its sentence, the message waits, and goes when somebody resumes", async () => {
    await server.control("PUT", "/faults", [{ path: MESSAGES, status: 401, code: 190, count: 1 }]);
    const contact = await start("sale", ASHA);
    const paused = await eventually("the pause", channel, ({ pausedAt }) => pausedAt !== null);
    expect(paused).toMatchObject({
      pausedBy: "WhatsApp error 190: Access token not valid",
      pausedReason: expect.stringContaining("Create a new token"),
      pausedCode: 190,
    });
    const { body: overview } = await server.api("GET", "/api/overview");
    expect(overview.channel.pausedReason).toBe(paused.pausedReason);
    expect(
      await eventually(
        "the line",
        () => lastSentence(contact),
        (said) => said?.includes("waits"),
      ),
    ).toMatch(/did not accept the access token.*goes out when the channel is resumed/);
    expect(await templatesOn(ASHA)).toBe(0);
    const resumed = await resume();
    expect(resumed.body).toMatchObject({ pausedAt: null, pausedBy: null, pausedReason: null, pausedCode: null });
    await eventually(
      "the offer",
      () => templatesOn(ASHA),
      (count) => count === 1,
    );
  });

  test("131031 in a status: the same; the webhook that lifts it resumes the channel", async () => {
    await server.control("PUT", "/faults", [{ path: MESSAGES, failLater: 131031, count: 1 }]);
    await start("sale", ROHAN);
    await eventually("the pause", channel, ({ pausedCode }) => pausedCode === 131031);
    await webhook("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } });
    await eventually("the end of the pause", channel, ({ pausedAt }) => pausedAt === null);
    await eventually(
      "the offer",
      () => templatesOn(ROHAN),
      (count) => count === 1,
    );
    expect((await channel()).notices[0]).toMatchObject({
      code: "account-reinstated",
      sentence: "WhatsApp reinstated this account.",
    });
  });

  test("a pause of a person is not lifted by a webhook", async () => {
    await server.api("POST", `/api/channels/${(await channel()).id}/pause`);
    await webhook("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE", again: 1 } });
    await eventually("the notice", channel, ({ notices }) => notices.length >= 2);
    expect((await channel()).pausedBy).toBe("You");
    await resume();
  });

  test("a disabled account stops the channel before anything is tried; notices can be put away", async () => {
    await webhook("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } });
    const paused = await eventually("the pause", channel, ({ pausedAt }) => pausedAt !== null);
    expect(paused.pausedCode).toBe(368);
    const [notice] = paused.notices;
    expect(notice.sentence).toContain("disabled this account");
    const path = `/api/channels/${paused.id}/notices/${notice.id}/dismiss`;
    const after = await server.api("POST", path);
    expect(after.body.notices.map(({ id }: { id: string }) => id)).not.toContain(notice.id);
    expect((await server.api("POST", path)).status).toBe(404);
    await resume();
  });

  test("an error without a message stops it too", async () => {
    await webhook("messages", {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "551155550100", phone_number_id: "100000000000001" },
      errors: [{ code: 131042, title: "Payment", error_data: { details: "x" } }],
    });
    await eventually("the pause", channel, ({ pausedCode }) => pausedCode === 131042);
    await resume();
  });
});

describe("L8 D17 a template that WhatsApp pauses", () => {
  const status = (to: string) => server.control("POST", "/templates/receipt/status", { status: to });
  const flow = async () => (await server.api("GET", "/api/flows/receipt")).body;

  test("holds its sends until it is approved again; the flow's people are told twice", async () => {
    await status("PAUSED");
    const told = await eventually("the notice", flow, ({ notices }) => notices.length === 1);
    expect(told.notices[0]).toMatchObject({ code: "template-status" });
    expect(told.notices[0].sentence).toMatch(/^WhatsApp paused \*\*receipt\*\* \(en\)/);
    const contact = await start("receipt", ASHA);
    await eventually(
      "the hold",
      () => lastSentence(contact),
      (said) => said?.includes("is held"),
    );
    const live = (await server.api("GET", "/api/flows/receipt/live")).body.nodes[0];
    expect(live).toMatchObject({ node: "one", held: 1, most: "waiting-until" });
    const before = await templatesOn(ASHA);
    await status("APPROVED");
    await eventually(
      "the receipt",
      () => templatesOn(ASHA),
      (count) => count === before + 1,
    );
    const { notices } = await flow();
    expect(notices.map(({ sentence }: { sentence: string }) => sentence)[0]).toContain("is approved again");
    const rows = (await server.api("GET", "/api/flows")).body.items;
    expect(rows.find(({ id }: { id: string }) => id === "receipt").notices).toHaveLength(2);
    expect(rows.find(({ id }: { id: string }) => id === "sale").notices).toHaveLength(0);
    const put = await server.api("POST", `/api/flows/receipt/notices/${notices[0].id}/dismiss`);
    expect(put.body.notices).toHaveLength(1);
  });

  test("132015 on the call, before any webhook: marked, held, told", async () => {
    await server.control("PUT", "/faults", [{ path: MESSAGES, status: 400, code: 132015, count: 1 }]);
    const contact = await start("receipt", MEI);
    await eventually(
      "the hold",
      () => lastSentence(contact),
      (said) => said?.includes("paused or disabled its template"),
    );
    const template = (await server.api("GET", "/api/templates")).body.items.find(
      ({ name }: { name: string }) => name === "receipt",
    );
    expect(template.status).toBe("PAUSED");
    // The account says APPROVED all the time: asked after a while, it is believed.
    await server.control("POST", "/clock", { advance: "PT31M" });
    await eventually(
      "the receipt",
      () => templatesOn(MEI),
      (count) => count === 1,
    );
  });

  test("D16 L8 moved to marketing: told with the new problems of a second lint", async () => {
    await server.control("POST", "/templates/receipt/category", { category: "MARKETING" });
    const { notices } = await eventually("the notice", flow, ({ notices }) =>
      notices.some(({ code }: { code: string }) => code === "template-category"),
    );
    expect(notices[0].sentence).toMatch(/from utility to marketing\. It counts toward the limit/);
    expect(notices[0].sentence).toMatch(/Checked again: \d new problem/);
  });
});
