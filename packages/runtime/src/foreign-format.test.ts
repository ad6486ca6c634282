import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { foreignFormat } from "./foreign-format.ts";
import { HttpProblem } from "./http/problem.ts";
import { readDocumentFile } from "./http/read-document.ts";

describe("recognises", () => {
  test.each<[string, unknown, string | null]>([
    ["our own", { formatVersion: 1, nodes: [], edges: [] }, null],
    ["ChatbotX, which counts versions too", { formatVersion: 1, exportedAt: "x", flows: [] }, "a ChatbotX export"],
    ["Node-RED", [{ id: "a", type: "tab", wires: [] }], "a Node-RED flow"],
    ["nothing in a text", "flow", null],
    ["nothing in an empty object", {}, null],
  ])("%s", (_, value, format) => expect(foreignFormat(value)).toBe(format));
});

const NAMES: Record<string, RegExp> = {
  botpress: /Botpress/,
  floip: /FLOIP/,
  glific: /Glific/,
  n8n: /n8n/,
  "node-red": /Node-RED/,
  rapidpro: /RapidPro/,
  "twilio-studio": /Twilio/,
  typebot: /Typebot/,
};
const fixtures = process.env["FIXTURES_DIR"];

describe.skipIf(!fixtures)("files of other builders (FIXTURES_DIR)", () => {
  const folder = join(fixtures ?? "", "flows");
  const files = fixtures
    ? Object.keys(NAMES).flatMap((peer) => readdirSync(join(folder, peer)).map((file) => [peer, file] as const))
    : [];

  test.each(files.filter(([, file]) => file.endsWith(".json")))("%s/%s is refused by name", (peer, file) => {
    const refused = refusalOf(readFileSync(join(folder, peer, file), "utf8"));
    expect(refused?.message).toMatch(/Nothing was changed\.$/);
    // A screen layout without a flow, and a bare list of actions, carry no builder's mark.
    if (refused?.type === "foreign-format") expect(refused.message).toMatch(NAMES[peer] ?? /./);
    else expect(["welcome-bot-main.ui.json", "food-order.json"]).toContain(file);
  });
});

property.prop([
  fc.oneof(
    fc.json(),
    fc.string(),
    fc.json({ maxDepth: 8 }).map((text) => `{"formatVersion":1,"nodes":${text}}`),
  ),
])("whatever the file says, it is a flow or a refusal with a sentence", (text) => {
  const refused = refusalOf(text);
  if (refused) expect(refused.message).toMatch(/\.$/);
});

function refusalOf(text: string): HttpProblem | null {
  try {
    readDocumentFile(text);
    return null;
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
}
