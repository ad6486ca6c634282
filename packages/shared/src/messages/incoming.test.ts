import { expect, test } from "vitest";
import { type IncomingContent, isInteraction, textOf } from "./incoming.ts";
import { LIMITS, lengthOf } from "./limits.ts";
import { type OutgoingContent, plainText } from "./outgoing.ts";

test.each<[IncomingContent, boolean, string]>([
  [{ kind: "text", text: "Hi" }, true, "Hi"],
  [{ kind: "tap", on: "template", id: "x", title: "Yes" }, true, "Yes"],
  [{ kind: "form", response: {} }, true, ""],
  [{ kind: "media", media: "image", mediaId: "1", caption: "This one" }, true, "This one"],
  [{ kind: "media", media: "sticker", mediaId: "1" }, true, ""],
  [{ kind: "location", latitude: 0, longitude: 0 }, true, ""],
  [{ kind: "contacts", contacts: [] }, true, ""],
  [{ kind: "order", order: {} }, true, ""],
  [{ kind: "unsupported", type: "poll" }, true, ""],
  [{ kind: "reaction", emoji: "👍", wamid: "w" }, false, ""],
  [{ kind: "edit", wamid: "w" }, false, ""],
  [{ kind: "revoke", wamid: "w" }, false, ""],
  [{ kind: "system", notice: "number changed" }, false, "number changed"],
])("§1 %j: an interaction %s", (content, interaction, text) => {
  expect(isInteraction(content)).toBe(interaction);
  expect(textOf(content)).toBe(text);
});

test.each<[OutgoingContent, string]>([
  [{ kind: "text", text: "Hi" }, "Hi"],
  [{ kind: "buttons", body: "Well?", buttons: [] }, "Well?"],
  [{ kind: "media", media: "image", caption: "Look" }, "Look"],
  [{ kind: "media", media: "document", filename: "a.pdf" }, "a.pdf"],
  [{ kind: "media", media: "video" }, "video"],
])("in one line: %j", (content, line) => {
  expect(plainText(content)).toBe(line);
});

test("lengths are counted as people count", () => {
  expect([lengthOf("é"), lengthOf("😀"), lengthOf(""), LIMITS.buttons.title]).toEqual([1, 1, 0, 20]);
});
