/** Templates, media and the business number over the Graph API (WR §5, §5.1, §7). */
import { createHash } from "node:crypto";
import { LIMITS } from "@sluice/shared/messages/limits";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, MARIANA, type Rig, SALE, saleMessage, startRig } from "./test-support.ts";

const TEMPLATES = "/200000000000001/message_templates";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const create = (template: Record<string, unknown>) => rig.graph("POST", TEMPLATES, template);

describe("templates", () => {
  it("are approved at once, listed by name, and announced", async () => {
    const made = await create(SALE);
    expect(made).toEqual({
      status: 200,
      body: { id: expect.stringMatching(/^\d{16}$/), status: "APPROVED", category: "MARKETING" },
    });
    await create({ ...SALE, language: "pt_BR" });
    const { data } = (await rig.graph("GET", `${TEMPLATES}?name=spring_sale&language=en`)).body;
    expect(data).toEqual([{ ...SALE, parameter_format: "POSITIONAL", status: "APPROVED", id: made.body.id }]);
    await rig.advance(1_000);
    expect(rig.told("message_template_status_update")[0]).toMatchObject({
      event: "APPROVED",
      message_template_id: Number(made.body.id),
      message_template_name: "spring_sale",
    });
  });

  it("page with cursors, and give the fields that are asked for", async () => {
    for (let index = 0; index < 5; index += 1) await create({ ...SALE, name: `sale_${index}` });
    const names: string[] = [];
    let path: string | null = `${TEMPLATES}?limit=2&fields=name,quality_score`;
    while (path) {
      const page: Answer = await rig.graph("GET", path);
      const { data, paging } = page.body;
      expect(Object.keys(data[0]).sort()).toEqual(["id", "name", "quality_score"]);
      names.push(...data.map(({ name }: { name: string }) => name));
      path = paging.next ? new URL(paging.next).pathname.replace("/v25.0", "") + new URL(paging.next).search : null;
    }
    expect(names).toEqual(["sale_0", "sale_1", "sale_2", "sale_3", "sale_4"]);
  });

  it("go by name, in all languages or one", async () => {
    await create(SALE);
    const { id } = (await create({ ...SALE, language: "pt_BR" })).body;
    expect((await rig.graph("DELETE", `${TEMPLATES}?name=spring_sale&hsm_id=${id}`)).body).toEqual({ success: true });
    expect((await rig.graph("GET", TEMPLATES)).body.data).toHaveLength(1);
    expect((await rig.graph("DELETE", `${TEMPLATES}?name=spring_sale`)).body).toEqual({ success: true });
    expect((await rig.graph("DELETE", `${TEMPLATES}?name=spring_sale`)).status).toBe(400);
  });

  it("change status and category, with their webhooks; a paused one is not sent, a moved one is capped", async () => {
    await create({ ...SALE, category: "UTILITY" });
    await rig.control("PUT", `/contacts/${MARIANA}`, { marketingSlots: 0 });
    await rig.control("POST", "/templates/spring_sale/status", { status: "PAUSED" });
    expect((await rig.send(saleMessage())).body.error.code).toBe(132015);
    await rig.control("POST", "/templates/spring_sale/status", { status: "APPROVED" });
    await rig.control("POST", "/templates/spring_sale/category", { category: "MARKETING", announce: true });
    const announced = (await rig.graph("GET", `${TEMPLATES}?fields=category,correct_category`)).body.data[0];
    expect(announced).toMatchObject({ category: "UTILITY", correct_category: "MARKETING" });
    await rig.control("POST", "/templates/spring_sale/category", { category: "MARKETING" });
    const sent = await rig.send(saleMessage());
    await rig.advance(2_000);
    expect(rig.statuses(sent.body.messages[0].id)).toEqual([expect.objectContaining({ status: "failed" })]);
    expect(rig.told("message_template_status_update").map(({ event }) => event)).toEqual([
      "PAUSED",
      "APPROVED",
      "APPROVED",
    ]);
    expect(
      rig
        .told("template_category_update")
        .map(({ previous_category, new_category, correct_category }) => [
          previous_category,
          new_category,
          correct_category,
        ]),
    ).toEqual([
      [undefined, "UTILITY", "MARKETING"],
      ["UTILITY", "MARKETING", undefined],
    ]);
  });

  const body = (text: string) => ({ ...SALE, components: [{ type: "BODY", text }] });
  const withButtons = (buttons: unknown[]) => ({
    ...SALE,
    components: [
      { type: "BODY", text: "Hello" },
      { type: "BUTTONS", buttons },
    ],
  });
  const quick = (text = "Yes") => ({ type: "QUICK_REPLY", text });
  const url = (address = "https://a.example") => ({ type: "URL", text: "Go", url: address });
  const refused: [string, Record<string, unknown>, RegExp][] = [
    ["a name with capitals", { ...SALE, name: "Sale" }, /lowercase/],
    ["a language that is none", { ...SALE, language: "English" }, /must be a code/],
    ["an unknown category", { ...SALE, category: "PROMOTION" }, /MARKETING, UTILITY, AUTHENTICATION/],
    ["no body", { ...SALE, components: [{ type: "FOOTER", text: "x" }] }, /type=BODY/],
    ["a body of 1025", body("x".repeat(1025)), /at most 1024/],
    [
      "a header of 61",
      {
        ...SALE,
        components: [
          { type: "HEADER", format: "TEXT", text: "x".repeat(61) },
          { type: "BODY", text: "Hi" },
        ],
      },
      /at most 60/,
    ],
    [
      "two variables in the header",
      {
        ...SALE,
        components: [
          { type: "HEADER", format: "TEXT", text: "{{1}} and {{2}}" },
          { type: "BODY", text: "Hi" },
        ],
      },
      /more than one variable/,
    ],
    [
      "a footer of 61",
      {
        ...SALE,
        components: [
          { type: "BODY", text: "Hi" },
          { type: "FOOTER", text: "x".repeat(61) },
        ],
      },
      /at most 60/,
    ],
    ["a gap between variables", body("Hi {{1}} and {{3}} too"), /without a gap/],
    ["a named variable where they are numbered", body("Hi {{name}} there"), /without a gap/],
    ["a label of 26", withButtons([quick("x".repeat(26))]), /at most 25/],
    ["eleven buttons", withButtons(Array.from({ length: 11 }, (_, index) => quick(`b${index}`))), /1 to 10/],
    ["three URL buttons", withButtons([url(), url(), url()]), /at most 2 buttons of type URL/],
    ["a quick reply between others", withButtons([url(), quick(), url()]), /stand together/],
    ["quick replies around another", withButtons([quick("a"), url(), quick("b")]), /stand together/],
    ["a variable inside an address", withButtons([url("https://a.example/{{1}}/x")]), /at its end/],
    ["a short life for marketing", { ...SALE, message_send_ttl_seconds: 60 }, /between 43200 and 2592000/],
    ["an authentication template without its button", { ...SALE, category: "AUTHENTICATION" }, /type OTP/],
    ["the same name and language again", SALE, /already a template/],
  ];
  it.each(refused)("are refused for %s", async (_, template, why) => {
    if (template === SALE) await create(SALE);
    const answer = await create(template);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { error_data: { details: expect.stringMatching(why) } } },
    });
  });

  it("are refused for more when somebody reviews them", async () => {
    await rig.close();
    rig = await startRig({ reviewTemplates: true });
    for (const [text, subcode] of [
      ["Hi {{1}}", 2388299],
      ["{{1}}, hello", 2388299],
      ["See {{1}} {{2}} {{3}} there", 2388293],
      ["Hi {{1}} there, you", undefined],
    ] as const) {
      const { status, body: answer } = await create(body(text));
      expect([status, answer.error.error_subcode]).toEqual([400, subcode]);
    }
    expect((await create(SALE)).status).toBe(200);
  });
});

describe("media", () => {
  const upload = async (
    bytes: Buffer,
    type: string,
    fields: Record<string, string> = { messaging_product: "whatsapp" },
  ): Promise<Answer> => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new Blob([new Uint8Array(bytes)], { type }), "a file.bin");
    const response = await fetch(`${rig.url}/v25.0/100000000000001/media`, {
      method: "POST",
      headers: { authorization: "Bearer emulator-token" },
      body: form,
    });
    return { status: response.status, body: await response.json() };
  };
  const authorized = { headers: { authorization: "Bearer emulator-token" } };
  /** Bytes that look like the ends of multipart parts. */
  const BYTES = Buffer.from("\r\n--boundary\r\n\r\n\x00\xff--\r\n", "latin1");

  it("is uploaded, sent, described, downloaded for 5 minutes, and deleted", async () => {
    const { status, body } = await upload(BYTES, "image/png");
    expect([status, body]).toEqual([200, { id: expect.stringMatching(/^\d+$/) }]);
    expect((await rig.send({ type: "image", image: { id: body.id } })).status).toBe(200);
    const meta = (await rig.graph("GET", `/${body.id}`)).body;
    const sha256 = createHash("sha256").update(BYTES).digest("hex");
    expect(meta).toMatchObject({
      id: body.id,
      mime_type: "image/png",
      file_size: BYTES.length,
      sha256,
      messaging_product: "whatsapp",
    });
    expect((await fetch(meta.url)).status).toBe(401);
    const file = await fetch(meta.url, authorized);
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await file.arrayBuffer())).toEqual(BYTES);
    await rig.advance(5 * 60_000);
    expect((await fetch(meta.url, authorized)).status).toBe(404);
    expect((await rig.graph("DELETE", `/${body.id}`)).body).toEqual({ success: true });
    expect((await rig.graph("GET", `/${body.id}`)).body.error.error_subcode).toBe(33);
    expect((await rig.send({ type: "image", image: { id: body.id } })).body.error.code).toBe(100);
  });

  it("lives for 30 days", async () => {
    const { id } = (await upload(BYTES, "image/png")).body;
    await rig.advance(30 * 24 * 3_600_000);
    expect((await rig.graph("GET", `/${id}`)).status).toBe(400);
  });

  it.each([
    ["a type WhatsApp does not take", Buffer.from("x"), "image/gif", undefined, /one of the following types/],
    [
      "a sticker that is too large",
      Buffer.alloc(LIMITS.media.bytes.sticker + 1),
      "image/webp",
      undefined,
      /sticker files may have 512000/,
    ],
    ["an empty file", Buffer.alloc(0), "image/png", undefined, /empty/],
    ["no product", Buffer.from("x"), "image/png", {}, /messaging_product/],
  ])("is refused: %s", async (_, bytes, type, fields, why) => {
    const { status, body } = await upload(bytes, type, fields);
    expect([status, body.error.error_data.details]).toEqual([400, expect.stringMatching(why)]);
  });

  it("says what it expects when the body is no form", async () => {
    expect((await rig.graph("POST", "/100000000000001/media", { file: "x" })).body.error.error_data.details).toMatch(
      /multipart\/form-data/,
    );
  });

  it("from a contact can be fetched like any other", async () => {
    await rig.control("POST", "/inbound", {
      from: MARIANA,
      media: { type: "image", data: Buffer.from("abc").toString("base64"), mimeType: "image/jpeg" },
    });
    const { id } = rig.told().at(-1).messages[0].image;
    const meta = (await rig.graph("GET", `/${id}`)).body;
    expect(await (await fetch(meta.url, authorized)).text()).toBe("abc");
  });
});

describe("the business number and the account", () => {
  it("show health and limits", async () => {
    expect((await rig.graph("GET", "/100000000000001")).body).toMatchObject({
      id: "100000000000001",
      display_phone_number: "+55 11 5555-0100",
      quality_rating: "GREEN",
      verified_name: "Pebble & Oak",
    });
    const fields = "quality_rating,throughput,whatsapp_business_manager_messaging_limit";
    expect((await rig.graph("GET", `/100000000000001?fields=${fields}`)).body).toEqual({
      quality_rating: "GREEN",
      throughput: { level: "STANDARD" },
      whatsapp_business_manager_messaging_limit: "TIER_100K",
      id: "100000000000001",
    });
    expect((await rig.graph("GET", "/100000000000001?fields=colour")).body.error.error_data.details).toMatch(
      /nonexisting field \(colour\)/,
    );
  });

  it("take a subscription", async () => {
    expect((await rig.graph("POST", "/200000000000001/subscribed_apps")).body).toEqual({ success: true });
  });
});
