import type { Message } from "@sluice/shared/conversation/message";
import { describe, expect, test } from "vitest";
import { message } from "../store/test-samples.ts";
import type { SendOutcome } from "../whatsapp/client.ts";
import { sendBy } from "./send-ways.ts";

const accepted: SendOutcome = { kind: "accepted", wamid: "w" };
const unknown: SendOutcome = { kind: "unknown", why: "lost" };
const rejected = (code: number): SendOutcome => ({ kind: "rejected", code, details: "" });

/** Which ways were gone, in order, and what came of it. */
async function gone(
  what: Pick<Message, "class">["class"],
  as: "template" | "interactive" | "free-form",
  marketingApi: "off" | "on",
  cloud: SendOutcome,
  marketing: SendOutcome = accepted,
) {
  const way: string[] = [];
  const outcome = await sendBy(
    {
      cloud: async () => {
        way.push("cloud");
        return cloud;
      },
      marketing: async () => {
        way.push("marketing");
        return marketing;
      },
    },
    {},
    { message: message("c", { class: what }), attempt: { as }, marketingApi },
  );
  return [way.join(" "), outcome.kind];
}

describe("WR §5.2 the Marketing Messages API", () => {
  test.each([
    ["marketing", "template", "on", "marketing"],
    ["marketing", "template", "off", "cloud"],
    // The twin is a message like any other.
    ["marketing", "interactive", "on", "cloud"],
    ["utility", "template", "on", "cloud"],
    ["authentication", "template", "on", "cloud"],
    ["free-form", "free-form", "on", "cloud"],
  ] as const)("%s as %s, setting %s: by %s", async (what, as, setting, way) => {
    expect(await gone(what, as, setting, accepted)).toEqual([way, "accepted"]);
  });

  test.each([134100, 134102, 131055])("%i: not here, so by the Cloud API", async (code) => {
    expect(await gone("marketing", "template", "on", accepted, rejected(code))).toEqual([
      "marketing cloud",
      "accepted",
    ]);
  });

  test.each([131049, 134101, 190, 131026])("%i is the same either way: not tried again", async (code) => {
    expect(await gone("marketing", "template", "on", accepted, rejected(code))).toEqual(["marketing", "rejected"]);
  });

  test("131063: switched off on the Cloud API, so by the marketing API", async () => {
    expect(await gone("marketing", "template", "off", rejected(131063))).toEqual(["cloud marketing", "accepted"]);
    expect(await gone("utility", "template", "off", rejected(131063))).toEqual(["cloud", "rejected"]);
  });

  test("B7 an unknown outcome is never tried the other way", async () => {
    expect(await gone("marketing", "template", "on", accepted, unknown)).toEqual(["marketing", "unknown"]);
    expect(await gone("marketing", "template", "off", unknown)).toEqual(["cloud", "unknown"]);
  });
});
