import { describe, expect, test } from "vitest";
import { parametersOf, placeholdersIn, quickRepliesOf, type Template } from "../../flow/template.ts";
import { fillTemplate, missingParameters, surplusParameters } from "./fill-template.ts";

const template = (components: Template["components"], more: Partial<Template> = {}): Template => ({
  name: "sale",
  language: "en",
  category: "MARKETING",
  status: "APPROVED",
  components,
  ...more,
});

const full = template([
  { type: "HEADER", format: "TEXT", text: "For {{1}}" },
  { type: "BODY", text: "{{2}} and {{1}}, {{ 2 }} again" },
  { type: "FOOTER", text: "Write STOP to end" },
  {
    type: "BUTTONS",
    buttons: [
      { type: "URL", text: "See", url: "https://shop.example/{{1}}" },
      { type: "QUICK_REPLY", text: "Yes" },
      { type: "PHONE_NUMBER", text: "Call" },
    ],
  },
]);
const named = template([{ type: "BODY", text: "Hi {{first_name}}, {{code}}" }], { parameter_format: "NAMED" });

const fill = (of: Template, parameters: string[] | Record<string, string>) =>
  fillTemplate(of, { name: "sale", language: "en", parameters }, (text) => text.toUpperCase());

test("placeholders, each once, positional ones by number", () => {
  expect(placeholdersIn("{{b}} {{ a }} {{b}} {c} {{}}")).toEqual(["b", "a"]);
  expect(parametersOf(full)).toEqual({ header: ["1"], body: ["1", "2"], buttons: [{ index: 0, name: "1" }] });
  expect(parametersOf(named).body).toEqual(["first_name", "code"]);
  expect(quickRepliesOf(full)).toEqual([{ title: "Yes", position: 1 }]);
});

describe("filled in", () => {
  test("by position: header and body apart, each placeholder once on the wire", () => {
    const { parameters, shown } = fill(full, { "header.1": "asha", "1": "one", "2": "two", "button.0": "a b" });
    expect(parameters).toEqual({
      header: [{ text: "ASHA" }],
      body: [{ text: "ONE" }, { text: "TWO" }],
      buttons: [{ index: 0, text: "A B" }],
    });
    expect(shown).toEqual({
      header: "For ASHA",
      body: "TWO and ONE, TWO again",
      footer: "Write STOP to end",
      buttons: [
        { type: "url", title: "See", url: "https://shop.example/A%20B" },
        { type: "quick-reply", title: "Yes" },
        { type: "phone", title: "Call" },
      ],
    });
  });

  test("by name", () => {
    expect(fill(named, { first_name: "asha", code: "x" })).toMatchObject({
      parameters: {
        body: [
          { name: "first_name", text: "ASHA" },
          { name: "code", text: "X" },
        ],
      },
      shown: { body: "Hi ASHA, X" },
    });
  });

  test("what is filled in is not filled in again", () => {
    expect(fill(template([{ type: "BODY", text: "{{1}} {{2}}" }]), ["{{2}}", "b"]).shown.body).toBe("{{2}} B");
  });

  test("nothing given: empty, for the node to see", () => {
    expect(fill(full, []).parameters.body).toEqual([{ text: "" }, { text: "" }]);
  });
});

test("missing and surplus", () => {
  const config = (parameters: string[] | Record<string, string>) => ({ name: "sale", language: "en", parameters });
  expect(missingParameters(full, config(["one"]))).toEqual(["2", "button.0"]);
  expect(missingParameters(full, config({ "body.1": "a", "body.2": " " }))).toEqual(["header.1", "2", "button.0"]);
  expect(missingParameters(named, config({ first_name: "a", code: "b" }))).toEqual([]);
  expect(surplusParameters(full, config(["a", "b", "c"]))).toEqual(["3"]);
  expect(surplusParameters(named, config({ first_name: "a", lastname: "b" }))).toEqual(["lastname"]);
});

const carousel = template([
  { type: "BODY", text: "Hi {{1}}" },
  {
    type: "CAROUSEL",
    cards: [1, 2].map((card) => ({
      components: [
        { type: "HEADER", format: "IMAGE" },
        { type: "BODY", text: `Card ${card}: {{1}}` },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "This one" },
            { type: "URL", text: "See", url: "https://shop.example/{{1}}" },
          ],
        },
      ],
    })),
  },
]);

describe("WR §5.1 what is not text", () => {
  test.each([
    ["IMAGE", { "header.link": "https://x.example/a.png" }, { media: "image", link: "HTTPS://X.EXAMPLE/A.PNG" }],
    ["VIDEO", { "header.mediaId": "77" }, { media: "video", mediaId: "77" }],
    ["GIF", { "header.mediaId": "77" }, { media: "video", mediaId: "77" }],
    [
      "DOCUMENT",
      { "header.mediaId": "77", "header.filename": "terms.pdf" },
      { media: "document", mediaId: "77", filename: "TERMS.PDF" },
    ],
  ])("a header of %s", (format, parameters, headerMedia) => {
    const of = template([
      { type: "HEADER", format },
      { type: "BODY", text: "B" },
    ]);
    expect(fill(of, parameters as Record<string, string>).shown).toEqual({ body: "B", buttons: [], headerMedia });
    expect(missingParameters(of, { name: "sale", language: "en" })).toEqual(["header.link"]);
    expect(
      surplusParameters(of, { name: "sale", language: "en", parameters: parameters as Record<string, string> }),
    ).toEqual([]);
  });

  test("a place", () => {
    const of = template([
      { type: "HEADER", format: "LOCATION" },
      { type: "BODY", text: "B" },
    ]);
    const { headerLocation } = fill(of, {
      "header.latitude": "-23.5",
      "header.longitude": "-46.6",
      "header.name": "shop",
    }).shown;
    expect(headerLocation).toEqual({ latitude: -23.5, longitude: -46.6, name: "SHOP", address: "" });
  });

  test("buttons that carry something", () => {
    const of = template([
      { type: "BODY", text: "Code {{1}}" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "COPY_CODE", text: "Copy" },
          { type: "OTP", text: "Copy code" },
          { type: "FLOW", text: "Open" },
          { type: "CATALOG", text: "Shop" },
          { type: "MPM", text: "View" },
        ],
      },
    ]);
    const given = { "1": "123", "button.0": "off30", "button.2": "t1", "button.3": "p1", "button.4": "p1, p2" };
    expect(fill(of, given).shown.buttons).toEqual([
      { type: "copy-code", title: "Copy", code: "OFF30" },
      { type: "one-time-code", title: "Copy code", code: "123" },
      { type: "form", title: "Open", token: "T1" },
      { type: "catalog", title: "Shop", products: ["P1"] },
      { type: "products", title: "View", products: ["P1", "P2"] },
    ]);
    expect(missingParameters(of, { name: "sale", language: "en" })).toEqual(["1", "button.0", "button.4"]);
  });

  test("a carousel: each card by itself, its quick replies after those of the template", () => {
    const given = {
      "1": "asha",
      "card.0.header.link": "https://x.example/1.png",
      "card.0.1": "shoe",
      "card.0.button.1": "shoe",
      "card.1.header.mediaId": "9",
      "card.1.1": "sock",
      "card.1.button.1": "sock",
    };
    const { cards } = fill(carousel, given).shown;
    expect(cards?.[1]).toEqual({
      headerMedia: { media: "image", mediaId: "9" },
      body: "Card 2: SOCK",
      parameters: [{ text: "SOCK" }],
      buttons: [
        { type: "quick-reply", title: "This one" },
        { type: "url", title: "See", url: "https://shop.example/SOCK" },
      ],
      buttonParameters: [{ index: 1, text: "SOCK" }],
    });
    expect(quickRepliesOf(carousel)).toEqual([
      { title: "This one", position: 0, card: 0 },
      { title: "This one", position: 0, card: 1 },
    ]);
    const { "card.1.1": _, ...without } = given;
    expect(missingParameters(carousel, { name: "sale", language: "en", parameters: without })).toEqual(["card.1.1"]);
    expect(
      surplusParameters(carousel, { name: "sale", language: "en", parameters: { ...given, "card.2.1": "x" } }),
    ).toEqual(["card.2.1"]);
  });

  test("an offer that ends", () => {
    const of = template([{ type: "LIMITED_TIME_OFFER" }, { type: "BODY", text: "B" }]);
    expect(fill(of, { "offer.ends": "2026-11-27T23:59:00Z" }).shown.offerEndsAt).toBe(Date.UTC(2026, 10, 27, 23, 59));
    expect(missingParameters(of, { name: "sale", language: "en" })).toEqual(["offer.ends"]);
  });
});
