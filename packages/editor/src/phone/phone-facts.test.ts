import { describe, expect, test } from "vitest";
import type { EmulatedContact, PhoneMessage } from "./control.ts";
import { countsAs, marginNote } from "./phone-facts.ts";

const asha: EmulatedContact = {
  phone: "+919000000017",
  name: "Asha Menon",
  country: "IN",
  capActive: true,
  marketingSlots: 1,
  optedOut: false,
  online: true,
  autoRead: true,
  losesWebhooks: false,
  window: { open: false, until: null },
  lockedUntil: null,
};

function message(fields: Partial<PhoneMessage>): PhoneMessage {
  return {
    wamid: "w",
    direction: "from-business",
    type: "text",
    status: "delivered",
    shown: true,
    at: "2026-11-27T09:00:00Z",
    ...fields,
  };
}

const offer = message({
  type: "template",
  template: "bf_early",
  category: "MARKETING",
  tookSlot: true,
  buttons: [
    { id: "0", title: "Show me" },
    { id: "1", title: "Não, obrigado" },
  ],
});

const blocked: PhoneMessage = {
  ...offer,
  status: "failed",
  shown: false,
  tookSlot: false,
  error: { code: 131049, title: "Blocked", details: "" },
};

describe("I4: text that equals a visible label is that tap", () => {
  test.each([
    ["show ME", "Show me"],
    ["nao, obrigado", "Não, obrigado"],
    ["show me more", null],
    ["", null],
  ])("%j counts as %j", (text, label) => {
    expect(countsAs(text, [offer])).toBe(label);
  });

  test("a message that was never shown has no labels", () => {
    expect(countsAs("Show me", [blocked])).toBeNull();
  });
});

test.each([
  [offer, "Marketing template", "took one of Asha’s slots"],
  [message({ type: "interactive", interactive: "list" }), "Free-form list", "window open"],
  [message(blocked), "Never shown", "bf_early, refused with 131049"],
])("what it was and what it cost stands beside the phone: case %#", (shown, title, text) => {
  expect(marginNote(shown, asha)).toMatchObject({ title, text });
});
