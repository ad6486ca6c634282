/** Somebody of ours answers from the phone: the bot is quiet in that conversation, and nothing is lost. */
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf, templateOf } from "../flow/test-flow.ts";
import { DAY, HOUR } from "../time/duration.ts";
import { TestWorld } from "./test-world.ts";
import { sayEntry } from "./timeline.ts";

const help: FlowDocument = flowOf(
  "help",
  {
    entry: ["entry", { trigger: { kind: "keyword", words: ["help"], match: "exact" } }],
    ask: ["buttons", { body: "How?", buttons: [{ id: "a", title: "My order" }] }],
    say: ["text", { text: "One moment" }],
  },
  ["entry next ask", "ask button:a say"],
);
const campaign = (id: string): FlowDocument =>
  flowOf(
    id,
    { entry: ["entry", { trigger: { kind: "campaign" } }], [id]: ["template", { name: id, language: "en" }] },
    [`entry next ${id}`],
    { templates: [templateOf(id, ["Yes"])] },
  );

const echo = (world: TestWorld, text = "I am on it", at = world.now) =>
  world.does({
    kind: "echo-received",
    channel: "c1",
    wamid: `echo-${world.now}-${text}`,
    content: { kind: "text", text },
    at,
  });
const giveBack = (world: TestWorld) => world.does({ kind: "conversation-given-back", channel: "c1", by: "Rohan" });

describe("an answer from the phone", () => {
  test("stands in the timeline as a message of ours, and the conversation waits no more", () => {
    const world = new TestWorld(help);
    world.says("what?");
    expect(world.state.conversations[0]?.unansweredSince).not.toBeNull();
    echo(world);
    const message = [...world.messages.values()].at(-1);
    expect(message).toMatchObject({
      origin: { kind: "phone" },
      state: "sent",
      content: { kind: "text", text: "I am on it" },
      attempts: [{ state: "accepted" }],
    });
    expect(world.state.conversations[0]).toMatchObject({ unansweredSince: null, handOff: { session: null } });
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toMatch(
      /^Somebody answered Asha from the phone/,
    );
    echo(world, "And another thing");
    expect(world.codes().filter((code) => code === "answered-by-phone")).toHaveLength(1);
  });

  test("one that fails later is not sent by us", () => {
    const world = new TestWorld(help);
    echo(world);
    const message = [...world.messages.values()].at(-1);
    if (message) world.fails(message, { code: 131031, kind: "channel-stopped", says: "locked" });
    expect([...world.messages.values()].at(-1)).toMatchObject({ state: "sent", attempts: [{ state: "failed" }] });
  });

  test("its statuses are its own", () => {
    const world = new TestWorld(help);
    echo(world);
    const message = [...world.messages.values()].at(-1);
    if (message) world.status(message, "read");
    expect([...world.messages.values()].at(-1)?.attempts[0]?.state).toBe("read");
  });

  test("no entry starts, no session takes what is written: it goes to the inbox", () => {
    const world = new TestWorld(help);
    echo(world);
    world.says("help");
    expect(world.sessions.size).toBe(0);
    expect(world.codes().at(-1)).toBe("to-inbox");
  });

  test("a session that waited keeps waiting, and takes the answer once it is given back", () => {
    const world = new TestWorld(help);
    world.says("help");
    echo(world);
    world.says("My order");
    expect(world.at()).toBe("at ask");
    giveBack(world);
    world.says("My order");
    expect(world.at()).toBe("ended: finished");
    expect(world.log.some((entry) => entry.code === "given-back")).toBe(true);
  });

  test("what flows want to send waits; a person at work may write; a given back conversation goes on", () => {
    const world = new TestWorld(help, campaign("offer"));
    world.says("hi");
    echo(world);
    world.start("offer");
    expect(world.fate("offer")).toMatch(/^queued/);
    world.does({ kind: "agent-wrote", channel: "c1", by: "Rohan", content: { kind: "text", text: "Hello" } });
    expect(world.phone.at(-1)).toBe("free-form: Hello");
    giveBack(world);
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("what waited goes out when the day is over, and the timeline said so", () => {
    const world = new TestWorld(campaign("offer"));
    echo(world);
    world.start("offer");
    expect(world.log.at(-1)).toMatchObject({ code: "delayed", params: { why: "somebody answered from the phone" } });
    world.wait(DAY);
    expect(world.fate("offer")).toBe("sent delivered");
  });

  test("held offers are not let go by what is written to the person at the phone", () => {
    const world = new TestWorld(campaign("one"), campaign("two"));
    world.start("one");
    world.start("two");
    echo(world);
    world.says("thanks");
    expect(world.fate("two")).toMatch(/^held/);
    giveBack(world);
    expect(world.fate("two")).toBe("sent delivered");
  });

  test("D1 STOP is still heard", () => {
    const world = new TestWorld(campaign("one"), campaign("two"));
    world.start("one");
    world.start("two");
    echo(world);
    world.says("stop");
    expect(world.at("two")).toBe("ended: opted-out");
  });

  test("a day after the last word from the phone the bot speaks again", () => {
    const world = new TestWorld(help);
    echo(world);
    world.now += 20 * HOUR;
    echo(world, "still here");
    world.now += 20 * HOUR;
    world.says("help");
    expect(world.sessions.size).toBe(0);
    world.now += 5 * HOUR;
    world.says("help");
    expect(world.at()).toBe("at ask");
  });

  test("what a flow gave to a person stays that flow's", () => {
    const support = flowOf(
      "support",
      {
        entry: ["entry", { trigger: { kind: "any-message" } }],
        give: ["handoff", { team: "advisors" }],
        end: ["end", {}],
      },
      ["entry next give", "give released end"],
    );
    const world = new TestWorld(support);
    world.says("hi");
    echo(world);
    expect(world.state.conversations[0]?.handOff).toMatchObject({ session: world.session().id, team: "advisors" });
    expect(giveBack(world).kind).toBe("unknown-subject");
    world.does({ kind: "session-given-back", session: world.session().id, by: "Rohan" });
    expect(world.at()).toMatch(/^ended/);
  });

  test.each([
    [{ kind: "reaction", emoji: "👍", wamid: "w" } as const, 0],
    [{ kind: "edit", wamid: "w", text: "new" } as const, 0],
    [{ kind: "media", media: "image", mediaId: "1", caption: "See" } as const, 1],
    [{ kind: "unsupported", type: "poll" } as const, 1],
  ])("%j makes %i bubbles and quiets the bot", (content, bubbles) => {
    const world = new TestWorld(help);
    world.does({ kind: "echo-received", channel: "c1", wamid: "e", content, at: world.now });
    expect(world.messages.size).toBe(bubbles);
    world.says("help");
    expect(world.sessions.size).toBe(0);
  });

  test("given back twice: the second is told", () => {
    const world = new TestWorld(help);
    echo(world);
    expect(giveBack(world).kind).toBe("done");
    expect(giveBack(world).kind).toBe("unknown-subject");
  });
});

describe("a new number", () => {
  test("is told in the timeline and kept; it is no interaction", () => {
    const world = new TestWorld(help);
    world.receives({ kind: "system", notice: "Asha changed her number", newPhone: "+5511900000077" });
    expect(world.state.contact.identity.phone).toBe("+5511900000077");
    expect(world.state.ledger.lastInteractionAt).toBeNull();
    world.now += DAY;
    const line = world.log.at(-1);
    expect(line && sayEntry(line, { contact: "Asha" }, "UTC").sentence).toBe("Asha has a new number: +5511900000077.");
  });
});
