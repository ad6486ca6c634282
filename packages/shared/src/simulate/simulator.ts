/**
 * One contact, one flow and those it may call, a virtual clock: the kernel with a memory instead of a store and a made-up WhatsApp that accepts what
 * it is sent. Runs in the browser, in the command line and in tests; the same decisions as on the server.
 */

import { EMPTY_LEDGER } from "../caps/ledger.ts";
import { DEFAULT_POLICY, type Policy } from "../caps/policy.ts";
import { isWindowOpen } from "../caps/windows.ts";
import { decide } from "../conversation/decide.ts";
import type { ContactEvent, Failure } from "../conversation/event.ts";
import type { LogEntry } from "../conversation/log-entry.ts";
import { type Attempt, dueAt, lastAttempt, type Message } from "../conversation/message.ts";
import type { Plan, PlanResult } from "../conversation/plan.ts";
import type { ContactState } from "../conversation/state.ts";
import type { World } from "../conversation/world.ts";
import { chanceAt } from "../engine/chance.ts";
import { type CompiledFlow, compileFlow, type NodeTypes } from "../engine/compile-flow.ts";
import type { Session } from "../engine/session.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { choiceByLabel } from "../messages/labels.ts";
import { choicesOf, type OutgoingContent } from "../messages/outgoing.ts";
import type { HttpCall, HttpResult } from "../nodes/definition.ts";
import type { Trigger } from "../nodes/entry/definition.ts";
import { nodeType } from "../nodes/registry.ts";
import { type Duration, sayDuration } from "../time/duration.ts";
import { formatInstant, type Instant } from "../time/instant.ts";

export const SIMULATED_CHANNEL = "simulated";

export interface SimulatedContact {
  phone: string;
  name?: string;
  timeZone?: string;
  fields?: Record<string, Json>;
  /** Marketing templates WhatsApp still shows outside an open window; null: as many as you like. */
  marketingSlots?: number | null;
}

export interface SimulatorOptions {
  flow: FlowDocument;
  /** Published beside it: it may call them, and what the contact writes may begin them. */
  flows?: readonly FlowDocument[];
  contact: SimulatedContact;
  start: Instant;
  policy?: Policy;
  timeZone?: string;
  nodeTypes?: NodeTypes;
  /** What WhatsApp answers to an attempt; null: accepted. Default: 131049 when the slots are used up. */
  outcomeOf?: (message: Message, attempt: Attempt) => Failure | null;
}

/** A message that went out, as the phone would show it; `failure` when WhatsApp blocked or refused it. */
export interface SimulatedSend {
  at: Instant;
  message: string;
  attempt: string;
  as: Attempt["as"];
  content: OutgoingContent;
  failure: Failure | null;
}

/** A timer that would fire for ever is a bug of ours, not of the flow. */
const MOST_TIMERS = 100_000;

export class Simulator {
  readonly flow: CompiledFlow;
  readonly #published = new Map<string, CompiledFlow>();
  readonly log: LogEntry[] = [];
  readonly sends: SimulatedSend[] = [];
  readonly #world: World;
  readonly #outcomeOf: (message: Message, attempt: Attempt) => Failure | null;
  #state: ContactState;
  #now: Instant;
  #ids = 0;
  #slots: number | null;
  /** Every message there ever was: taps may name old ones. */
  readonly #all = new Map<string, Message>();
  readonly #ended = new Map<string, Session>();

  constructor(options: SimulatorOptions) {
    const nodeTypes = options.nodeTypes ?? nodeType;
    this.flow = compileFlow(options.flow, nodeTypes, 1);
    this.#published.set(options.flow.id, this.flow);
    for (const flow of options.flows ?? [])
      if (flow.id !== options.flow.id) this.#published.set(flow.id, compileFlow(flow, nodeTypes, 1));
    this.#now = options.start;
    this.#slots = options.contact.marketingSlots ?? null;
    this.#outcomeOf = options.outcomeOf ?? ((message, attempt) => this.#cap(message, attempt));
    this.#world = this.#makeWorld(options.policy ?? DEFAULT_POLICY, options.timeZone ?? "UTC");
    this.#state = {
      contact: {
        id: "contact",
        name: options.contact.name ?? null,
        identity: { phone: options.contact.phone },
        timeZone: options.contact.timeZone ?? null,
        fields: options.contact.fields ?? {},
        createdAt: options.start,
      },
      ledger: EMPTY_LEDGER,
      conversations: [],
      sessions: [],
      messages: [],
    };
  }

  get now(): Instant {
    return this.#now;
  }

  get state(): ContactState {
    return this.#state;
  }

  /** The session that ran last, ended or not. */
  get session(): Session | null {
    return this.#state.sessions.at(-1) ?? [...this.#ended.values()].at(-1) ?? null;
  }

  message(id: string): Message | undefined {
    return this.#all.get(id);
  }

  /** Messages at their gate. */
  held(): Message[] {
    return this.#state.messages.filter((message) => message.state === "held");
  }

  setSlots(slots: number | null): void {
    this.#slots = slots;
  }

  start(entry: string, variables: Record<string, Json> = {}): PlanResult {
    return this.act({
      kind: "session-requested",
      channel: SIMULATED_CHANNEL,
      flow: this.flow.document.id,
      revision: 1,
      entry,
      variables,
      by: "the simulator",
    });
  }

  /** The contact sends something; `named`: the message it answers, if the phone would say so; `ad`: the ad it came by. */
  receive(content: IncomingContent, named: Message | null = null, ad?: string): PlanResult {
    const message = {
      wamid: this.#id("in"),
      at: Math.floor(this.#now / 1_000) * 1_000,
      from: this.#state.contact.identity,
      ...(ad === undefined ? {} : { referral: { sourceType: "ad", sourceId: ad } }),
      content,
    };
    return this.act({ kind: "message-received", channel: SIMULATED_CHANNEL, message, named });
  }

  /** What another system answers to the call that waits longest; null when none does. */
  answerCall(result: HttpResult): PlanResult | null {
    const calling = this.#state.sessions.find((session) => session.wait?.call);
    const call = calling?.wait?.call;
    if (!calling || !call) return null;
    return this.act({ kind: "http-returned", session: calling.id, call: call.id, result });
  }

  raise(name: string, data: Json): PlanResult {
    return this.act({ kind: "event-raised", channel: SIMULATED_CHANNEL, name, data, by: "the simulator" });
  }

  say(text: string, ad?: string): PlanResult {
    return this.receive({ kind: "text", text }, null, ad);
  }

  /** Taps the newest shown message that has this choice, by id or by label. Null when none has. */
  tap(choice: string): PlanResult | null {
    for (const send of this.sends.toReversed()) {
      if (send.failure) continue;
      const choices = choicesOf(send.content);
      const index = choices.findIndex((candidate) => candidate.id === choice);
      const found = index >= 0 ? choices[index] : choiceByLabel(choices, choice);
      if (!found) continue;
      const on = send.content.kind === "template" ? "template" : send.content.kind === "list" ? "row" : "button";
      return this.receive({ kind: "tap", on, id: found.id, title: found.title }, this.#all.get(send.message) ?? null);
    }
    return null;
  }

  /** A status of a message that went out; default the newest. False when there is none. */
  status(status: "delivered" | "read" | "failed", failure?: Failure, of?: string): boolean {
    const id = of ?? this.sends.findLast((send) => !send.failure)?.message;
    const message = id === undefined ? undefined : this.#all.get(id);
    const attempt = message && lastAttempt(message);
    if (!message || !attempt) return false;
    this.act({
      kind: "status-received",
      message,
      attempt: attempt.id,
      wamid: attempt.wamid ?? "",
      status,
      at: this.#now,
      ...(failure ? { failure } : {}),
    });
    return true;
  }

  /** Lets time pass and everything due happen on the way. */
  advance(duration: Duration): void {
    const end = this.#now + duration;
    for (let fired = 0; fired < MOST_TIMERS; fired += 1) {
      const next = this.nextTimer();
      if (next === null || next.at > end) {
        this.#now = end;
        return;
      }
      this.#now = Math.max(this.#now, next.at);
      this.act(next.event);
    }
    throw new Error(`timers did not come to an end before ${formatInstant(end)}`);
  }

  /** What would happen next if nobody did anything. */
  nextTimer(): { at: Instant; event: ContactEvent } | null {
    let next: { at: Instant; event: ContactEvent } | null = null;
    const offer = (at: Instant | null | undefined, event: ContactEvent) => {
      if (at != null && (next === null || at < next.at)) next = { at, event };
    };
    for (const { id, wait, generation } of this.#state.sessions) {
      offer(wait?.until, { kind: "timer-fired", session: id, generation });
      if (wait?.call) offer(wait.since + wait.call.timeout, unanswered(id, wait.call));
    }
    for (const message of this.#state.messages) {
      offer(dueAt(message), { kind: "message-due", message: message.id });
      if (message.state === "queued") offer(message.notBefore, { kind: "send-claimed", message: message.id });
    }
    return next;
  }

  /** Any event; then what is queued goes out. */
  act(event: ContactEvent): PlanResult {
    const result = this.#decide(event);
    if (event.kind !== "send-claimed") this.#drain();
    else this.#sent(result);
    return result;
  }

  #decide(event: ContactEvent): PlanResult {
    const plan = decide(this.#state, event, this.#world, this.#now);
    this.#apply(plan);
    return plan.result;
  }

  #drain(): void {
    const tried = new Set<string>();
    for (;;) {
      const next = this.#state.messages
        .filter(
          (message) => message.state === "queued" && !tried.has(message.id) && (message.notBefore ?? 0) <= this.#now,
        )
        .sort((a, b) => a.createdAt - b.createdAt)[0];
      if (!next) return;
      tried.add(next.id);
      this.#sent(this.#decide({ kind: "send-claimed", message: next.id }));
    }
  }

  #sent(claim: PlanResult): void {
    if (claim.kind !== "claimed") return;
    const { message, attempt } = claim;
    const failure = this.#outcomeOf(message, attempt);
    const content = attempt.as === "interactive" && message.twin ? message.twin : message.content;
    this.sends.push({ at: this.#now, message: message.id, attempt: attempt.id, as: attempt.as, content, failure });
    this.#decide({ kind: "attempt-accepted", message: message.id, attempt: attempt.id, wamid: this.#id("wamid") });
    if (failure) this.#decide({ kind: "attempt-failed", message: message.id, attempt: attempt.id, failure });
    this.#drain();
  }

  /** WhatsApp's hidden cap, as the slots say. */
  #cap(message: Message, attempt: Attempt): Failure | null {
    if (message.class !== "marketing" || attempt.as !== "template" || this.#slots === null) return null;
    if (isWindowOpen(this.#state.ledger, message.channel, this.#now)) return null;
    if (this.#slots > 0) {
      this.#slots -= 1;
      return null;
    }
    return { code: 131049, kind: "capped", says: "WhatsApp shows this person no more offers at the moment." };
  }

  #apply(plan: Plan): void {
    for (const message of plan.messages) this.#all.set(message.id, message);
    for (const session of plan.sessions) if (session.status === "ended") this.#ended.set(session.id, session);
    this.log.push(...plan.log);
    const sessions = new Map(this.#state.sessions.map((session) => [session.id, session]));
    for (const session of plan.sessions) sessions.set(session.id, session);
    const running = [...sessions.values()].filter((session) => session.status === "running");
    const conversations = new Map(
      this.#state.conversations.map((conversation) => [conversation.channel, conversation]),
    );
    for (const conversation of plan.conversations) conversations.set(conversation.channel, conversation);
    const awaited = new Set(running.map((session) => session.wait?.message));
    this.#state = {
      contact: plan.contact ?? this.#state.contact,
      ledger: plan.ledger ?? this.#state.ledger,
      conversations: [...conversations.values()],
      sessions: running,
      messages: [...this.#all.values()].filter((message) => isLive(message) || awaited.has(message.id)),
    };
  }

  #makeWorld(policy: Policy, timeZone: string): World {
    const entries = [...this.#published.values()].flatMap(({ document, nodes, context }) =>
      nodes.flatMap(({ node, definition, config }) =>
        definition.facts(config, context).entry
          ? [{ flow: document.id, revision: 1, node: node.id, trigger: (config as { trigger: Trigger }).trigger }]
          : [],
      ),
    );
    const channel = { id: SIMULATED_CHANNEL, policy, timeZone, defaultReply: null, paused: false };
    return {
      channel: () => channel,
      flow: (id) => this.#published.get(id),
      published: (id) => this.#published.get(id),
      entries: () => entries,
      isPaused: () => false,
      newSessionId: () => this.#id("session"),
      newMessageId: () => this.#id("message"),
      newAttemptId: () => this.#id("attempt"),
      chance: () => chanceAt(1, this.#ids, 0),
    };
  }

  #id(prefix: string): string {
    this.#ids += 1;
    return `${prefix}-${this.#ids}`;
  }
}

/** Nobody is called from here: without an answer by `answerCall` a call runs into its timeout. */
function unanswered(session: string, call: HttpCall): ContactEvent {
  const result = { error: `It did not answer within ${sayDuration(call.timeout)}.` };
  return { kind: "http-returned", session, call: call.id, result };
}

/** What a store would load with the contact: open, or in flight. */
function isLive(message: Message): boolean {
  return message.state === "held" || message.state === "queued" || lastAttempt(message)?.state === "inflight";
}
