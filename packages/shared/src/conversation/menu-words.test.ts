/** Menu words: taken before whatever waits (I1). */
import { expect, test } from "vitest";
import type { FlowDocument } from "../flow/document.ts";
import { flowOf } from "../flow/test-flow.ts";
import { HOUR } from "../time/duration.ts";
import { TestWorld } from "./test-world.ts";

const menu = (interrupts: boolean): FlowDocument =>
  flowOf(
    "menu",
    {
      entry: ["entry", { trigger: { kind: "keyword", words: ["menu", "cardápio"], interrupts } }],
      menu: ["buttons", { body: "What?", buttons: [{ id: "a", title: "Hours" }], timeout: "P1D" }],
      hours: ["text", { text: "9 to 5" }],
    },
    ["entry next menu", "menu button:a hours"],
  );

const quiz = flowOf(
  "quiz",
  {
    entry: ["entry", { trigger: { kind: "keyword", words: ["quiz"] } }],
    question: ["ask", { text: "Which?", answer: "text", variable: "answer" }],
    reply: ["text", { text: "You said {{ answer }}" }],
  },
  ["entry next question", "question answered reply"],
);

test("I1 E-35 a menu word is taken before the session that waits, which goes on waiting", () => {
  const world = new TestWorld(quiz, menu(true));
  world.says("quiz");
  world.wait(HOUR);
  world.says("Cardapio");
  expect(world.at("quiz")).toBe("at question");
  expect(world.phone.at(-1)).toBe("free-form: What?");
  world.taps("Hours");
  expect(world.phone.at(-1)).toBe("free-form: 9 to 5");
  world.says("blue");
  expect(world.phone.at(-1)).toBe("free-form: You said blue");
});

test("I1 without the flag the word is an answer like any other", () => {
  const world = new TestWorld(quiz, menu(false));
  world.says("quiz");
  world.says("menu");
  expect(world.phone.at(-1)).toBe("free-form: You said menu");
});

test("I1 E-35 the flow of the word begins anew, so that the word always does the same", () => {
  const world = new TestWorld(menu(true));
  world.says("menu");
  const first = world.session("menu").id;
  world.says("menu");
  expect(world.sessions.get(first)).toMatchObject({ status: "ended", reason: "restarted" });
  expect(world.session("menu")).toMatchObject({ status: "running", node: "menu" });
  expect(world.phone).toEqual(["free-form: What?", "free-form: What?"]);
});

test("I1 E-35 STOP comes before it, and a person's conversation is theirs", () => {
  const stop = flowOf(
    "stop",
    {
      entry: ["entry", { trigger: { kind: "keyword", words: ["stop"], interrupts: true } }],
      hi: ["text", { text: "Hi" }],
    },
    ["entry next hi"],
  );
  const world = new TestWorld(stop);
  world.says("STOP");
  expect(world.phone).toEqual([]);

  const support = flowOf("support", { entry: ["entry", { trigger: { kind: "api" } }], hand: ["handoff", {}] }, [
    "entry next hand",
  ]);
  const handed = new TestWorld(support, menu(true));
  handed.start();
  handed.says("menu");
  expect(handed.phone).toEqual([]);
  expect(handed.codes()).toContain("to-inbox");
});

test("I1 E-35 a tap on a button that says the word belongs to its message", () => {
  const asks = flowOf(
    "asks",
    {
      entry: ["entry", { trigger: { kind: "api" } }],
      ask: ["buttons", { body: "Well?", buttons: [{ id: "m", title: "Menu" }] }],
      taken: ["text", { text: "Ours" }],
    },
    ["entry next ask", "ask button:m taken"],
  );
  const world = new TestWorld(asks, menu(true));
  world.says("hello");
  world.start();
  world.taps("Menu");
  expect(world.phone.at(-1)).toBe("free-form: Ours");
});
