import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sluice } from "./test-io.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const blackFriday = readFileSync(join(root, "examples", "black-friday.flow.json"), "utf8");
const suppressed = JSON.stringify({
  ...JSON.parse(blackFriday),
  suppressions: [{ code: "sequential-marketing", node: "last", reason: 'A "reason" <&>', by: "Ana", at: "x" }],
});

async function lint(files: Record<string, string>, ...more: string[]) {
  const ran = await sluice(["lint", ...Object.keys(files), ...more, "--format", "junit"], files);
  return { ...ran, elements: elementsOf(ran.out) };
}

describe("JUnit XML", () => {
  it("has a suite for each file, a failed case for each finding that counts, and right sums", async () => {
    const { elements, code } = await lint({ "a.flow.json": blackFriday, "b.flow.json": suppressed, "c.json": "{" });
    expect(code).toBe(2);
    const of = (name: string) => elements.filter((element) => element.name === name);
    expect(of("testsuite").map(({ attributes }) => attributes["name"])).toEqual([
      "a.flow.json",
      "b.flow.json",
      "c.json",
    ]);
    const [whole] = of("testsuites");
    expect(whole?.attributes).toMatchObject({
      tests: String(of("testcase").length),
      failures: String(of("failure").length),
      errors: String(of("error").length),
      skipped: String(of("skipped").length),
    });
    expect([of("error").length, of("skipped").length]).toEqual([1, 1]);
    expect(of("failure").length).toBeGreaterThan(3);
    expect(of("skipped")[0]?.attributes["message"]).toBe("A &quot;reason&quot; &lt;&amp;&gt; (Ana)");
  });

  it("tells the path in words, at the node's line", async () => {
    const { out } = await lint({ "a.flow.json": blackFriday });
    expect(out).toMatch(
      /name="sequential-marketing: Last hours −40 %" classname="a\.flow\.json" file="a\.flow\.json" line="\d+"/,
    );
    expect(out).toContain("2. Early access: stays 2 h, on by No answer\n");
  });

  it("does not fail for what lies below the level", async () => {
    const { elements, code } = await lint({ "a.flow.json": suppressed }, "--level", "error");
    expect(code).toBe(1);
    const failures = elements.filter(({ name }) => name === "failure");
    expect(new Set(failures.map(({ attributes }) => attributes["type"]))).toEqual(new Set(["error"]));
    expect(elements.some(({ name }) => name === "system-out")).toBe(true);
  });

  it("survives names that XML cannot hold", async () => {
    const flow = { ...JSON.parse(blackFriday), name: "\u0000 ]]> \ud800 \uffff <b>&" };
    flow.nodes[1].title = '\u0001<i>"&\ud800\n';
    const { out } = await lint({ "a.flow.json": JSON.stringify(flow) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff]/);
    expect(encodeURIComponent(out)).toContain("%EF%BF%BD"); // throws for half a character
    expect(() => elementsOf(out)).not.toThrow();
  });
});

/** All elements in order; throws where one is not closed, or where a < or a bare & stands in a text or a value. */
function elementsOf(xml: string): { name: string; attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, "");
  for (const part of body.split(/(?=<)|(?<=>)/)) {
    if (/&(?!(?:amp|lt|gt|quot|#10);)/.test(part)) throw new Error(`a bare & in ${part}`);
    if (!part.startsWith("<")) continue;
    const close = /^<\/([\w-]+)>$/.exec(part);
    const start = /^<([\w-]+)((?: [\w-]+="[^"<>]*")*)(\/?)>$/.exec(part);
    if (close) {
      if (open.pop() !== close[1]) throw new Error(`${part} closes another element`);
    } else if (start) {
      const pairs = [...(start[2] ?? "").matchAll(/ ([\w-]+)="([^"]*)"/g)].map((match) => [match[1], match[2]]);
      elements.push({ name: start[1]!, attributes: Object.fromEntries(pairs) });
      if (start[3] === "") open.push(start[1]!);
    } else throw new Error(`${part} is no element`);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`);
  return elements;
}
