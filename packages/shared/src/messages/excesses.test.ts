import { expect, test } from "vitest";
import { excesses } from "./excesses.ts";
import type { OutgoingContent } from "./outgoing.ts";

const x = (length: number) => "x".repeat(length);
const choice = (id: string, title = id) => ({ id, title });

test.each<[string, OutgoingContent, RegExp | null]>([
  ["a text that just fits", { kind: "text", text: x(4096) }, null],
  ["one more", { kind: "text", text: x(4097) }, /the text has 4097 characters; WhatsApp takes 4096/],
  ["letters of four bytes count once", { kind: "text", text: "😀".repeat(4096) }, null],
  [
    "buttons with one name",
    { kind: "buttons", body: "B", buttons: [choice("a", "Yes"), choice("b", "Yes")] },
    /two buttons are called "Yes"/,
  ],
  [
    "an id with a space at its end",
    { kind: "buttons", body: "B", buttons: [choice("a ", "Yes")] },
    /begins or ends with a space/,
  ],
  [
    "a list of many rows",
    {
      kind: "list",
      body: "B",
      label: "Open",
      sections: [{ rows: Array.from({ length: 11 }, (_, index) => choice(`r${index}`)) }],
    },
    /11 rows/,
  ],
  [
    "sections without titles",
    {
      kind: "list",
      body: "B",
      label: "Open",
      sections: [{ rows: [choice("a")] }, { title: "T", rows: [choice("b")] }],
    },
    /section 1 has no title/,
  ],
  ["one section needs none", { kind: "list", body: "B", label: "Open", sections: [{ rows: [choice("a")] }] }, null],
  [
    "a long description",
    { kind: "list", body: "B", label: "Open", sections: [{ rows: [{ ...choice("a"), description: x(73) }] }] },
    /description of "a" has 73/,
  ],
  ["a link", { kind: "cta-url", body: "B", displayText: "Shop", url: "https://a.example/{{ name }}" }, null],
  ["a link that is an expression", { kind: "cta-url", body: "B", displayText: "Shop", url: "{{ link }}" }, null],
  ["no link", { kind: "cta-url", body: "B", displayText: "Shop", url: "a.example" }, /no http or https address/],
  ["a caption", { kind: "media", media: "image", mediaId: "1", caption: x(1025) }, /caption has 1025/],
  ["a place", { kind: "location", latitude: -90, longitude: 180 }, null],
  ["no place", { kind: "location", latitude: 91, longitude: 0 }, /latitude is 91/],
  ["six cards", { kind: "contacts", contacts: Array.from({ length: 6 }, () => ({ name: "A" })) }, /6 contacts/],
  ["a question for the place", { kind: "location-request", body: x(1025) }, /1025/],
  ["a form's label with emoji", { kind: "form", body: "B", label: "Go 🎉", form: { id: "1" } }, /emoji/],
  [
    "31 products",
    {
      kind: "products",
      header: "H",
      body: "B",
      catalogId: "1",
      sections: [{ products: Array.from({ length: 31 }, String) }],
    },
    /31 products/,
  ],
  ["a catalogue", { kind: "catalog", body: x(1025) }, /1025/],
  ["a product without words", { kind: "product", catalogId: "1", productId: "2" }, null],
])("WR §5 %s", (_, content, expected) => {
  const found = excesses(content);
  if (expected === null) expect(found).toEqual([]);
  else expect(found).toEqual([expect.stringMatching(expected)]);
});
