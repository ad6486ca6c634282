/** `sluice emulate`: the WhatsApp emulator alone, on a port of its own. */
import type { ServedEmulator } from "@sluice/emulator/serve";
import { type Command, EXIT, UsageError } from "./command.ts";
import type { Io } from "./io.ts";
import { readArguments } from "./options.ts";

export const emulateCommand: Command = {
  name: "emulate",
  usage: "emulate [--port 4000] [--webhook url] [--state file]",
  summary: "Start the WhatsApp emulator alone.",
  help: `Speaks the Cloud API on this machine: sends are accepted, delivered, capped and refused as WhatsApp does it, and webhooks
go to the address you name. Phones, clock and faults are controlled over HTTP. Ctrl-C ends it.

  --port     default 4000; 0 takes any free one
  --webhook  where webhooks are posted, such as http://127.0.0.1:3000/webhooks/whatsapp; without it they are only logged
  --state    keep people, templates and messages in this file over restarts

Exit codes: 0 after Ctrl-C, 2 if it could not start.
`,
  run: emulate,
};

async function emulate(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    port: { type: "string" },
    webhook: { type: "string" },
    state: { type: "string" },
  });
  if (positionals[0] !== undefined) throw new UsageError(`"${positionals[0]}" is one too many.`);
  const port = Number(values.port ?? "4000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port is "${values.port}"; a number from 0 to 65535 was expected.`);
  if (values.webhook !== undefined && !/^https?:$/.test(URL.parse(values.webhook)?.protocol ?? ""))
    throw new UsageError(`--webhook is "${values.webhook}"; an http or https address was expected.`);
  const interrupted = io.interrupted();
  // Loaded only now: the other commands need no server.
  const { serveEmulator } = await import("@sluice/emulator/serve");
  let served: ServedEmulator;
  try {
    served = await serveEmulator({
      port,
      ...(values.webhook === undefined ? {} : { webhookUrl: values.webhook }),
      ...(values.state === undefined ? {} : { stateFile: values.state }),
    });
  } catch (error) {
    io.err(`sluice emulate: ${whyNot(error, port)}\n`);
    return EXIT.unreadable;
  }
  io.out(greeting(served, values.webhook));
  await interrupted;
  await served.close();
  io.out("Stopped.\n");
  return EXIT.ok;
}

function greeting({ url, emulator }: ServedEmulator, webhook: string | undefined): string {
  const { phoneNumberId, wabaId, token, appSecret, verifyToken } = emulator.credentials;
  return `WhatsApp emulator
  address   ${url}/v25.0
  control   ${url}/_control
  webhooks  ${webhook ?? "only in the log, at /_control/log: name an address with --webhook"}

Settings of whoever talks to it:
  WHATSAPP_API_URL=${url}
  WHATSAPP_PHONE_NUMBER_ID=${phoneNumberId}
  WHATSAPP_WABA_ID=${wabaId}
  WHATSAPP_TOKEN=${token}
  WHATSAPP_APP_SECRET=${appSecret}
  WHATSAPP_VERIFY_TOKEN=${verifyToken}

Ctrl-C ends it.
`;
}

function whyNot(error: unknown, port: number): string {
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE") return `port ${port} is in use. Stop what uses it, or name another with --port.`;
  if (code === "EACCES") return `port ${port} needs more rights. Name one above 1023 with --port.`;
  return error instanceof Error ? error.message : String(error);
}
