/** A flow to talk to in lines of text: what is typed goes in, what a phone would show and what happened behind comes out. */
import { windowClosesAt } from "@sluice/shared/caps/windows";
import { messageName } from "@sluice/shared/conversation/message";
import { sayEntry } from "@sluice/shared/conversation/timeline";
import { type FlowDocument, nodeName } from "@sluice/shared/flow/document";
import { choicesOf, type OutgoingContent, plainText } from "@sluice/shared/messages/outgoing";
import type { Trigger } from "@sluice/shared/nodes/entry/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { SIMULATED_CHANNEL, Simulator, type SimulatorOptions } from "@sluice/shared/simulate/simulator";
import { parseDuration, sayDuration } from "@sluice/shared/time/duration";
import { type Instant, sayInstant } from "@sluice/shared/time/instant";

export const PLAY_HELP = `  <any text>      write it to the flow
  /tap 1          tap a button of the newest message, by number or by its words
  /start [entry]  start at an entry: its id, its title, or its kind (campaign, api, …)
  /wait 2h        let time pass: 30m, 2h, 1d, 1d 2h, PT26H
  /slots 0        marketing messages that WhatsApp still shows this person; "none" for no limit
  /event <name>   something happened that a flow may wait for
  /release        let go what is held, or give the conversation back to the flow
  /status         the clock, the window, where the flow stands, what is held
  /help, /quit
`;

/** One line of what is shown; `kind` is for colours. */
export interface Line {
  kind: "message" | "note" | "plain";
  text: string;
}

export interface WordsOptions {
  flow: FlowDocument;
  /** Published beside it. */
  flows?: readonly FlowDocument[];
  contact: SimulatorOptions["contact"];
  start: Instant;
  timeZone: string;
}

export class ConversationInWords {
  readonly #simulator: Simulator;
  readonly #flow: FlowDocument;
  readonly #zone: string;
  readonly #contact: string;
  #logSeen = 0;
  #sendsSeen = 0;

  constructor({ flow, flows = [], contact, start, timeZone }: WordsOptions) {
    this.#simulator = new Simulator({ flow, flows, contact, start, timeZone });
    this.#flow = flow;
    this.#zone = contact.timeZone ?? timeZone;
    this.#contact = contact.name ?? "the person";
  }

  /** What the flow is and how it begins. Where only the business can begin, it does. */
  greet(entry: string | null): Line[] {
    const entries = this.#entries();
    const lines = [
      plain(`${this.#flow.name}, ${this.#time()}. Type /help for what you can do.`),
      ...entries.map(({ id, name, says }) => plain(`  ${name}${name === id ? "" : ` (${id})`}: ${says}`)),
    ];
    if (entries.length === 0) return [...lines, plain("  This flow has no entry, so nothing can begin it.")];
    const first = entry ?? (entries.every(({ typed }) => !typed) ? entries[0]!.id : null);
    return first === null ? lines : [...lines, ...this.#start(first)];
  }

  /** Null: the conversation is over. */
  take(typed: string): Line[] | null {
    const line = typed.trim();
    if (line === "") return [];
    if (!line.startsWith("/")) return this.#after(() => this.#simulator.say(line));
    const [command = "", ...words] = line.slice(1).split(/\s+/);
    const rest = words.join(" ");
    switch (command) {
      case "quit":
      case "exit":
        return null;
      case "help":
        return [plain(PLAY_HELP.trimEnd())];
      case "start":
        return this.#start(rest === "" ? (this.#entries()[0]?.id ?? "") : rest);
      case "tap":
        return this.#tap(rest);
      case "wait":
        return this.#wait(rest);
      case "slots":
        return this.#slots(rest);
      case "event":
        return this.#event(rest);
      case "release":
        return this.#release();
      case "status":
        return this.#status();
      default:
        return [plain(`There is no /${command}. Type /help for what there is.`)];
    }
  }

  #start(wanted: string): Line[] {
    const entry = this.#entries().find(({ id, name, kind }) => [id, name, kind].includes(wanted));
    if (!entry)
      return [
        plain(
          `There is no entry "${wanted}". There are: ${this.#entries()
            .map(({ id }) => id)
            .join(", ")}.`,
        ),
      ];
    const running = this.#simulator.state.sessions.length > 0;
    const lines = this.#after(() => this.#simulator.start(entry.id));
    return lines.length === 0 && running ? [plain("It is running already, and runs once at a time.")] : lines;
  }

  #tap(which: string): Line[] {
    const newest = this.#simulator.sends.findLast((send) => !send.failure && choicesOf(send.content).length > 0);
    const choices = newest ? choicesOf(newest.content) : [];
    const numbered = /^\d+$/.test(which) ? choices[Number(which) - 1] : undefined;
    let tapped = true;
    const lines = this.#after(() => {
      tapped = this.#simulator.tap(numbered?.id ?? which) !== null;
    });
    if (tapped) return lines;
    const known = choices.map(({ title }, index) => `${index + 1} ${title}`).join(", ");
    return [
      plain(
        known === "" ? "No message on the phone has buttons." : `No message has that button. The newest has: ${known}.`,
      ),
    ];
  }

  #wait(typed: string): Line[] {
    const duration = readDuration(typed);
    if (duration === null) return [plain(`"${typed}" is not a time such as 30m, 2h, 1d or PT26H.`)];
    const lines = this.#after(() => this.#simulator.advance(duration));
    return [...lines, plain(`It is ${this.#time()}.`)];
  }

  #slots(typed: string): Line[] {
    const slots = typed === "none" ? null : Number(typed);
    if (typed === "" || (slots !== null && (!Number.isInteger(slots) || slots < 0 || slots > 1_000_000)))
      return [plain('Slots are a number from 0, or "none" for no limit.')];
    this.#simulator.setSlots(slots);
    return [
      plain(
        slots === null
          ? "WhatsApp shows any number of offers now."
          : `WhatsApp shows ${slots} more offers outside of the window.`,
      ),
    ];
  }

  #event(name: string): Line[] {
    if (name === "") return [plain("Name the event: /event order-paid.")];
    return this.#after(() =>
      this.#simulator.act({ kind: "event-raised", channel: SIMULATED_CHANNEL, name, data: null, by: "you" }),
    );
  }

  #release(): Line[] {
    const held = this.#simulator.held();
    const handedOff = this.#simulator.state.conversations.find((conversation) => conversation.handOff)?.handOff;
    if (held.length === 0 && !handedOff) return [plain("Nothing is held, and no person has the conversation.")];
    return this.#after(() => {
      for (const message of held) this.#simulator.act({ kind: "hold-released", message: message.id, by: "You" });
      if (handedOff?.session)
        this.#simulator.act({ kind: "session-given-back", session: handedOff.session, by: "You" });
    });
  }

  #status(): Line[] {
    const { state, now, session } = this.#simulator;
    const closes = windowClosesAt(state.ledger, SIMULATED_CHANNEL);
    const window =
      closes === null || closes <= now
        ? "closed"
        : `open until ${sayInstant(closes, this.#zone)}, ${sayDuration(closes - now)}`;
    const name = (id: string) => {
      const node = this.#flow.nodes.find((candidate) => candidate.id === id);
      return node ? nodeName(node) : id;
    };
    const until = session?.wait?.until;
    const stands =
      session === null
        ? "not started"
        : session.status === "ended"
          ? `ended at ${name(session.node)}: ${session.reason ?? "the end"}`
          : `at ${name(session.node)}${until == null ? "" : `, at most until ${sayInstant(until, this.#zone)}`}`;
    const variables = Object.entries(session?.variables ?? {});
    return [
      plain(`  clock   ${this.#time()}`),
      plain(`  window  ${window}`),
      plain(`  flow    ${stands}`),
      ...this.#simulator.held().map((message) => plain(`  held    ${messageName(message)} (${message.hold?.rule})`)),
      ...variables.map(([variable, value]) => plain(`  ${variable} = ${JSON.stringify(value)}`)),
    ];
  }

  /** Does it, lets WhatsApp deliver what went out, and tells what is new. */
  #after(act: () => unknown): Line[] {
    act();
    for (let delivered = this.#sendsSeen; delivered < this.#simulator.sends.length; delivered += 1) {
      const send = this.#simulator.sends[delivered]!;
      if (!send.failure) this.#simulator.status("delivered", undefined, send.message);
    }
    const { log, sends } = this.#simulator;
    const lines: Line[] = [];
    for (const entry of log.slice(this.#logSeen)) {
      if (entry.code === "received") continue;
      const send = entry.code === "sent" ? sends[this.#sendsSeen++] : undefined;
      const { sentence, rule } = sayEntry(entry, { contact: this.#contact, flow: this.#flow.name }, this.#zone);
      if (send && !send.failure) lines.push(...bubble(send.content));
      if (send?.as !== "free-form")
        lines.push({ kind: "note", text: `  · ${sentence.replaceAll("**", "")}${rule ? ` (${rule})` : ""}` });
    }
    this.#logSeen = log.length;
    return lines;
  }

  #time(): string {
    return `${sayInstant(this.#simulator.now, this.#zone)} (${this.#zone})`;
  }

  /** How each entry is begun; `typed`: by writing to it. */
  #entries(): { id: string; name: string; kind: string; says: string; typed: boolean }[] {
    return this.#flow.nodes.flatMap((node) => {
      const definition = nodeType(node.type);
      const config = definition?.schema.safeParse(node.config);
      if (!definition || !config?.success) return [];
      const { entry } = definition.facts(config.data, this.#simulator.flow.context);
      if (!entry) return [];
      const { trigger } = config.data as { trigger: Trigger };
      return [{ id: node.id, name: nodeName(node), kind: trigger.kind, ...sayTrigger(trigger, node.id) }];
    });
  }
}

function sayTrigger(trigger: Trigger, id: string): { says: string; typed: boolean } {
  if (trigger.kind === "keyword")
    return { says: `write ${trigger.words.map((word) => `"${word}"`).join(" or ")}`, typed: true };
  if (trigger.kind === "any-message") return { says: "write anything", typed: true };
  return { says: `/start ${id}`, typed: false };
}

function bubble(content: OutgoingContent): Line[] {
  const parts =
    content.kind === "template"
      ? [content.shown.header, content.shown.body, content.shown.footer]
      : [
          "header" in content ? content.header : undefined,
          plainText(content),
          "footer" in content ? content.footer : undefined,
        ];
  const body = parts.filter((part) => part !== undefined && part !== "").join("\n");
  const links =
    content.kind === "template"
      ? content.shown.buttons.filter((button) => button.type !== "quick-reply").map((button) => `[${button.title}]`)
      : content.kind === "cta-url"
        ? [`[${content.displayText}] ${content.url}`]
        : [];
  const choices = choicesOf(content).map(({ title }, index) => `[${index + 1}] ${title}`);
  const label = content.kind === "media" ? `(${content.media}) ` : "";
  return [
    {
      kind: "message",
      text: `${label}${body}`
        .split("\n")
        .map((line) => `  │ ${line}`)
        .join("\n"),
    },
    ...[...choices, ...links].map((choice): Line => ({ kind: "message", text: `  │   ${choice}` })),
  ];
}

/** "2h", "1d 2h 30m", "90 s", "PT26H". */
function readDuration(typed: string): number | null {
  const compact = typed.replace(/\s+/g, "").toUpperCase();
  const parts = /^(?:(\d+(?:\.\d+)?D))?((?:\d+(?:\.\d+)?[HMS])*)$/.exec(compact);
  if (!parts || compact === "") return parseDuration(compact);
  return parseDuration(`P${parts[1] ?? ""}${parts[2] ? `T${parts[2]}` : ""}`);
}

function plain(text: string): Line {
  return { kind: "plain", text };
}
