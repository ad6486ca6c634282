import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import type { TemplateContent } from "./outgoing.ts";
import { choicesOf } from "./outgoing.ts";
import { readPayload, stampPayloads } from "./payload.ts";

const template: TemplateContent = {
  kind: "template",
  name: "sale",
  language: "en",
  parameters: { header: [], body: [], buttons: [] },
  shown: {
    body: "Hi",
    buttons: [
      { type: "quick-reply", title: "Yes" },
      { type: "url", title: "See", url: "https://shop.example" },
      { type: "quick-reply", title: "No" },
    ],
  },
};

test("quick replies are counted among themselves, as the ports are", () => {
  expect(stampPayloads(template, "s1:2:0").shown.buttons.map((button) => button.payload)).toEqual([
    "s1:2:0/0",
    undefined,
    "s1:2:0/1",
  ]);
  expect(choicesOf(stampPayloads(template, "s1:2:0"))).toEqual([
    { id: "s1:2:0/0", title: "Yes" },
    { id: "s1:2:0/1", title: "No" },
  ]);
  expect(template.shown.buttons[0]).toEqual({ type: "quick-reply", title: "Yes" });
});

test("rows of a list over all its sections", () => {
  const row = (title: string) => ({ id: title, title });
  const list = {
    kind: "list" as const,
    body: "?",
    label: "Choose",
    sections: [{ rows: [row("a"), row("b")] }, { rows: [row("c")] }],
  };
  expect(choicesOf(stampPayloads(list, "s1:1:0")).map((choice) => choice.id)).toEqual([
    "s1:1:0/0",
    "s1:1:0/1",
    "s1:1:0/2",
  ]);
});

test.each([
  ["s1:2:0/1", { message: "s1:2:0", index: 1 }],
  ["01J:12:3/10", { message: "01J:12:3", index: 10 }],
  ["SALE", null],
  ["s1:2:0", null],
  ["s1:2:0/", null],
  ["s1:2:0/100", null],
  ["s1:2/1", null],
  ["s1:2:0/1 ", null],
  ["", null],
])("readPayload(%j)", (payload, read) => {
  expect(readPayload(payload)).toEqual(read);
});

property.prop([fc.stringMatching(/^[\w-]{1,40}$/), fc.nat(), fc.nat()])(
  "what is stamped is read back",
  (session, turn, count) => {
    const message = `${session}:${turn}:${count}`;
    expect(
      stampPayloads(template, message).shown.buttons.flatMap((button) => readPayload(button.payload ?? "") ?? []),
    ).toEqual([
      { message, index: 0 },
      { message, index: 1 },
    ]);
  },
);
