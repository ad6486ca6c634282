import { describe, expect, test } from "vitest";
import { clean } from "./log.ts";

const wamid = "wamid.HBgNNTUxMTkwMDAwMDA0MhUCABEYEjk";

describe("what goes into the log is cleaned", () => {
  test.each<[string, string, string]>([
    ["a number", "no contact +5511900000042 here", "no contact ‹number› here"],
    ["a number as people write it", "call +55 11 90000-0042.", "call ‹number›."],
    ["a number in a payload", '{"wa_id":"5511900000042"}', '{"wa_id":"‹number›"}'],
    [
      "what JSON.parse quotes",
      `Unexpected token 'h', "hello, I am Asha" is not valid JSON`,
      "Unexpected token, … is not valid JSON",
    ],
    [
      "a part of it",
      `Unexpected token 'h', ..."{"text": hello Asha"... is not valid JSON`,
      "Unexpected token, … is not valid JSON",
    ],
    ["a quote alone", `"secret words" is not valid JSON`, "… is not valid JSON"],
    [
      "our own ids",
      "session s_01M863PGVS5XVDTQWF20 of c_01M863PGVRFB0FE2ZP3Z",
      "session s_01M863PGVS5XVDTQWF20 of c_01M863PGVRFB0FE2ZP3Z",
    ],
    ["codes and ports", "131049 at 127.0.0.1:3000", "131049 at 127.0.0.1:3000"],
  ])("%s", (_, given, expected) => {
    expect(clean(given, "s")).toBe(expected);
  });

  test("a message id is known again, but not read", () => {
    const cleaned = clean(`status:${wamid}:read`, "s");
    expect(cleaned).toMatch(/^status:#[\w-]{12}:read$/);
    expect(clean(`a ${wamid} b`, "s")).toContain(cleaned.slice("status:".length, -":read".length));
    expect(clean(wamid, "another secret")).not.toBe(clean(wamid, "s"));
  });
});
