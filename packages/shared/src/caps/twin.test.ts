import { describe, expect, test } from "vitest";
import type { Template } from "../flow/template.ts";
import { fillTemplate } from "../nodes/template/fill-template.ts";
import { type AuthoredTwin, interactiveTwin } from "./twin.ts";

type Component = Template["components"][number];

const body: Component = { type: "BODY", text: "30 % off everything" };
const buttons = (...given: Record<string, string>[]): Component => ({
  type: "BUTTONS",
  buttons: given.map((button) => ({ type: "QUICK_REPLY", ...button })),
});
const replies = (count: number, title = "Yes") =>
  buttons(...Array.from({ length: count }, (_, index) => ({ text: count === 1 ? title : `${index + 1} ${title}` })));
const url: Record<string, string> = { type: "URL", text: "See offers", url: "https://shop.example/sale" };

const twinOf = (components: Component[], language = "en", authored?: AuthoredTwin) => {
  const template: Template = { name: "sale", language, category: "MARKETING", status: "APPROVED", components };
  return interactiveTwin(
    template,
    fillTemplate(template, { name: "sale", language }, (text) => text),
    authored,
  );
};

describe("D3 the derived twin", () => {
  test.each([
    ["no buttons", [body], "text"],
    ["one quick reply", [body, replies(1)], "buttons"],
    ["three", [body, replies(3)], "buttons"],
    ["four", [body, replies(4)], "list"],
    ["ten", [body, replies(10)], "list"],
    ["a label of 20", [body, replies(1, "x".repeat(20))], "buttons"],
    ["a label of 21", [body, replies(1, "x".repeat(21))], "list"],
    ["a label of 24", [body, replies(1, "x".repeat(24))], "list"],
    ["a label of 25", [body, replies(1, "x".repeat(25))], null],
    ["20 smileys are 20 characters", [body, replies(1, "😀".repeat(20))], "buttons"],
    ["one URL button", [body, buttons(url)], "cta-url"],
    ["a URL label of 21", [body, buttons({ ...url, text: "x".repeat(21) })], null],
    ["two URL buttons", [body, buttons(url, url)], null],
    ["a phone button", [body, buttons({ type: "PHONE_NUMBER", text: "Call", phone_number: "+551155550000" })], null],
    ["a code to copy", [body, buttons({ type: "COPY_CODE", text: "Copy" })], null],
    ["quick reply and URL mixed", [body, buttons({ text: "Yes" }, url)], null],
    ["a picture on top", [{ type: "HEADER", format: "IMAGE" }, body, replies(1)], "buttons"],
    ["a picture and a link", [{ type: "HEADER", format: "IMAGE" }, body, buttons(url)], "cta-url"],
    ["a video and nothing to tap", [{ type: "HEADER", format: "VIDEO" }, body], "media"],
    [
      "a caption of 1025",
      [
        { type: "HEADER", format: "VIDEO" },
        { type: "BODY", text: "x".repeat(1025) },
      ],
      null,
    ],
    ["a list takes no picture", [{ type: "HEADER", format: "IMAGE" }, body, replies(4)], null],
    ["a place on top", [{ type: "HEADER", format: "LOCATION" }, body, replies(1)], null],
    ["a carousel", [body, { type: "CAROUSEL" }], null],
    ["an offer that ends", [body, { type: "LIMITED_TIME_OFFER" }, replies(1)], null],
    ["a body of 1024", [{ type: "BODY", text: "x".repeat(1024) }, replies(1)], "buttons"],
    ["a body of 1025", [{ type: "BODY", text: "x".repeat(1025) }, replies(1)], null],
    ["a header of 61", [{ type: "HEADER", format: "TEXT", text: "x".repeat(61) }, body, replies(1)], null],
    ["a footer of 61", [body, { type: "FOOTER", text: "x".repeat(61) }, replies(1)], null],
    ["no body", [replies(1)], null],
  ] satisfies [string, Component[], string | null][])("%s -> %s", (_, components, kind) => {
    expect(twinOf(components)?.kind ?? null).toBe(kind);
  });

  test("says the same words", () => {
    const header = { type: "HEADER", format: "TEXT", text: "Black Friday" };
    const footer = { type: "FOOTER", text: "Write STOP to end" };
    expect(twinOf([header, body, footer, replies(2)])).toEqual({
      kind: "buttons",
      header: "Black Friday",
      body: "30 % off everything",
      footer: "Write STOP to end",
      buttons: [
        { id: "1 Yes", title: "1 Yes" },
        { id: "2 Yes", title: "2 Yes" },
      ],
    });
    expect(twinOf([header, body, footer])).toEqual({
      kind: "text",
      text: "Black Friday\n\n30 % off everything\n\nWrite STOP to end",
    });
    expect(twinOf([body, buttons(url)])).toMatchObject({ displayText: "See offers", url: "https://shop.example/sale" });
  });

  test.each([
    ["pt_BR", "Escolher"],
    ["hi", "चुनें"],
    ["xx", "Choose"],
  ])("the button that opens a list, in %s", (language, label) => {
    expect(twinOf([body, replies(4)], language)).toMatchObject({ label });
  });
});

describe("D3 a twin in the author's own words", () => {
  test("keeps the template's buttons", () => {
    expect(twinOf([body, replies(1)], "en", { body: "Still there? The sale is on." })).toEqual({
      kind: "buttons",
      body: "Still there? The sale is on.",
      buttons: [{ id: "Yes", title: "Yes" }],
    });
  });

  test("stands in for a picture on top, not for a carousel", () => {
    const words = { body: "The sale is on." };
    expect(twinOf([{ type: "HEADER", format: "IMAGE" }, body, replies(1)], "en", words)?.kind).toBe("buttons");
    expect(twinOf([body, { type: "CAROUSEL" }], "en", words)).toBeNull();
  });

  test("has the same limits", () => {
    expect(twinOf([body, replies(1)], "en", { body: "x".repeat(1025) })).toBeNull();
    expect(twinOf([body, replies(1)], "en", { body: "x", footer: "x".repeat(61) })).toBeNull();
  });
});
