/** What stops more than one message: the channel (WR §2: 190, 368, 131031 …) and the template (D17). Nothing is lost. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR } from "../time/duration.ts";
import type { Failure } from "./event.ts";
import { gateState } from "./hold-state.ts";
import { TestWorld } from "./test-world.ts";
import { sayEntry } from "./timeline.ts";

const LOCKED: Failure = { code: 131031, kind: "channel-stopped", says: "WhatsApp locked this account." };
const PAUSED: Failure = { code: 132015, kind: "template-stopped", says: "WhatsApp paused this template." };

const offer = (category: "MARKETING" | "UTILITY" = "MARKETING", config: Record<string, unknown> = {}): FlowDocument =>
  flowOf(
    "offer",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      offer: ["template", { name: "sale", language: "en", waitForAnswer: true, ...config }],
      ...Object.fromEntries(
        ["failed", "expired", "capped"].map((port) => [`at-${port}`, ["end", { reason: `by ${port}` }]]),
      ),
    },
    [
      "entry next offer",
      "offer failed at-failed",
      ...(category === "MARKETING" ? ["offer expired at-expired", "offer capped at-capped"] : []),
    ],
    { templates: [templateOf("sale", ["Yes"], { category })] },
  );

const hello = flowOf(
  "hello",
  { entry: ["entry", { trigger: { kind: "any-message" } }], hello: ["text", { text: "Hello" }] },
  ["entry next hello"],
);

/** The account's template changes, and the flow is compiled with it. */
function setStatus(world: TestWorld, status: string): void {
  const [document] = world.flows;
  if (!document) throw new Error("no flow");
  world.flows[0] = {
    ...document,
    templates: (document.templates ?? []).map((template) => ({ ...template, status })),
  };
}

/** As the shell does: the channel is paused before the failure is told. */
function pause(world: TestWorld, paused: boolean): void {
  world.channel = { ...world.channel, paused };
}

describe("a code that stops the number or the account", () => {
  test("the message stays queued, does not count, and goes out when the channel is resumed", () => {
    const world = new TestWorld(offer());
    world.reactions = ["silence"];
    world.start();
    const [attempt] = world.message("offer").attempts;
    pause(world, true);
    world.does({
      kind: "attempt-failed",
      message: world.message("offer").id,
      attempt: attempt?.id ?? "",
      failure: LOCKED,
    });
    expect(world.fate("offer")).toBe("queued failed");
    expect(world.state.ledger.counted).toEqual([]);
    expect(world.session().wait).toMatchObject({ for: "message", state: "sending" });
    world.wait(3 * DAY);
    expect(world.message("offer").attempts).toHaveLength(1);
    pause(world, false);
    world.drain();
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("T4 its deadline runs on", () => {
    const world = new TestWorld(offer());
    world.reactions = ["silence"];
    world.start();
    pause(world, true);
    world.fails(world.message("offer"), LOCKED);
    world.wait(7 * DAY);
    expect(world.at()).toBe("ended: by expired");
  });

  test("T2 a late failure of a message whose node was left is not repeated", () => {
    const world = new TestWorld(offer());
    world.reactions = ["accept"];
    world.start();
    world.says("Yes");
    pause(world, true);
    world.fails(world.message("offer"), LOCKED);
    expect(world.fate("offer")).not.toMatch(/^queued/);
  });

  test("D9 a free-form answer that waited longer than the window is refused, not sent late", () => {
    const world = new TestWorld(hello);
    world.reactions = ["silence"];
    world.says("hi");
    pause(world, true);
    world.fails(world.message("hello"), LOCKED);
    world.wait(25 * HOUR);
    pause(world, false);
    world.drain();
    expect(world.fate("hello")).toBe("refused window-closed");
  });

  test("the timeline says what WhatsApp said and what ends the wait", () => {
    const world = new TestWorld(offer());
    world.reactions = ["silence"];
    world.start();
    pause(world, true);
    world.fails(world.message("offer"), LOCKED);
    const line = world.log.find((entry) => entry.code === "delayed");
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC")).toEqual({
      sentence: "**offer** waits: WhatsApp locked this account. It goes out when the channel is resumed.",
      glyph: "delayed",
      rule: "131031",
    });
  });
});

describe("D17 a template that WhatsApp paused or disabled", () => {
  test.each(["PAUSED", "DISABLED"])("%s: held before it is tried; approved again it goes out", (status) => {
    const world = new TestWorld(offer());
    setStatus(world, status);
    world.start();
    expect(world.fate("offer")).toBe("held D17");
    expect(world.message("offer").attempts).toEqual([]);
    world.wait(DAY);
    world.does({ kind: "policy-changed" });
    expect(world.fate("offer")).toBe("held D17");
    setStatus(world, "APPROVED");
    world.does({ kind: "policy-changed" });
    expect(world.fate("offer")).toBe("sent delivered");
    expect(world.log.filter((entry) => entry.code === "held")).toHaveLength(1);
  });

  test.each(["APPROVED", "PENDING", "FLAGGED", "REJECTED"])("%s is WhatsApp's to decide", (status) => {
    const world = new TestWorld(offer());
    setStatus(world, status);
    world.start();
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("132015 of a template that is marked meanwhile", () => {
    const world = new TestWorld(offer());
    world.reactions = ["silence"];
    world.start();
    setStatus(world, "PAUSED");
    world.fails(world.message("offer"), PAUSED);
    expect(world.fate("offer")).toBe("held D17");
    expect(world.state.ledger.counted).toEqual([]);
    expect(world.session().wait).toMatchObject({ for: "message", state: "sending" });
    setStatus(world, "APPROVED");
    world.does({ kind: "policy-changed" });
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("D3 the interactive twin does not need the template: an answer lets it go", () => {
    const world = new TestWorld(offer());
    setStatus(world, "PAUSED");
    world.start();
    world.says("hi");
    expect(world.phone).toEqual(["interactive: This is sale"]);
  });

  test("T5 a node that does not wait is left at once", () => {
    const world = new TestWorld(offer("MARKETING", { whenHeld: "leave" }));
    setStatus(world, "PAUSED");
    world.start();
    expect(world.at()).toBe("ended: by expired");
  });

  test("utility too: held, then given up by failed at its deadline", () => {
    const world = new TestWorld(offer("UTILITY"));
    setStatus(world, "DISABLED");
    world.start();
    expect(world.fate("offer")).toBe("held D17");
    world.wait(3 * DAY);
    expect(world.at()).toBe("ended: by failed");
  });

  test("T8 the node and the timeline say it", () => {
    const world = new TestWorld(offer());
    setStatus(world, "PAUSED");
    world.start();
    const state = gateState(world.session(), world.message("offer"), { now: world.now, contact: "Asha", zone: "UTC" });
    expect(state).toMatchObject({ state: "waiting-until", rule: "D17", until: null });
    expect(state.sentence).toMatch(/paused or disabled its template.*approved again.*when Asha writes/);
    const line = world.log.find((entry) => entry.code === "held");
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toMatch(
      /^\*\*offer\*\* is held: WhatsApp paused or disabled its template\..*at most until/,
    );
  });
});
