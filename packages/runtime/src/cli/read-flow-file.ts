/** A flow from a file, or one line that says why not: file, place, what was expected. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { readFlow } from "@sluice/shared/flow/read-flow";
import { foreignFormat } from "../foreign-format.ts";
import type { Io } from "./io.ts";

type Read = { ok: true; flow: FlowDocument } | { ok: false; says: string };

export async function readFlowFile(file: string, io: Io): Promise<Read> {
  const name = file === "-" ? "standard input" : file;
  const refused = (why: string): Read => ({ ok: false, says: `${name}: ${why}` });
  let bytes: Uint8Array;
  try {
    bytes = await io.read(file);
  } catch (error) {
    return refused(whyUnread(error));
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused("this is not UTF-8 text; a flow document in JSON was expected.");
  }
  const read = readFlow(text);
  if (read.ok) return { ok: true, flow: read.flow };
  const [first] = read.problems;
  const foreign = first?.code === "not-json" || first?.code === "too-big" ? null : foreignFormat(JSON.parse(text));
  if (foreign)
    return refused(
      `this looks like ${foreign}, which this version cannot read yet; a Sluice flow (formatVersion 1) was expected.`,
    );
  const others = read.problems.length - 1;
  const more = others > 0 ? ` (and ${others} more)` : "";
  return refused(`${first?.message ?? "this is not a flow document."}${more}`);
}

function whyUnread(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "there is no such file.";
    case "EISDIR":
      return "this is a folder; a flow file was expected.";
    case "EACCES":
      return "it may not be read by this user.";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
