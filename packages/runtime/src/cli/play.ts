/** `sluice play`: talk to a flow in the terminal. */
import { styleText } from "node:util";
import { isTimeZone, parseInstant } from "@sluice/shared/time/instant";
import { type Command, EXIT, UsageError } from "./command.ts";
import { ConversationInWords, type Line, PLAY_HELP } from "./conversation-in-words.ts";
import type { Io } from "./io.ts";
import { readArguments } from "./options.ts";
import { readFlowFiles } from "./read-flow-file.ts";

export const playCommand: Command = {
  name: "play",
  usage: "play <flow…> [--entry id] [--name name] [--phone number] [--zone zone] [--slots n] [--start instant]",
  summary: "Talk to a flow in the terminal.",
  help: `Runs a flow against a made-up phone, with the same decisions as on the server. Nothing is sent; time passes when you say
so. What is held, blocked or decided is told in sentences with the rule's id.

  <flow…>   flow files: the one to talk to, and those that are published beside it, such as sub-flows it calls
  --entry   begin there at once: an entry's id, its title, or its kind (campaign, api, …)
  --name    the person's name
  --phone   default +5511900000001; numbers of countries without the marketing limit behave otherwise
  --zone    the person's time zone, such as America/Sao_Paulo; default UTC
  --slots   marketing messages WhatsApp still shows this person; default no limit
  --start   when it begins, such as 2026-11-27T09:00:00Z; default now

While it runs:
${PLAY_HELP}
Exit codes: 0, or 2 if the flow could not be read.
`,
  run: play,
};

async function play(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    entry: { type: "string" },
    name: { type: "string" },
    phone: { type: "string" },
    zone: { type: "string" },
    slots: { type: "string" },
    start: { type: "string" },
  });
  if (positionals.length === 0) throw new UsageError("the flow was not named.");
  if (positionals.includes("-")) throw new UsageError("standard input is what you type; name a file.");
  const slots = values.slots === undefined ? null : Number(values.slots);
  if (slots !== null && (!Number.isInteger(slots) || slots < 0))
    throw new UsageError(`--slots is "${values.slots}"; a number from 0 was expected.`);
  const timeZone = values.zone ?? "UTC";
  if (!isTimeZone(timeZone))
    throw new UsageError(`--zone is "${timeZone}"; one such as America/Sao_Paulo was expected.`);
  const start = values.start === undefined ? Date.now() : parseInstant(values.start);
  if (start === null)
    throw new UsageError(`--start is "${values.start}"; an instant such as 2026-11-27T09:00:00Z was expected.`);

  const read = await readFlowFiles(positionals, io);
  if (!read.ok) {
    io.err(`sluice play: ${read.says}\n`);
    return EXIT.unreadable;
  }
  const conversation = new ConversationInWords({
    flow: read.flows[0]!,
    flows: read.flows.slice(1),
    contact: {
      phone: values.phone ?? "+5511900000001",
      ...(values.name === undefined ? {} : { name: values.name }),
      timeZone,
      marketingSlots: slots,
    },
    start,
    timeZone,
  });
  show(conversation.greet(values.entry ?? null), io);
  for await (const line of io.lines("> ")) {
    const lines = conversation.take(line);
    if (lines === null) break;
    show(lines, io);
  }
  return EXIT.ok;
}

function show(lines: readonly Line[], io: Io): void {
  for (const { kind, text } of lines) {
    const style = kind === "message" ? "cyan" : "gray";
    io.out(`${io.color && kind !== "plain" ? styleText(style, text, { validateStream: false }) : text}\n`);
  }
}
