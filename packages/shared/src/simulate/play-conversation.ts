/**
 * Plays a written conversation against a flow in virtual time and compares. What the person would see must be expected, in
 * order; what happens behind (holds, blocks, ends, hand-offs) may be.
 */
import type { FlowDocument } from "../flow/document.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { choicesOf, type OutgoingContent, plainText } from "../messages/outgoing.ts";
import { parseDuration } from "../time/duration.ts";
import { formatInstant, parseInstant } from "../time/instant.ts";
import type { ConversationDocument, ConversationStep, Expectation } from "./conversation-document.ts";
import { Simulator } from "./simulator.ts";

export interface Mismatch {
  /** Position in `steps`, from 0; the number of steps for what was left over at the end. */
  step: number;
  message: string;
}

export interface PlayResult {
  mismatches: Mismatch[];
  /** One line per thing that happened, for `--trace`. */
  trace: string[];
}

/** Something that happened, as far as an expectation can name it. */
type Observation =
  | { kind: "sent"; content: OutgoingContent; rule: string | null }
  | { kind: "held"; until: "until-interaction" | "until-instant" | "until-either"; rule: string }
  | { kind: "blocked"; code: number }
  | { kind: "refused"; reason: string; rule: string | null }
  | { kind: "ended"; reason: string }
  | { kind: "handed-off"; team: string | null }
  | { kind: "inbox" };

/** `flows`: published beside it, for it to call. */
export function playConversation(
  flow: FlowDocument,
  conversation: ConversationDocument,
  flows: readonly FlowDocument[] = [],
): PlayResult {
  const start = parseInstant(conversation.start);
  if (start === null)
    return {
      mismatches: [
        { step: 0, message: `start is "${conversation.start}"; an instant such as 2026-11-23T10:00:00Z was expected` },
      ],
      trace: [],
    };
  const { contact } = conversation;
  const simulator = new Simulator({
    flow,
    flows,
    start,
    contact: {
      phone: contact.phone,
      ...(contact.name === undefined ? {} : { name: contact.name }),
      ...(contact.timeZone === undefined ? {} : { timeZone: contact.timeZone }),
      ...(contact.fields === undefined ? {} : { fields: contact.fields }),
      marketingSlots: contact.marketingSlots ?? null,
    },
  });
  const play = new Play(simulator);
  for (const [index, step] of conversation.steps.entries()) play.step(step, index);
  play.end(conversation.steps.length);
  return { mismatches: play.mismatches, trace: play.trace };
}

class Play {
  readonly mismatches: Mismatch[] = [];
  readonly trace: string[] = [];
  readonly #simulator: Simulator;
  #open: Observation[] = [];
  #logSeen = 0;
  #sendsSeen = 0;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  step(step: ConversationStep, index: number): void {
    if ("expect" in step) {
      this.#expect(step.expect, index);
      return;
    }
    this.#nothingSentLeft(index);
    this.#open = [];
    this.trace.push(`${formatInstant(this.#simulator.now)} ${JSON.stringify(step)}`);
    this.#do(step, index);
    this.#observe();
  }

  end(index: number): void {
    this.#nothingSentLeft(index);
  }

  #do(step: Exclude<ConversationStep, { expect: Expectation }>, index: number): void {
    const simulator = this.#simulator;
    if ("start" in step) {
      const { entry, variables } = step.start;
      const node = simulator.flow.index.has(entry) ? entry : entryOfKind(simulator, entry);
      if (node === null) this.#miss(index, `the flow has no entry "${entry}"`);
      else simulator.start(node, variables ?? {});
    } else if ("user" in step) {
      if ("text" in step.user) simulator.say(step.user.text, step.user.ad);
      else if (!("tap" in step.user)) simulator.receive(contentOf(step.user));
      else if (simulator.tap(step.user.tap) === null && !this.#tapByIdOfFlow(step.user.tap))
        this.#miss(index, `no message on the phone has a button "${step.user.tap}"`);
    } else if ("wait" in step) {
      const duration = parseDuration(step.wait);
      if (duration === null) this.#miss(index, `"${step.wait}" is not a duration such as PT2H`);
      else simulator.advance(duration);
    } else if ("status" in step) {
      if (!simulator.status(step.status)) this.#miss(index, "nothing was sent that could have a status");
    } else if ("slots" in step) simulator.setSlots(step.slots);
    else if ("event" in step) simulator.raise(step.event.name, step.event.data ?? {});
    else if ("http" in step) {
      const result = "error" in step.http ? step.http : { status: step.http.status, body: step.http.body ?? null };
      if (simulator.answerCall(result) === null) this.#miss(index, "no call waits for an answer");
    } else this.#release();
  }

  /** What a person can let go: held messages, or a session that a team has. */
  #release(): void {
    const simulator = this.#simulator;
    const { id, wait } = simulator.session ?? {};
    if (id !== undefined && wait?.for === "agent")
      simulator.act({ kind: "session-given-back", session: id, by: "the conversation" });
    for (const message of simulator.held())
      simulator.act({ kind: "hold-released", message: message.id, by: "the conversation" });
  }

  /** Template quick replies may be named by their position: "0". */
  #tapByIdOfFlow(choice: string): boolean {
    if (!/^\d$/.test(choice)) return false;
    const shown = this.#simulator.sends.findLast(
      (send) => !send.failure && choicesOf(send.content).length > Number(choice),
    );
    const title = shown && choicesOf(shown.content)[Number(choice)]?.title;
    return title !== undefined && this.#simulator.tap(title) !== null;
  }

  #observe(): void {
    const { log, sends } = this.#simulator;
    for (const entry of log.slice(this.#logSeen)) {
      const text = (key: string) => (typeof entry.params[key] === "string" ? (entry.params[key] as string) : null);
      const rule = entry.rule ?? null;
      switch (entry.code) {
        case "sent": {
          const send = sends[this.#sendsSeen++];
          if (send) this.#open.push({ kind: "sent", content: send.content, rule });
          break;
        }
        case "held": {
          const interaction = entry.params["interaction"] === true;
          const instant = entry.params["until"] !== null && entry.params["until"] !== undefined;
          this.#open.push({
            kind: "held",
            until: interaction ? (instant ? "until-either" : "until-interaction") : "until-instant",
            rule: rule ?? "",
          });
          break;
        }
        case "blocked":
          this.#open.push({ kind: "blocked", code: Number(rule) });
          break;
        case "not-sent":
        case "given-up":
          this.#open.push({ kind: "refused", reason: text("reason") ?? "", rule });
          break;
        case "session-ended":
          this.#open.push({ kind: "ended", reason: text("reason") ?? "" });
          break;
        case "handed-off":
          this.#open.push({ kind: "handed-off", team: text("team") });
          break;
        case "to-inbox":
          this.#open.push({ kind: "inbox" });
          break;
        default:
          break;
      }
      this.trace.push(
        `${formatInstant(entry.at)}   ${entry.code}${rule ? ` [${rule}]` : ""} ${JSON.stringify(entry.params)}`,
      );
    }
    this.#logSeen = log.length;
  }

  #expect(expectation: Expectation, index: number): void {
    const { at, variables, nothing, ...event } = expectation;
    if (nothing) this.#nothingSentLeft(index);
    if (Object.keys(event).length > 0) this.#expectEvent(event, index);
    const session = this.#simulator.session;
    if (at !== undefined && session?.node !== at)
      this.#miss(
        index,
        `the session should stand on "${at}"; it stands on ${session ? `"${session.node}"` : "no node"}`,
      );
    for (const [name, value] of Object.entries(variables ?? {})) {
      const actual = session?.variables[name];
      if (JSON.stringify(actual) !== JSON.stringify(value))
        this.#miss(index, `${name} should be ${JSON.stringify(value)}; it is ${JSON.stringify(actual)}`);
    }
  }

  /** Messages in the order in which they are seen; what happens behind in any order since the last step. */
  #expectEvent(event: Expectation, index: number): void {
    const position =
      event.sent === undefined
        ? this.#open.findIndex((observation) => matches(event, observation))
        : this.#open.findIndex((observation) => observation.kind === "sent");
    const found = this.#open[position];
    if (found && matches(event, found)) {
      this.#open.splice(position, 1);
      return;
    }
    const seen = this.#open.length === 0 ? "nothing happened" : this.#open.map(say).join("; ");
    this.#miss(index, `expected ${JSON.stringify(event)} at ${formatInstant(this.#simulator.now)}; ${seen}`);
  }

  #nothingSentLeft(index: number): void {
    for (const observation of this.#open)
      if (observation.kind === "sent") this.#miss(index, `not expected: ${say(observation)}`);
    this.#open = this.#open.filter((observation) => observation.kind !== "sent");
  }

  #miss(step: number, message: string): void {
    this.mismatches.push({ step, message });
  }
}

function matches(event: Expectation, observation: Observation): boolean {
  const rule = "rule" in observation ? observation.rule : null;
  if (event.rule !== undefined && rule !== event.rule) return false;
  switch (observation.kind) {
    case "sent": {
      const { content } = observation;
      if (event.sent === undefined || event.sent !== sentAs(content)) return false;
      if (event.name !== undefined && (content.kind !== "template" || content.name !== event.name)) return false;
      if (event.text !== undefined && !plainText(content).includes(event.text)) return false;
      return (
        event.buttons === undefined ||
        JSON.stringify(choicesOf(content).map((choice) => choice.title)) === JSON.stringify(event.buttons)
      );
    }
    case "held":
      return event.held === observation.until;
    case "blocked":
      return event.blocked === observation.code;
    case "refused":
      return event.refused === observation.reason;
    case "ended":
      return event.ended === observation.reason;
    case "handed-off":
      return event.handedOff !== undefined && event.handedOff === observation.team;
    case "inbox":
      return event.inbox === true;
  }
}

type User = Extract<ConversationStep, { user: unknown }>["user"];

/** What the person sends, other than words and taps. */
function contentOf(user: Exclude<User, { text: string } | { tap: string }>): IncomingContent {
  if ("media" in user) {
    const { media, caption } = user;
    return { kind: "media", media, mediaId: "simulated", ...(caption === undefined ? {} : { caption }) };
  }
  if ("location" in user) {
    const { latitude, longitude, name, address } = user.location;
    return {
      kind: "location",
      latitude,
      longitude,
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
    };
  }
  if ("form" in user) return { kind: "form", response: user.form };
  return {
    kind: "order",
    order: { product_items: user.order.map((id) => ({ product_retailer_id: id, quantity: 1 })) },
  };
}

function sentAs(content: OutgoingContent): NonNullable<Expectation["sent"]> {
  switch (content.kind) {
    case "text":
    case "template":
    case "media":
    case "location":
    case "contacts":
      return content.kind;
    default:
      return "interactive";
  }
}

function say(observation: Observation): string {
  switch (observation.kind) {
    case "sent":
      return `${sentAs(observation.content)} was sent: "${plainText(observation.content).slice(0, 80)}"`;
    case "held":
      return `held ${observation.until} (${observation.rule})`;
    case "blocked":
      return `blocked with ${observation.code}`;
    case "refused":
      return `refused: ${observation.reason}`;
    case "ended":
      return `ended: ${observation.reason}`;
    case "handed-off":
      return `handed off to ${observation.team ?? "whoever is free"}`;
    case "inbox":
      return "went to the inbox";
  }
}

/** The first entry with a trigger of this kind: "campaign", "api", "keyword". */
function entryOfKind(simulator: Simulator, kind: string): string | null {
  const found = simulator.flow.nodes.find(
    ({ definition, config }) =>
      definition.type === "entry" && (config as { trigger?: { kind?: string } }).trigger?.kind === kind,
  );
  return found?.node.id ?? null;
}
