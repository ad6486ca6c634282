/** A flow from a file, or one line that says why not: file, place, what was expected. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { readFlow } from "@sluice/shared/flow/read-flow";
import { MOST_BYTES } from "@sluice/shared/flow/read-json";
import { foreignFormatOf } from "../foreign-format.ts";
import type { Io } from "./io.ts";
import { sayBytes } from "./say-bytes.ts";

export interface FlowFile {
  /** As it was typed; "-" is standard input. */
  file: string;
  /** For people. */
  name: string;
  flow: FlowDocument;
  text: string;
}

export type Read<Value> = ({ ok: true } & Value) | { ok: false; says: string };

export async function readFlowFile(file: string, io: Io): Promise<Read<FlowFile>> {
  const input = await readText(file, io, "a flow document in JSON");
  if (!input.ok) return input;
  const { text, name } = input;
  const refused = (why: string): Read<FlowFile> => ({ ok: false, says: `${name}: ${why}` });
  const read = readFlow(text);
  if (read.ok) return { ok: true, file, name, flow: read.flow, text };
  const [first] = read.problems;
  const foreign = foreignFormatOf(read.problems, text);
  if (foreign)
    return refused(
      `this looks like ${foreign}, which this version cannot read yet; a Sluice flow (formatVersion 1) was expected.`,
    );
  const others = read.problems.length - 1;
  const more = others > 0 ? ` (and ${others} more)` : "";
  return refused(`${first?.message ?? "this is not a flow document."}${more}`);
}

/** Flows that stand beside one another on a channel; what could not be read of any is said, and two with one id are not taken. */
export async function readFlowFiles(files: readonly string[], io: Io): Promise<Read<{ flows: FlowDocument[] }>> {
  const read: FlowFile[] = [];
  for (const file of files) {
    const one = await readFlowFile(file, io);
    if (!one.ok) return one;
    const twin = read.find(({ flow }) => flow.id === one.flow.id);
    if (twin) return { ok: false, says: `${one.name}: its id "${one.flow.id}" is that of ${twin.name} as well.` };
    read.push(one);
  }
  return { ok: true, flows: read.map(({ flow }) => flow) };
}

/** A file as text, without a byte order mark; `expected` ends "this is not UTF-8 text; …". */
export async function readText(file: string, io: Io, expected: string): Promise<Read<{ name: string; text: string }>> {
  const name = file === "-" ? "standard input" : file;
  let bytes: Uint8Array;
  try {
    bytes = await io.read(file);
  } catch (error) {
    return { ok: false, says: `${name}: ${whyUnread(error)}` };
  }
  // Before anything looks inside: a text of this length takes seconds to read.
  if (bytes.byteLength > MOST_BYTES)
    return { ok: false, says: `${name}: it has ${sayBytes(bytes.byteLength)}; ${sayBytes(MOST_BYTES)} are allowed.` };
  try {
    return { ok: true, name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, says: `${name}: this is not UTF-8 text; ${expected} was expected.` };
  }
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
