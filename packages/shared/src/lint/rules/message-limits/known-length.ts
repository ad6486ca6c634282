/** How long a text surely is: expressions that read something may come out empty. */
import { compileText, renderText } from "../../../expression/text-template.ts";
import { lengthOf } from "../../../messages/limits.ts";

export function knownLength(text: string): number {
  if (!text.includes("{{")) return lengthOf(text);
  const compiled = compileText(text);
  if (!compiled.ok) return 0;
  const parts = compiled.text.parts.filter((part) => typeof part === "string" || part.reads.length === 0);
  const scope = { variable: () => null, contact: () => null, now: 0, timeZone: "UTC" };
  return lengthOf(renderText({ parts, reads: [] }, scope).value);
}
