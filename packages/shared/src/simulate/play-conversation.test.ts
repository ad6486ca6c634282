/** Golden tests: every examples/<name>.conversation.json is played against examples/<name>.flow.json. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readFlow } from "../flow/read-flow.ts";
import { conversationSchema } from "./conversation-document.ts";
import { playConversation } from "./play-conversation.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "..", "examples");
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith(".conversation.json") ? [file.replace(".conversation.json", "")] : [],
);

function load(name: string) {
  const read = readFlow(readFileSync(join(folder, `${name.split("@")[0]}.flow.json`), "utf8"));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const conversation = conversationSchema.parse(
    JSON.parse(readFileSync(join(folder, `${name}.conversation.json`), "utf8")),
  );
  return { flow: read.flow, conversation };
}

describe("examples play as written", () => {
  test("there are examples", () => expect(names).toContain("black-friday"));

  test.each(names)("%s", (name) => {
    const { flow, conversation } = load(name);
    const { mismatches, trace } = playConversation(flow, conversation);
    expect(mismatches, trace.join("\n")).toEqual([]);
  });
});

describe("a conversation that differs is told apart", () => {
  const { flow, conversation } = load("black-friday");
  const changed = (index: number, step: (typeof conversation.steps)[number]) => ({
    ...conversation,
    steps: conversation.steps.with(index, step),
  });

  test.each([
    ["another template", 1, { expect: { sent: "template" as const, name: "other" } }],
    ["a send where a hold was expected", 4, { expect: { sent: "template" as const } }],
    ["another rule", 8, { expect: { sent: "interactive" as const, rule: "D11" } }],
    ["a button that nobody shows", 9, { user: { tap: "Nothing like it" } }],
    ["another node", 12, { expect: { handedOff: "Furniture", at: "elsewhere" } }],
  ])("%s", (_, index, step) => {
    expect(playConversation(flow, changed(index, step)).mismatches.map((mismatch) => mismatch.step)).toContain(index);
  });

  test("a message that was not expected", () => {
    const steps = conversation.steps.filter((_, index) => index !== 8);
    expect(playConversation(flow, { ...conversation, steps }).mismatches[0]?.message).toContain(
      "not expected: interactive was sent",
    );
  });
});
