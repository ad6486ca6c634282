import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sluice } from "./test-io.ts";

const examples = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const hello = {
  formatVersion: 1,
  id: "hello",
  name: "Hello",
  nodes: [
    { id: "in", type: "entry", title: "Word", config: { trigger: { kind: "keyword", words: ["hi"], match: "exact" } } },
    {
      id: "ask",
      type: "buttons",
      config: {
        body: "Which?",
        footer: "Tap one",
        variable: "choice",
        buttons: [
          { id: "s", title: "Small" },
          { id: "l", title: "Large" },
        ],
      },
    },
    { id: "end", type: "end", config: {} },
  ],
  edges: [
    { id: "1", source: "in", sourceHandle: "next", target: "ask" },
    { id: "2", source: "ask", sourceHandle: "button:l", target: "end" },
  ],
};
const files = {
  "hello.json": JSON.stringify(hello),
  "sale.json": readFileSync(join(examples, "black-friday.flow.json"), "utf8"),
  "none.flow.json": JSON.stringify({ ...hello, nodes: hello.nodes.slice(1), edges: hello.edges.slice(1) }),
};
const at = ["--start", "2026-11-27T09:00:00Z", "--name", "Asha"];

async function play(argv: string[], ...lines: string[]) {
  const ran = await sluice(["play", ...argv, ...at], files, { lines });
  expect([ran.code, ran.err]).toEqual([0, ""]);
  return ran.out;
}

describe("sluice play", () => {
  it("says how a flow begins, and shows messages with numbered buttons", async () => {
    const out = await play(["hello.json"], "hi", "/tap 2", "/status");
    expect(out).toContain('  Word (in): write "hi"\n');
    expect(out).toContain("  │ Which?\n  │ Tap one\n  │   [1] Small\n  │   [2] Large\n");
    expect(out).toContain('  choice = "Large"\n');
    expect(out).toMatch(/ {2}flow {4}ended at end: /);
  });

  it("calls flows that stand beside it", async () => {
    const called = {
      ...hello,
      id: "called",
      nodes: [{ id: "in", type: "entry", config: { trigger: { kind: "api" } } }, ...hello.nodes.slice(1)],
    };
    const caller = {
      ...hello,
      id: "caller",
      nodes: [hello.nodes[0], { id: "call", type: "subflow", config: { flow: "called" } }],
      edges: [{ id: "1", source: "in", sourceHandle: "next", target: "call" }],
    };
    const both = { "caller.json": JSON.stringify(caller), "called.json": JSON.stringify(called) };
    const out = (await sluice(["play", "caller.json", "called.json"], both, { lines: ["hi"] })).out;
    expect(out).toContain("  │ Which?\n");
    expect((await sluice(["play", "caller.json"], both, { lines: ["hi"] })).out).not.toContain("Which?");
  });

  it("begins by itself where only the business can, tells holds with their rule, and lets time pass", async () => {
    const out = await play(["sale.json"], "/wait 2h", "/status", "hello");
    expect(out).toMatch(/Hi Asha, 30 % off everything/);
    expect(out).toMatch(
      /· Last hours −40 % is held: Asha has not answered Early access yet\..*\(D2\)\nIt is Fri 27 Nov, 11:00 \(UTC\)\./,
    );
    expect(out).toContain("  held    Last hours −40 % (D2)\n");
    expect(out).toMatch(/went out as an interactive message.*\(D3\)/);
  });

  it("blocks offers when the slots are used up, and releases by hand", async () => {
    const out = await play(["sale.json", "--slots", "0"], "/status", "/slots 5", "/release", "/wait 25h");
    expect(out).toMatch(/131049|B1/);
    expect(out).toContain("WhatsApp shows 5 more offers outside of the window.\n");
    expect(out).toMatch(/Early access is open\n.*Hi Asha/);
  });

  it.each([
    ["/tap 3", "No message has that button. The newest has: 1 Small, 2 Large."],
    ["/tap large", '  choice = "Large"'],
    ["/wait soon", '"soon" is not a time such as 30m, 2h, 1d or PT26H.'],
    ["/wait 1d 2h 30m", "It is Sat 28 Nov, 11:30 (UTC)."],
    ["/wait PT26H", "It is Sat 28 Nov, 11:00 (UTC)."],
    ["/slots many", 'Slots are a number from 0, or "none" for no limit.'],
    ["/slots none", "WhatsApp shows any number of offers now."],
    ["/start", "It is running already, and runs once at a time."],
    ["/start nowhere", 'There is no entry "nowhere". There are: in.'],
    ["/event", "Name the event: /event order-paid."],
    ["/event paid", "paid"],
    ["/release", "Nothing is held, and no person has the conversation."],
    ["/jump", "There is no /jump. Type /help for what there is."],
    ["/help", "tap a button of the newest message"],
    ["   ", "clock"],
  ])("%s", async (typed, out) => {
    expect(await play(["hello.json"], "hi", typed, "/status")).toContain(out);
  });

  it("ends at /quit, and where the input ends", async () => {
    expect(await play(["hello.json"], "/quit", "/help")).not.toContain("/tap 1");
    expect(await play(["hello.json"])).toContain("Hello, Fri 27 Nov, 09:00 (UTC)");
  });

  it("says that a flow has no entry, and that no message has buttons", async () => {
    const out = await play(["none.flow.json"], "/tap 1", "/start", "hi");
    expect(out).toContain("This flow has no entry, so nothing can begin it.");
    expect(out).toContain("No message on the phone has buttons.");
    expect(out).toContain("No flow took what Asha wrote.");
  });

  it.each([
    [["none.json"], /there is no such file/],
    [[], /the flow was not named/],
    [["-"], /name a file/],
    [["hello.json", "--zone", "Mars"], /--zone is "Mars"/],
    [["hello.json", "--slots", "-1"], /--slots/],
    [["hello.json", "--start", "today"], /--start is "today"/],
  ])("%j is exit 2", async (argv, err) => {
    const ran = await sluice(["play", ...argv], files);
    expect(ran.err).toMatch(err);
    expect(ran.code).toBe(2);
  });
});
