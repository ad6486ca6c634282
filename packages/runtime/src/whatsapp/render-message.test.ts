import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Identity } from "@sluice/shared/messages/incoming";
import type { OutgoingContent, TemplateContent } from "@sluice/shared/messages/outgoing";
import { describe, expect, test } from "vitest";
import { type RenderOptions, renderMessage, renderRead, renderTyping } from "./render-message.ts";

const to: Identity = { phone: "+5511900000001" };
const common = { messaging_product: "whatsapp", recipient_type: "individual", to: "+5511900000001" };
const text: OutgoingContent = { kind: "text", text: "hi" };

describe("whom it goes to (WR §5, §6.1)", () => {
  test.each<[Identity, object]>([
    [{ phone: "+5511900000001" }, { to: "+5511900000001" }],
    [{ phone: "5511900000001" }, { to: "+5511900000001" }],
    [{ phone: "+5511900000001", userId: "BR.1" }, { to: "+5511900000001" }],
    [{ userId: "BR.1" }, { recipient: "BR.1" }],
  ])("%o", (identity, expected) => {
    const { to: phone, recipient } = renderMessage(text, identity) as Record<string, unknown>;
    expect({ to: phone, recipient }).toEqual({ to: undefined, recipient: undefined, ...expected });
  });

  test("nobody is a mistake of the program", () => {
    expect(() => renderMessage(text, {})).toThrow("neither");
  });
});

test("context and callback data, at most 512 characters", () => {
  expect(renderMessage(text, to, { contextWamid: "wamid.0", callbackData: "attempt-1" })).toEqual({
    ...common,
    type: "text",
    text: { body: "hi" },
    context: { message_id: "wamid.0" },
    biz_opaque_callback_data: "attempt-1",
  });
  expect(() => renderMessage(text, to, { callbackData: "x".repeat(512) })).not.toThrow();
  expect(() => renderMessage(text, to, { callbackData: "x".repeat(513) })).toThrow("512");
});

test("read and typing", () => {
  expect(renderRead("wamid.1")).toEqual({ messaging_product: "whatsapp", status: "read", message_id: "wamid.1" });
  expect(renderTyping("wamid.1")).toEqual({
    messaging_product: "whatsapp",
    status: "read",
    message_id: "wamid.1",
    typing_indicator: { type: "text" },
  });
});

describe("free-form content (WR §5)", () => {
  test.each<[OutgoingContent, object]>([
    [
      { kind: "text", text: "see https://a.example", previewUrl: true },
      { type: "text", text: { body: "see https://a.example", preview_url: true } },
    ],
    [
      { kind: "buttons", header: "H", body: "B", footer: "F", buttons: [{ id: "a", title: "A" }] },
      {
        type: "interactive",
        interactive: {
          type: "button",
          header: { type: "text", text: "H" },
          body: { text: "B" },
          footer: { text: "F" },
          action: { buttons: [{ type: "reply", reply: { id: "a", title: "A" } }] },
        },
      },
    ],
    [
      { kind: "list", body: "B", label: "Open", sections: [{ rows: [{ id: "a", title: "A", description: "D" }] }] },
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "B" },
          action: { button: "Open", sections: [{ rows: [{ id: "a", title: "A", description: "D" }] }] },
        },
      },
    ],
    [
      { kind: "cta-url", body: "B", displayText: "Shop", url: "https://a.example" },
      {
        type: "interactive",
        interactive: {
          type: "cta_url",
          body: { text: "B" },
          action: { name: "cta_url", parameters: { display_text: "Shop", url: "https://a.example" } },
        },
      },
    ],
    [
      { kind: "media", media: "image", link: "https://a.example/a.png", caption: "look", filename: "a.png" },
      { type: "image", image: { link: "https://a.example/a.png", caption: "look" } },
    ],
    [
      { kind: "media", media: "document", mediaId: "1", link: "https://a.example", caption: "c", filename: "a.pdf" },
      { type: "document", document: { id: "1", caption: "c", filename: "a.pdf" } },
    ],
    [
      { kind: "media", media: "audio", mediaId: "1", caption: "never shown" },
      { type: "audio", audio: { id: "1" } },
    ],
    [
      {
        kind: "cta-url",
        headerMedia: { media: "document", mediaId: "1", filename: "a.pdf" },
        body: "B",
        displayText: "Shop",
        url: "https://a.example",
      },
      {
        type: "interactive",
        interactive: {
          type: "cta_url",
          header: { type: "document", document: { id: "1", filename: "a.pdf" } },
          body: { text: "B" },
          action: { name: "cta_url", parameters: { display_text: "Shop", url: "https://a.example" } },
        },
      },
    ],
    [
      { kind: "location-request", body: "Where?" },
      {
        type: "interactive",
        interactive: {
          type: "location_request_message",
          body: { text: "Where?" },
          action: { name: "send_location" },
        },
      },
    ],
    [
      { kind: "contacts", contacts: [{ name: "Shop" }, { name: "Asha M", firstName: "Asha", company: "C" }] },
      {
        type: "contacts",
        contacts: [
          { name: { formatted_name: "Shop", first_name: "Shop" } },
          { name: { formatted_name: "Asha M", first_name: "Asha" }, org: { company: "C" } },
        ],
      },
    ],
    [
      { kind: "form", body: "B", label: "Open", form: { id: "1" }, draft: true },
      {
        type: "interactive",
        interactive: {
          type: "flow",
          body: { text: "B" },
          action: {
            name: "flow",
            parameters: {
              flow_message_version: "3",
              flow_id: "1",
              flow_cta: "Open",
              flow_action: "data_exchange",
              mode: "draft",
            },
          },
        },
      },
    ],
    [
      { kind: "product", catalogId: "1", productId: "2" },
      {
        type: "interactive",
        interactive: { type: "product", action: { catalog_id: "1", product_retailer_id: "2" } },
      },
    ],
    [
      { kind: "catalog", body: "All we have" },
      {
        type: "interactive",
        interactive: {
          type: "catalog_message",
          body: { text: "All we have" },
          action: { name: "catalog_message" },
        },
      },
    ],
  ])("%o", (content, expected) => {
    expect(renderMessage(content, to)).toEqual({ ...common, ...expected });
  });
});

describe("templates (WR §5.1)", () => {
  const plain: TemplateContent = {
    kind: "template",
    name: "sale",
    language: "en",
    parameters: { header: [], body: [], buttons: [] },
    shown: { body: "Sale", buttons: [] },
  };
  const components = (content: TemplateContent) =>
    (renderMessage(content, to) as { template: { components?: object[] } }).template.components;

  test("without parameters there are no components", () => {
    expect(renderMessage(plain, to)).toEqual({
      ...common,
      type: "template",
      template: { name: "sale", language: { code: "en" } },
    });
  });

  test("header, body, payloads of quick replies and the end of a URL, each button by its place as text", () => {
    expect(
      components({
        ...plain,
        parameters: {
          header: [{ text: "30 %" }],
          body: [{ text: "Asha" }, { text: "9" }],
          buttons: [{ index: 2, text: "asha" }],
        },
        shown: {
          body: "",
          buttons: [
            { type: "quick-reply", title: "Yes", payload: "n1/0" },
            { type: "quick-reply", title: "No" },
            { type: "url", title: "Shop", url: "https://a.example/asha" },
            { type: "phone", title: "Call" },
            { type: "quick-reply", title: "Later", payload: "n1/1" },
          ],
        },
      }),
    ).toEqual([
      { type: "header", parameters: [{ type: "text", text: "30 %" }] },
      {
        type: "body",
        parameters: [
          { type: "text", text: "Asha" },
          { type: "text", text: "9" },
        ],
      },
      { type: "button", sub_type: "quick_reply", index: "0", parameters: [{ type: "payload", payload: "n1/0" }] },
      { type: "button", sub_type: "url", index: "2", parameters: [{ type: "text", text: "asha" }] },
      { type: "button", sub_type: "quick_reply", index: "4", parameters: [{ type: "payload", payload: "n1/1" }] },
    ]);
  });

  test("named parameters carry their names, a code to copy has a parameter of its own kind", () => {
    expect(
      components({
        ...plain,
        parameters: {
          header: [],
          body: [{ name: "first_name", text: "Asha" }],
          buttons: [{ index: 0, text: "SAVE30" }],
        },
        shown: { body: "", buttons: [{ type: "copy-code", title: "Copy" }] },
      }),
    ).toEqual([
      { type: "body", parameters: [{ type: "text", parameter_name: "first_name", text: "Asha" }] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "0",
        parameters: [{ type: "coupon_code", coupon_code: "SAVE30" }],
      },
    ]);
  });
});

const fixtures = process.env["FIXTURES_DIR"];
type Json = Record<string, unknown>;

/**
 * Recorded requests with the content that must give them. Differences of spelling are evened out: the Java library
 * writes interactive types in capitals and indices as numbers; Meta's examples leave out defaults now and then, and one
 * leaves the type of its header open.
 */
describe.skipIf(fixtures === undefined)("recorded requests (FIXTURES_DIR)", () => {
  const placeholder = "{{Recipient-Phone-Number}}";
  const rows = (section: number) =>
    [1, 2].map((row) => ({
      id: `<LIST_SECTION_${section}_ROW_${row}_ID>`,
      title: `<SECTION_${section}_ROW_${row}_TITLE>`,
      description: `<SECTION_${section}_ROW_${row}_DESC>`,
    }));
  const upperRows = (section: number) =>
    [1, 2, 3].map((row) => ({
      id: `SECTION_${section}_ROW_${row}_ID`,
      title: `Title ${row}`,
      description: `SECTION_${section}_ROW_${row}_DESCRIPTION`,
    }));
  const audio: OutgoingContent = { kind: "media", media: "audio", mediaId: "<AUDIO_OBJECT_ID>" };
  const image: OutgoingContent = { kind: "media", media: "image", mediaId: "<IMAGE_OBJECT_ID>" };
  const document: OutgoingContent = {
    kind: "media",
    media: "document",
    mediaId: "<DOCUMENT_OBJECT_ID>",
    caption: "<DOCUMENT_CAPTION_TO_SEND>",
    filename: "<DOCUMENT_FILENAME>",
  };
  const sticker: OutgoingContent = { kind: "media", media: "sticker", link: "<http(s)://sticker-url>" };
  const video: OutgoingContent = {
    kind: "media",
    media: "video",
    link: "<http(s)://video-url>",
    caption: "<VIDEO_CAPTION_TEXT>",
  };
  const menlo = { city: "Menlo Park", state: "CA", zip: "94025", country: "United States", countryCode: "us" };
  const form = {
    form: { name: "{{Flow-Name}}" },
    token: "<FLOW_TOKEN>",
    screen: "<SCREEN_ID>",
    data: { "<CUSTOM_KEY>": "<CUSTOM_VALUE>" },
  };
  const reply = { contextWamid: "<MSGID_OF_MSG_YOU_ARE_REPLYING_TO>" };
  const previous = { contextWamid: "<MSGID_OF_PREV_MSG>" };

  test.for<[string, OutgoingContent, RenderOptions?]>([
    ["audio--meta-openapi--send-audio-message-by-id", audio],
    ["audio--meta-openapi--send-reply-to-audio-message-by-id", audio, reply],
    ["image--meta-openapi--send-image-message-by-id", image],
    ["image--meta-openapi--send-reply-to-image-message-by-id", image, previous],
    ["document--meta-openapi--send-document-message-by-id", document],
    ["document--meta-openapi--send-reply-to-document-message-by-id", document, reply],
    ["sticker--meta-openapi--send-sticker-message-by-url", sticker],
    ["sticker--meta-openapi--send-reply-to-sticker-message-by-url", sticker, reply],
    ["video--meta-openapi--send-video-message-by-url", video],
    ["video--meta-openapi--send-reply-to-video-message-by-url", video, reply],
    [
      "text--meta-openapi--send-reply-to-text-message",
      { kind: "text", text: "<TEXT_MSG_CONTENT>", previewUrl: false },
      previous,
    ],
    [
      "text--meta-openapi--send-text-message-with-preview-url",
      { kind: "text", text: "Please visit https://youtu.be/hpltvTEiRrY.", previewUrl: true },
    ],
    [
      "interactive-button--meta-openapi--send-reply-button",
      {
        kind: "buttons",
        body: "<BUTTON_TEXT>",
        buttons: [1, 2].map((index) => ({ id: `<UNIQUE_BUTTON_ID_${index}>`, title: `<BUTTON_TITLE_${index}>` })),
      },
    ],
    [
      "interactive-BUTTON--java-api--expected-message11",
      {
        kind: "buttons",
        header: "Appointment confirmation.",
        body: "Would you like to confirm your appointment for tomorrow?",
        footer: "Choose an option:",
        buttons: [
          { id: "1278454", title: "YES" },
          { id: "1278455", title: "NO" },
          { id: "1278456", title: "CHANGE" },
        ],
      },
    ],
    [
      "interactive-list--meta-openapi--send-list-message",
      {
        kind: "list",
        header: "<HEADER_TEXT>",
        body: "<BODY_TEXT>",
        footer: "<FOOTER_TEXT>",
        label: "<BUTTON_TEXT>",
        sections: [1, 2].map((section) => ({ title: `<LIST_SECTION_${section}_TITLE>`, rows: rows(section) })),
      },
    ],
    [
      "interactive-LIST--java-api--expected-message12",
      {
        kind: "list",
        header: "Header Text",
        body: "Body message",
        footer: "Footer Text",
        label: "choose an option",
        sections: [1, 2].map((section) => ({ title: `Section ${section}`, rows: upperRows(section) })),
      },
    ],
    [
      "interactive-BUTTON--java-api--expected-message15",
      {
        kind: "buttons",
        headerMedia: {
          media: "video",
          link: "https://joy1.videvo.net/videvo_files/video/free/2014-04/large_watermarked/Lonely_tree_at_Sunset_slow_motion_CCBY_NatureClip_preview.mp4",
        },
        body: "Do you like this video?",
        footer: "Choose an option:",
        buttons: [
          { id: "1278454", title: "YES" },
          { id: "1278455", title: "NO" },
        ],
      },
    ],
    [
      "contacts--meta-openapi--send-contact-message",
      {
        kind: "contacts",
        contacts: [
          {
            name: "John Smith",
            prefix: "Dr",
            firstName: "John",
            middleName: "D.",
            lastName: "Smith",
            suffix: "Jr",
            company: "WhatsApp",
            department: "Design",
            title: "Manager",
            birthday: "2012-08-18",
            phones: [
              { phone: "+1 (940) 555-1234", type: "HOME" },
              { phone: "+1 (650) 555-1234", type: "WORK", waId: "16505551234" },
            ],
            emails: [
              { email: "test@fb.com", type: "WORK" },
              { email: "test@whatsapp.com", type: "HOME" },
            ],
            urls: [
              { url: "https://www.facebook.com", type: "WORK" },
              { url: "https://www.whatsapp.com", type: "HOME" },
            ],
            addresses: [
              { street: "1 Hacker Way", type: "HOME", ...menlo },
              { street: "200 Jefferson Dr", type: "WORK", ...menlo },
            ],
          },
        ],
      },
    ],
    [
      "location--meta-openapi--send-location-message",
      {
        kind: "location",
        latitude: 37.758056,
        longitude: -122.425332,
        name: "META HQ",
        address: "1 Hacker Way, Menlo Park, CA 94025",
      },
    ],
    [
      "interactive-catalog_message--meta-openapi--send-catalog-message",
      {
        kind: "catalog",
        body: "Hello! Thanks for your interest. Ordering is easy. Just visit our catalog and add items to purchase.",
        footer: "Best grocery deals on WhatsApp!",
        productId: "2lc20305pt",
      },
    ],
    [
      "interactive-flow--meta-openapi--send-draft-flow-by-name",
      {
        kind: "form",
        header: "Not shown in draft mode",
        body: "Not shown in draft mode",
        footer: "Not shown in draft mode",
        label: "Not shown in draft mode",
        ...form,
        draft: true,
      },
    ],
    [
      "interactive-flow--meta-openapi--send-published-flow-by-name",
      {
        kind: "form",
        header: "<HEADER_TEXT>",
        body: "<BODY_TEXT>",
        footer: "<FOOTER_TEXT>",
        label: "Open Flow!",
        ...form,
      },
    ],
    [
      "interactive-product--meta-openapi--send-single-product-message",
      {
        kind: "product",
        body: "<OPTIONAL_BODY_TEXT>",
        footer: "<OPTIONAL_FOOTER_TEXT>",
        catalogId: "367025965434465",
        productId: "<ID_TEST_ITEM_1>",
      },
    ],
    [
      "interactive-product_list--meta-openapi--send-multi-product-message",
      {
        kind: "products",
        header: "<YOUR_TEXT_HEADER_CONTENT>",
        body: "<YOUR_TEXT_BODY_CONTENT>",
        footer: "<YOUR_TEXT_FOOTER_CONTENT>",
        catalogId: "146265584024623",
        sections: [1, 2].map((section) => ({
          title: `<SECTION${section}_TITLE>`,
          products: [`<YOUR_PRODUCT${section}_SKU_IN_CATALOG>`, `<YOUR_SECOND_PRODUCT${section}_SKU_IN_CATALOG>`],
        })),
      },
    ],
    [
      "template--java-api--expected-message3",
      {
        kind: "template",
        name: "schedule_confirmation3",
        language: "pt_BR",
        parameters: {
          header: [],
          body: [{ text: "Mauricio" }, { text: "04/11/2022" }, { text: "14:30" }],
          buttons: [],
        },
        shown: {
          body: "",
          buttons: ["OP_YES_48547", "OP_NO_48548", "OP_CH_48549"].map((payload) => ({
            type: "quick-reply",
            title: "",
            payload,
          })),
        },
      },
    ],
  ])("%s", ([name, content, options], { skip }) => {
    const recorded = read(name) ?? skip("this collection does not have it");
    const { recipient, ...rendered } = renderMessage(content, { userId: placeholder }, options) as Json;
    expect(recipient).toBe(placeholder);
    expect(even({ ...rendered, to: placeholder })).toEqual(even({ ...recorded, to: placeholder }));
  });

  test.for<[string, object]>([
    ["read--java-api--expected-message17", renderRead("123456")],
    [
      "typing--meta-openapi--send-typing-indicator-and-read-receipt",
      renderTyping("wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUYzMjEzNDM2RTZGQ0MzMDJBRgA="),
    ],
  ])("%s", ([name, rendered], { skip }) => {
    expect(rendered).toEqual(read(name) ?? skip("this collection does not have it"));
  });
});

function read(name: string): Json | null {
  const file = join(fixtures ?? "", "whatsapp", "send-request", `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function even(body: Json): Json {
  const text = JSON.stringify({ recipient_type: "individual", type: "text", ...body });
  return JSON.parse(
    text
      .replace(/"index":(\d+)/g, '"index":"$1"')
      .replace("<HEADER_TYPE>", "text")
      .replace(/"type":"(BUTTON|LIST)"/, (_, type: string) => `"type":"${type.toLowerCase()}"`),
  );
}

describe("templates with more than text (WR §5.1)", () => {
  const render = (
    shown: Partial<TemplateContent["shown"]>,
    parameters: Partial<TemplateContent["parameters"]> = {},
  ) => {
    const content: TemplateContent = {
      kind: "template",
      name: "sale",
      language: "en",
      parameters: { header: [], body: [], buttons: [], ...parameters },
      shown: { body: "B", buttons: [], ...shown },
    };
    return (renderMessage(content, to) as { template: { components?: object[] } }).template.components;
  };
  const header = (parameter: object) => [{ type: "header", parameters: [parameter] }];
  const button = (subType: string, parameter: object) => [
    { type: "button", sub_type: subType, index: "0", parameters: [parameter] },
  ];
  const action = (given: object) => ({ type: "action", action: given });
  const place = { latitude: -23.5, longitude: -46.6, name: "Shop", address: "Rua 1" };

  test.each<[string, Partial<TemplateContent["shown"]>, object[] | undefined]>([
    [
      "a picture by link",
      { headerMedia: { media: "image", link: "https://x.example/a.png" } },
      header({ type: "image", image: { link: "https://x.example/a.png" } }),
    ],
    [
      "a document by id",
      { headerMedia: { media: "document", mediaId: "77", filename: "a.pdf" } },
      header({ type: "document", document: { id: "77", filename: "a.pdf" } }),
    ],
    ["a place", { headerLocation: place }, header({ type: "location", location: place })],
    [
      "an offer that ends",
      { offerEndsAt: 1_795_824_000_000 },
      [
        {
          type: "limited_time_offer",
          parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: 1_795_824_000_000 } }],
        },
      ],
    ],
    [
      "a code to copy",
      { buttons: [{ type: "copy-code", title: "Copy", code: "OFF30" }] },
      button("copy_code", { type: "coupon_code", coupon_code: "OFF30" }),
    ],
    [
      "a one-time code",
      { buttons: [{ type: "one-time-code", title: "Copy", code: "123" }] },
      button("url", { type: "text", text: "123" }),
    ],
    ["a form", { buttons: [{ type: "form", title: "Open", token: "t" }] }, button("flow", action({ flow_token: "t" }))],
    ["a form without a token", { buttons: [{ type: "form", title: "Open" }] }, undefined],
    [
      "a catalogue",
      { buttons: [{ type: "catalog", title: "Shop", products: ["p1"] }] },
      button("catalog", action({ thumbnail_product_retailer_id: "p1" })),
    ],
    [
      "products",
      { buttons: [{ type: "products", title: "View", products: ["p1", "p2"] }] },
      button(
        "mpm",
        action({
          thumbnail_product_retailer_id: "p1",
          sections: [{ title: "View", product_items: [{ product_retailer_id: "p1" }, { product_retailer_id: "p2" }] }],
        }),
      ),
    ],
    ["a telephone button carries nothing", { buttons: [{ type: "phone", title: "Call" }] }, undefined],
  ])("%s", (_, shown, components) => expect(render(shown)).toEqual(components));

  test("cards, each with its place in the row", () => {
    const card = (name: string) => ({
      headerMedia: { media: "image" as const, mediaId: name },
      body: name,
      parameters: [{ text: name }],
      buttons: [{ type: "quick-reply" as const, title: "This one", payload: `m/${name}` }],
      buttonParameters: [],
    });
    expect(render({ cards: [card("a"), card("b")] })).toEqual([
      {
        type: "carousel",
        cards: ["a", "b"].map((name, index) => ({
          card_index: index,
          components: [
            { type: "header", parameters: [{ type: "image", image: { id: name } }] },
            { type: "body", parameters: [{ type: "text", text: name }] },
            {
              type: "button",
              sub_type: "quick_reply",
              index: "0",
              parameters: [{ type: "payload", payload: `m/${name}` }],
            },
          ],
        })),
      },
    ]);
  });
});
