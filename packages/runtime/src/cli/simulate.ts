/** `sluice simulate`: plays a written conversation against a flow in virtual time. */

import { lineOf } from "@sluice/shared/flow/json-lines";
import { pathText } from "@sluice/shared/flow/problem";
import { readJson } from "@sluice/shared/flow/read-json";
import { type ConversationDocument, conversationSchema } from "@sluice/shared/simulate/conversation-document";
import { playConversation } from "@sluice/shared/simulate/play-conversation";
import { type Command, EXIT, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { readArguments, readFiles } from "./options.ts";
import { type Read, readFlowFiles, readText } from "./read-flow-file.ts";

/** Variables at the start and answers of calls can be nested. */
const MOST_DEPTH = 64;

export const simulateCommand: Command = {
  name: "simulate",
  usage: "simulate <flow…> <conversation.json> [--trace]",
  summary: "Play a written conversation in virtual time, and compare.",
  help: `Plays what people and time do in a conversation document against a flow, and compares what happens with what is
expected. Nothing is sent; days pass at once.

  <flow…>              flow files, of which one may be -: the flow the conversation was written for, and those that are
                       published beside it, such as sub-flows it calls
  <conversation.json>  as recorded by the simulator, or written by hand: see examples/
  --trace              also tell everything that happened

Exit codes: 0 as expected, 1 not, 2 a file could not be read.
`,
  run: simulate,
};

async function simulate(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, { trace: { type: "boolean" } });
  if (positionals.length === 0) throw new UsageError("the flow was not named.");
  if (positionals.length === 1) throw new UsageError("the conversation was not named.");
  const files = readFiles(positionals);
  const [conversationFile = ""] = files.splice(-1);
  const flows = await readFlowFiles(files, io);
  const read = await readConversation(conversationFile, io);
  if (!flows.ok || !read.ok) {
    for (const refused of [flows, read]) if (!refused.ok) io.err(`sluice simulate: ${refused.says}\n`);
    return EXIT.unreadable;
  }
  const { conversation, text } = read;
  const flow = flows.flows.find(({ id }) => id === conversation.flow) ?? flows.flows[0]!;
  if (conversation.flow !== flow.id)
    io.err(
      `sluice simulate: the conversation was written for the flow "${conversation.flow}"; this is "${flow.id}".\n`,
    );
  const { mismatches, trace } = playConversation(
    flow,
    conversation,
    flows.flows.filter((other) => other !== flow),
  );
  if (values.trace) io.out(`${trace.join("\n")}\n\n`);
  for (const { step, message } of mismatches) {
    const line = lineOf(text, `steps[${step}]`);
    const place =
      step < conversation.steps.length ? `${read.name}:${line ?? 1}  step ${step + 1}` : `${read.name}  at the end`;
    io.out(`  ${place}: ${message}\n`);
  }
  const { length } = conversation.steps;
  const steps = `${length} ${length === 1 ? "step" : "steps"}`;
  const differences = `${mismatches.length} ${mismatches.length === 1 ? "difference" : "differences"}`;
  if (mismatches.length === 0) io.out(`${flow.name}: as expected, ${steps}.\n`);
  else io.out(`${flow.name}: not as expected, ${differences} in ${steps}.\n`);
  return mismatches.length === 0 ? EXIT.ok : EXIT.findings;
}

async function readConversation(
  file: string,
  io: Io,
): Promise<Read<{ name: string; text: string; conversation: ConversationDocument }>> {
  const input = await readText(file, io, "a conversation document in JSON");
  if (!input.ok) return input;
  const { name, text } = input;
  const json = readJson(text, { what: "The conversation", holder: "the file", depth: MOST_DEPTH });
  if (!json.ok) return { ok: false, says: `${name}: ${json.problem.message.replace("This is", "this is")}` };
  const parsed = conversationSchema.safeParse(json.value);
  if (parsed.success) return { ok: true, name, text, conversation: parsed.data };
  const [issue] = parsed.error.issues;
  const path = pathText(issue?.path ?? []);
  const line = path === "" ? null : lineOf(text, path);
  const where = [line === null ? "" : `at line ${line}, `, path === "" ? "" : `${path}: `].join("");
  const expected =
    issue?.code === "invalid_union"
      ? 'one step was expected: start, user, wait, status, slots, release or expect, as in { "user": { "text": "hi" } }'
      : (issue?.message ?? "this is no conversation document");
  return { ok: false, says: `${name}: ${where}${expected}.` };
}
