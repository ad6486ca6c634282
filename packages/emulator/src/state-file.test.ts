import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEmulator } from "./emulator.ts";
import { MARIANA, SALE, saleMessage, startRig } from "./test-support.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("people, windows, templates and messages are there after a restart, and what was under way goes on", async () => {
  const stateFile = join(folder, "state.json");
  const before = await startRig({ stateFile });
  const made = await before.graph("POST", "/200000000000001/message_templates", SALE);
  await before.control("POST", "/inbound", { from: MARIANA, text: "hi" });
  await before.control("PUT", "/contacts/+5548999990000", { name: "Bia", marketingSlots: 0 });
  const wamid = (await before.send({ text: { body: "hello" } })).body.messages[0].id;
  const blocked = (await before.send(saleMessage(), "+5548999990000")).body.messages[0].id;
  const contact = (await before.control("GET", `/contacts/${MARIANA}`)).body;
  await before.close();

  const after = await startRig({ stateFile });
  expect((await after.control("GET", `/contacts/${MARIANA}`)).body).toEqual(contact);
  expect(contact.window.open).toBe(true);
  await after.advance(2_000);
  expect(after.statuses(wamid).map(({ status }) => status)).toEqual(["sent", "delivered", "read"]);
  expect(after.statuses(blocked)).toEqual([
    expect.objectContaining({ status: "failed", errors: [expect.objectContaining({ code: 131049 })] }),
  ]);
  const other = await after.graph("POST", "/200000000000001/message_templates", { ...SALE, name: "other" });
  expect(Number(other.body.id)).toBeGreaterThan(Number(made.body.id));
  expect((await after.send(saleMessage())).status).toBe(200);
  await after.close();
});

it("a file that is something else is named and left alone", () => {
  for (const [text, why] of [
    ["{", /no JSON/],
    ['{"version":2}', /another version/],
  ] as const) {
    const stateFile = join(folder, "other.json");
    writeFileSync(stateFile, text);
    expect(() => createEmulator({ stateFile })).toThrow(why);
  }
});
