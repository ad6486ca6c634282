import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MARIANA, type Rig, SALE, saleMessage, startRig } from "./test-support.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.graph("POST", "/200000000000001/message_templates", SALE);
  await rig.graph("POST", "/200000000000001/message_templates", NAMED);
  await rig.graph("POST", "/200000000000001/message_templates", WITH_LINKS);
  await rig.graph("POST", "/200000000000001/message_templates", { ...SALE, name: "order_update", category: "UTILITY" });
  for (const status of ["PAUSED", "DISABLED", "PENDING"]) {
    const name = `sale_${status.toLowerCase()}`;
    await rig.graph("POST", "/200000000000001/message_templates", { ...SALE, name });
    await rig.control("POST", `/templates/${name}/status`, { status });
  }
});
afterAll(() => rig.close());

const NAMED = {
  name: "named_sale",
  language: "pt_BR",
  category: "MARKETING",
  parameter_format: "NAMED",
  components: [{ type: "BODY", text: "Oi {{first_name}}, até {{day}}!", example: {} }],
};
const WITH_LINKS = {
  name: "links",
  language: "en",
  category: "MARKETING",
  components: [
    { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::x"] } },
    { type: "BODY", text: "New things" },
    {
      type: "BUTTONS",
      buttons: [
        { type: "URL", text: "Shop", url: "https://shop.example/{{1}}", example: ["a"] },
        { type: "COPY_CODE", example: "SAVE30" },
      ],
    },
  ],
};

const long = (length: number) => "é".repeat(length);
const buttons = (...titles: string[]) =>
  titles.map((title, index) => ({ type: "reply", reply: { id: `b${index}`, title } }));
const interactive = (rest: Record<string, unknown>) => ({
  type: "interactive",
  interactive: { body: { text: "Which?" }, ...rest },
});
const replyButtons = (list: unknown[], rest: Record<string, unknown> = {}) =>
  interactive({ type: "button", action: { buttons: list }, ...rest });
const rows = (count: number, prefix = "r") =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, title: `Row ${prefix}${index}` }));
const list = (sections: unknown[], rest: Record<string, unknown> = {}) =>
  interactive({ type: "list", action: { button: "Choose", sections }, ...rest });
const link = { link: "https://cdn.example/a.png" };
const template = (name: string, components: unknown[], code = "en") => ({
  type: "template",
  template: { name, language: { code }, components },
});
const body = (...texts: string[]) => ({ type: "body", parameters: texts.map((text) => ({ type: "text", text })) });
const imageHeader = { type: "header", parameters: [{ type: "image", image: link }] };
const urlButton = { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "sale" }] };
const codeButton = {
  type: "button",
  sub_type: "copy_code",
  index: 1,
  parameters: [{ type: "coupon_code", coupon_code: "SAVE30" }],
};
const name = { formatted_name: "Ana Souza", first_name: "Ana" };

describe("accepted (WR §5)", () => {
  const cases: [string, Record<string, unknown>][] = [
    ["text of 4096 characters", { type: "text", text: { body: long(4096), preview_url: true } }],
    ["text without a type", { text: { body: "hi" } }],
    ["image by link, caption of 1024", { type: "image", image: { ...link, caption: long(1024) } }],
    ["document", { type: "document", document: { ...link, filename: "a.pdf" } }],
    ["audio, sticker and video need no more than a link", { type: "sticker", sticker: link }],
    ["location", { type: "location", location: { latitude: -23.55, longitude: "-46.63", name: "Sé" } }],
    [
      "five contacts",
      { type: "contacts", contacts: Array.from({ length: 5 }, () => ({ name, phones: [{ phone: MARIANA }] })) },
    ],
    [
      "three buttons, text header, footer",
      replyButtons(buttons("Yes", "No", "Later"), {
        header: { type: "text", text: long(60) },
        footer: { text: long(60) },
      }),
    ],
    ["button titles of 20, ids of 256", replyButtons([{ type: "reply", reply: { id: long(256), title: long(20) } }])],
    ["image header on buttons", replyButtons(buttons("Yes"), { header: { type: "image", image: link } })],
    [
      "ten rows in two sections, body of 4096",
      list(
        [
          { title: "A", rows: rows(5, "a") },
          { title: "B", rows: rows(5, "b") },
        ],
        { body: { text: long(4096) } },
      ),
    ],
    ["one section without a title", list([{ rows: rows(1) }])],
    [
      "cta_url",
      interactive({
        type: "cta_url",
        action: { name: "cta_url", parameters: { display_text: long(20), url: "https://a.example" } },
      }),
    ],
    ["location request", interactive({ type: "location_request_message", action: { name: "send_location" } })],
    [
      "form",
      interactive({
        type: "flow",
        action: { name: "flow", parameters: { flow_message_version: "3", flow_id: "1", flow_cta: "Open" } },
      }),
    ],
    [
      "product without a body",
      { type: "interactive", interactive: { type: "product", action: { catalog_id: "1", product_retailer_id: "2" } } },
    ],
    ["template", saleMessage()],
    [
      "template with the payload of a quick reply",
      saleMessage("Asha", [
        { type: "button", sub_type: "quick_reply", index: "1", parameters: [{ type: "payload", payload: "later" }] },
      ]),
    ],
    [
      "template with named parameters in any order",
      template(
        "named_sale",
        [
          {
            type: "body",
            parameters: [
              { type: "text", parameter_name: "day", text: "domingo" },
              { type: "text", parameter_name: "first_name", text: "Ana" },
            ],
          },
        ],
        "pt_BR",
      ),
    ],
    ["template with image, URL and code", template("links", [imageHeader, urlButton, codeButton])],
    ["callback data of 512", { type: "text", text: { body: "hi" }, biz_opaque_callback_data: long(512) }],
    ["an answer to a message", { type: "text", text: { body: "hi" }, context: { message_id: "wamid.abc" } }],
  ];
  it.each(cases)("%s", async (_, message) => {
    const { status, body } = await rig.send(message);
    expect(body).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: MARIANA, wa_id: MARIANA.slice(1) }],
      messages: [expect.objectContaining({ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/) })],
    });
    expect(status).toBe(200);
  });
});

describe("refused, with Meta's code (WR §2)", () => {
  const cases: [string, number, RegExp, Record<string, unknown>][] = [
    ["no product", 100, /messaging_product is required/, { messaging_product: undefined, text: { body: "hi" } }],
    ["other product", 100, /must be "whatsapp"/, { messaging_product: "sms", text: { body: "hi" } }],
    ["unknown type", 131051, /"poll" is not supported/, { type: "poll", poll: {} }],
    ["type without its part", 131008, /parameter image is required/, { type: "image" }],
    ["part of the wrong kind", 100, /Param text must be a JSON object/, { type: "text", text: "hi" }],
    ["empty text", 131008, /text\['body'\] is required/, { type: "text", text: { body: "" } }],
    ["text of 4097", 131009, /at most 4096 characters long; it has 4097/, { type: "text", text: { body: long(4097) } }],
    [
      "unknown key",
      100,
      /Unexpected key "caption" on param "audio"/,
      { type: "audio", audio: { ...link, caption: "x" } },
    ],
    ["caption of 1025", 131009, /at most 1024/, { type: "video", video: { ...link, caption: long(1025) } }],
    ["media without source", 131008, /image\['id'\] and image\['link'\] is required/, { type: "image", image: {} }],
    ["media with both sources", 131009, /exactly one/, { type: "image", image: { ...link, id: "1" } }],
    ["media that was never uploaded", 100, /nothing was uploaded as "4711"/, { type: "image", image: { id: "4711" } }],
    [
      "media by a bad address",
      131009,
      /http or https address/,
      { type: "image", image: { link: "file:///etc/passwd" } },
    ],
    ["latitude of 91", 131009, /between -90 and 90/, { type: "location", location: { latitude: 91, longitude: 0 } }],
    [
      "six contacts",
      131009,
      /1 to 5 elements; it has 6/,
      { type: "contacts", contacts: Array.from({ length: 6 }, () => ({ name })) },
    ],
    ["contact without a name", 131008, /contacts\['0'\]\['name'\] is required/, { type: "contacts", contacts: [{}] }],
    [
      "two emoji",
      131009,
      /must be one emoji/,
      { type: "reaction", reaction: { message_id: "wamid.a", emoji: "👍👍" } },
    ],
    [
      "unknown interactive type",
      131009,
      /it is "BUTTON"/,
      interactive({ type: "BUTTON", action: { buttons: buttons("Yes") } }),
    ],
    ["four buttons", 131009, /1 to 3 elements; it has 4/, replyButtons(buttons("a", "b", "c", "d"))],
    ["no buttons", 131009, /it has 0/, replyButtons([])],
    ["title of 21", 131009, /at most 20 characters/, replyButtons(buttons(long(21)))],
    ["two titles alike", 131009, /title "Yes" twice/, replyButtons(buttons("Yes", "Yes"))],
    [
      "two ids alike",
      131009,
      /id "x" twice/,
      replyButtons(["A", "B"].map((title) => ({ type: "reply", reply: { id: "x", title } }))),
    ],
    [
      "id with a space at its end",
      131009,
      /begin or end with a space/,
      replyButtons([{ type: "reply", reply: { id: "x ", title: "A" } }]),
    ],
    ["id of 257", 131009, /at most 256/, replyButtons([{ type: "reply", reply: { id: long(257), title: "A" } }])],
    ["interactive body of 1025", 131009, /at most 1024/, replyButtons(buttons("Yes"), { body: { text: long(1025) } })],
    ["no body", 131008, /interactive\['body'\] is required/, replyButtons(buttons("Yes"), { body: undefined })],
    ["footer of 61", 131009, /at most 60/, replyButtons(buttons("Yes"), { footer: { text: long(61) } })],
    ["header of 61", 131009, /at most 60/, replyButtons(buttons("Yes"), { header: { type: "text", text: long(61) } })],
    [
      "image header on a list",
      131009,
      /must be one of text/,
      list([{ rows: rows(1) }], { header: { type: "image", image: link } }),
    ],
    [
      "eleven rows",
      131009,
      /at most 10 rows over all sections; they have 11/,
      list([
        { title: "A", rows: rows(6, "a") },
        { title: "B", rows: rows(5, "b") },
      ]),
    ],
    [
      "two sections, one without a title",
      131008,
      /\['sections'\]\['1'\]\['title'\] is required/,
      list([{ title: "A", rows: rows(1, "a") }, { rows: rows(1, "b") }]),
    ],
    ["row title of 25", 131009, /at most 24/, list([{ rows: [{ id: "a", title: long(25) }] }])],
    ["row description of 73", 131009, /at most 72/, list([{ rows: [{ id: "a", title: "A", description: long(73) }] }])],
    ["row id of 201", 131009, /at most 200/, list([{ rows: [{ id: long(201), title: "A" }] }])],
    [
      "list label of 21",
      131009,
      /at most 20/,
      interactive({ type: "list", action: { button: long(21), sections: [{ rows: rows(1) }] } }),
    ],
    ["list body of 4097", 131009, /at most 4096/, list([{ rows: rows(1) }], { body: { text: long(4097) } })],
    [
      "cta_url text of 21",
      131009,
      /at most 20/,
      interactive({
        type: "cta_url",
        action: { name: "cta_url", parameters: { display_text: long(21), url: "https://a.example" } },
      }),
    ],
    [
      "cta_url without an address",
      131008,
      /\['url'\] is required/,
      interactive({ type: "cta_url", action: { name: "cta_url", parameters: { display_text: "Go" } } }),
    ],
    [
      "form with id and name",
      131009,
      /Exactly one of/,
      interactive({
        type: "flow",
        action: {
          name: "flow",
          parameters: { flow_message_version: "3", flow_id: "1", flow_name: "a", flow_cta: "Open" },
        },
      }),
    ],
    [
      "31 products",
      131009,
      /1 to 30 elements/,
      interactive({
        type: "product_list",
        header: { type: "text", text: "Shop" },
        action: {
          catalog_id: "1",
          sections: [{ title: "A", product_items: Array.from({ length: 31 }, () => ({ product_retailer_id: "x" })) }],
        },
      }),
    ],
    ["unknown template", 132001, /\(winter_sale\) does not exist in en$/, template("winter_sale", [])],
    ["other language", 132001, /does not exist in de; it exists in en/, template("spring_sale", [body("Asha")], "de")],
    ["paused template", 132015, /paused/, template("sale_paused", [body("Asha")])],
    ["disabled template", 132016, /disabled/, template("sale_disabled", [body("Asha")])],
    ["template still in review", 132001, /is PENDING, not APPROVED/, template("sale_pending", [body("Asha")])],
    [
      "too few parameters",
      132000,
      /body: number of localizable_params \(0\) does not match the expected number of params \(1\)/,
      template("spring_sale", []),
    ],
    [
      "too many parameters",
      132000,
      /\(2\) does not match the expected number of params \(1\)/,
      template("spring_sale", [body("a", "b")]),
    ],
    [
      "named parameter without its name",
      132012,
      /expected first_name, day, received none/,
      template("named_sale", [body("Ana", "domingo")], "pt_BR"),
    ],
    [
      "the same named parameter twice",
      132000,
      /localizable_params \(1\)/,
      template(
        "named_sale",
        [{ type: "body", parameters: [1, 2].map(() => ({ type: "text", parameter_name: "day", text: "x" })) }],
        "pt_BR",
      ),
    ],
    [
      "parameter for a header without one",
      132000,
      /header: number/,
      template("spring_sale", [{ type: "header", parameters: [{ type: "text", text: "x" }] }, body("a")]),
    ],
    [
      "image header left out",
      132000,
      /header: number of localizable_params \(0\)/,
      template("links", [urlButton, codeButton]),
    ],
    [
      "video where an image belongs",
      132012,
      /expected IMAGE, received VIDEO/,
      template("links", [{ type: "header", parameters: [{ type: "video", video: link }] }, urlButton, codeButton]),
    ],
    [
      "URL variable left out",
      131008,
      /Button at index 0 of type URL requires a parameter/,
      template("links", [imageHeader, codeButton]),
    ],
    [
      "button of another kind",
      132012,
      /index 0 is of type URL, but sub_type is quick_reply/,
      template("links", [imageHeader, { ...urlButton, sub_type: "quick_reply" }, codeButton]),
    ],
    [
      "button that is not there",
      132012,
      /is 7, but the template has 2 buttons/,
      template("links", [imageHeader, { ...urlButton, index: 7 }, codeButton]),
    ],
    ["line break in a parameter", 132018, /new-line/, template("spring_sale", [body("a\nb")])],
    ["body too long once filled in", 132005, / 1025 characters long once/, template("spring_sale", [body(long(981))])],
    ["callback data of 513", 131009, /at most 512/, { text: { body: "hi" }, biz_opaque_callback_data: long(513) }],
    [
      "an answer to nothing",
      131009,
      /not the id of a message/,
      { text: { body: "hi" }, context: { message_id: "abc" } },
    ],
    ["a group", 100, /Groups are not emulated/, { recipient_type: "group", text: { body: "hi" } }],
    ["a recipient that is no number", 100, /not a phone number/, { to: "Asha", text: { body: "hi" } }],
    ["no recipient", 131008, /parameter to is required/, { to: undefined, text: { body: "hi" } }],
    ["itself", 131021, /same as the sender/, { to: "+551155550100", text: { body: "hi" } }],
    ["an unknown user id", 131026, /No WhatsApp user/, { to: undefined, recipient: "BR.1", text: { body: "hi" } }],
    ["reading a message that never came", 100, /does not name a message/, { status: "read", message_id: "wamid.none" }],
  ];
  it.each(cases)("%s: %i", async (_, code, details, message) => {
    const { status, body } = await rig.send(message);
    expect(body.error).toEqual({
      message: expect.stringMatching(new RegExp(`^\\(#${code}\\) `)),
      type: "OAuthException",
      code,
      error_data: { messaging_product: "whatsapp", details: expect.stringMatching(details) },
      fbtrace_id: expect.any(String),
    });
    expect(status).toBe(code === 132001 ? 404 : 400);
  });
});

describe("marketing_messages (WR §5.2)", () => {
  const cases: [string, Record<string, unknown>, number | null][] = [
    ["a marketing template", { ...saleMessage(), product_policy: "STRICT", message_activity_sharing: true }, null],
    ["a text", { type: "text", text: { body: "hi" } }, 100],
    ["a utility template", template("order_update", [body("Asha")]), 131055],
    ["an unknown policy", { ...saleMessage(), product_policy: "MAYBE" }, 131009],
  ];
  it.each(cases)("%s", async (_, message, code) => {
    const answer = await rig.graph("POST", "/100000000000001/marketing_messages", {
      messaging_product: "whatsapp",
      to: MARIANA,
      ...message,
    });
    if (code === null)
      expect(answer).toMatchObject({
        status: 200,
        body: { success: true, messages: [{ message_status: "accepted" }] },
      });
    else expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
  });
});

describe("access and addresses", () => {
  const text = { messaging_product: "whatsapp", to: MARIANA, text: { body: "hi" } };
  it("needs a token, and the right one", async () => {
    const path = "/v25.0/100000000000001/messages";
    expect(await rig.call("POST", path, text)).toMatchObject({
      status: 401,
      body: { error: { code: 104, type: "OAuthException" } },
    });
    const wrong = await rig.call("POST", path, text, { authorization: "Bearer nope" });
    expect(wrong).toMatchObject({
      status: 401,
      body: { error: { code: 190, message: expect.stringMatching(/^Invalid OAuth access token/) } },
    });
  });

  it("takes any version, and none", async () => {
    for (const version of ["/v19.0", "/v99.1", ""]) {
      const answer = await rig.call("POST", `${version}/100000000000001/messages`, text, {
        authorization: "Bearer emulator-token",
      });
      expect(answer.status).toBe(200);
    }
  });

  it("knows no other number and no other edge", async () => {
    expect(await rig.graph("POST", "/999/messages", text)).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    });
    expect(await rig.graph("POST", "/100000000000001/nonsense", text)).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });

  it("says so when the body is not JSON, or no object", async () => {
    for (const broken of ["{", "", "[1]", "null", `{"contacts":${"[".repeat(100_000)}${"]".repeat(100_000)}}`]) {
      expect(await rig.graph("POST", "/100000000000001/messages", broken)).toMatchObject({
        status: 400,
        body: { error: { code: 100 } },
      });
    }
  });

  it.each([
    ["+55 (11) 90000-0042", "5511900000042"],
    ["5511900000042", "5511900000042"],
    ["11900000042", "5511900000042"],
    ["(11) 90000-0042", "5511900000042"],
    ["16505551234", "16505551234"],
    ["919000000017", "919000000017"],
  ])("reads the recipient %s as %s", async (to, waId) => {
    expect((await rig.send({ text: { body: "hi" } }, to)).body.contacts).toEqual([{ input: to, wa_id: waId }]);
  });

  it("sends to a business-scoped user id", async () => {
    const { userId } = (await rig.control("GET", `/contacts/${MARIANA}`)).body;
    const answer = await rig.send({ to: undefined, recipient: userId, text: { body: "hi" } });
    expect(answer.body.contacts).toEqual([{ input: userId, user_id: userId }]);
  });
});
