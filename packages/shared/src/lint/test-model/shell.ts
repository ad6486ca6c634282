/**
 * For tests: model M around the real kernel (caps.md §7): one flow, one channel, one contact, a fresh ledger. Turns and deliveries take
 * no time, the clock moves only when told, and every send is accepted unless the script says otherwise. Lint's claims are
 * checked against this, and conversations are played on it.
 */
import { EMPTY_LEDGER } from "../../caps/ledger.ts";
import type { Policy } from "../../caps/policy.ts";
import { decide } from "../../conversation/decide.ts";
import type { ContactEvent, Failure } from "../../conversation/event.ts";
import type { LogEntry } from "../../conversation/log-entry.ts";
import { type Attempt, dueAt, lastAttempt, type Message } from "../../conversation/message.ts";
import type { Plan, PlanResult } from "../../conversation/plan.ts";
import type { ContactState } from "../../conversation/state.ts";
import type { EntryPoint, World } from "../../conversation/world.ts";
import { compileFlow, type NodeTypes } from "../../engine/compile-flow.ts";
import type { Session } from "../../engine/session.ts";
import type { FlowDocument } from "../../flow/document.ts";
import type { Json } from "../../flow/json.ts";
import type { Template } from "../../flow/template.ts";
import type { IncomingContent } from "../../messages/incoming.ts";
import type { FreeFormContent, OutgoingContent } from "../../messages/outgoing.ts";
import type { Instant } from "../../time/instant.ts";

export type SendOutcome = "accepted" | "undelivered" | Failure;

export interface ShellOptions {
  flow: FlowDocument;
  nodeTypes: NodeTypes;
  /** What is published, for calls; the flow itself too, if it may be called. */
  called?: readonly { flow: FlowDocument; nodeTypes: NodeTypes }[];
  policy: Policy;
  start: Instant;
  templates?: readonly Template[];
  contact?: { phone?: string; name?: string | null; fields?: Record<string, Json>; timeZone?: string };
  /** Ways a message can start the flow; none in model M, where an entry is chosen. */
  entries?: readonly EntryPoint[];
  /** True: what is queued stays there; the rest is of no interest any more. */
  isDone?(): boolean;
  /** What becomes of an attempt. */
  outcomeOf(message: Message, attempt: Attempt): SendOutcome;
}

/** Everything of one turn that an observer may want. */
export interface Observed {
  at: Instant;
  log: readonly LogEntry[];
  messages: readonly Message[];
}

const CHANNEL = "model";
/** The revision of all that is called. */
const CALLED = 2;
const MOST_EVENTS = 5_000;

export class Shell {
  now: Instant;
  /** Nodes that run now run only in thought. */
  isPreview = false;
  readonly observed: Observed[] = [];
  /** All that ever were. */
  readonly messages = new Map<string, Message>();
  readonly sessions = new Map<string, Session>();
  readonly #options: ShellOptions;
  readonly #world: World;
  #state: ContactState;
  #ids = 0;
  #events = 0;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.now = options.start;
    const compiled = compileFlow(options.flow, options.nodeTypes, 1, options.templates ?? []);
    const called = new Map(
      (options.called ?? []).map(({ flow, nodeTypes }) => [
        flow.id,
        compileFlow(flow, nodeTypes, CALLED, options.templates ?? []),
      ]),
    );
    const id = () => String(this.#ids++).padStart(6, "0");
    this.#world = {
      channel: () => ({ id: CHANNEL, policy: options.policy, timeZone: "UTC", defaultReply: null, paused: false }),
      flow: (id, revision) => (revision === CALLED ? called.get(id) : compiled),
      published: (id) => called.get(id),
      entries: () => options.entries ?? [],
      isPaused: () => false,
      newSessionId: () => `s${id()}`,
      newMessageId: () => `m${id()}`,
      newAttemptId: () => `a${id()}`,
      chance: () => 0,
    };
    const { phone, name, fields, timeZone } = options.contact ?? {};
    this.#state = {
      contact: {
        id: "contact",
        name: name === undefined ? "Asha" : name,
        identity: { phone: phone ?? "+5511900000001" },
        timeZone: timeZone ?? "UTC",
        fields: fields ?? {},
        createdAt: options.start,
      },
      ledger: EMPTY_LEDGER,
      conversations: [],
      sessions: [],
      messages: [],
    };
  }

  get state(): ContactState {
    return this.#state;
  }

  /** The session that runs or ran last. */
  get session(): Session | null {
    return [...this.sessions.values()].at(-1) ?? null;
  }

  /** `startedBy: "contact"`: what the contact wrote opens the window first. */
  start(entry: string, startedBy: "contact" | "business", variables: Record<string, Json> = {}): PlanResult {
    if (startedBy === "contact") this.say({ kind: "text", text: "hello" });
    return this.does({
      kind: "session-requested",
      channel: CHANNEL,
      flow: this.#options.flow.id,
      revision: 1,
      entry,
      variables,
      by: "lint",
    });
  }

  say(content: IncomingContent, on: Message | null = null): PlanResult {
    return this.does(this.#incoming(content, on));
  }

  /** What would be planned if the contact said this; nothing changes. */
  preview(content: IncomingContent, on: Message | null = null): Plan {
    this.isPreview = true;
    const plan = decide(this.#state, this.#incoming(content, on), this.#world, this.now);
    this.isPreview = false;
    return plan;
  }

  giveBack(): PlanResult {
    return this.does({ kind: "session-given-back", session: this.session?.id ?? "", by: "agent" });
  }

  /** What the session waits for happens, unless it waits for something else. */
  raise(): PlanResult | null {
    const name = this.session?.wait?.event;
    return name === undefined
      ? null
      : this.does({ kind: "event-raised", channel: CHANNEL, name, data: { a: 1 }, by: "lint" });
  }

  /** The call that the session waits for is answered. */
  answerCall(ok: boolean): PlanResult | null {
    const { wait, id } = this.session ?? {};
    if (!wait?.call || id === undefined) return null;
    const result = ok ? { status: 200, body: { a: 1 } } : { error: "nobody is called in the model" };
    return this.does({ kind: "http-returned", session: id, call: wait.call.id, result });
  }

  status(message: Message, status: "sent" | "delivered" | "read" | "failed", failure?: Failure): PlanResult {
    const attempt = lastAttempt(message);
    if (!attempt) return { kind: "unknown-subject" };
    const { now: at } = this;
    const wamid = attempt.wamid ?? `wamid.${attempt.id}`;
    return this.does({
      kind: "status-received",
      message,
      attempt: attempt.id,
      wamid,
      status,
      at,
      ...(failure ? { failure } : {}),
    });
  }

  /** When something happens by itself next. */
  nextDue(): Instant | null {
    return this.#nextDue()?.at ?? null;
  }

  /** Moves the clock; all that falls due runs at its instant. `before`: what is due at `until` itself does not run yet. */
  advanceTo(until: Instant, before = false): void {
    for (let due = this.#nextDue(); due && (before ? due.at < until : due.at <= until); due = this.#nextDue()) {
      this.now = Math.max(this.now, due.at);
      this.does(due.event);
    }
    this.now = Math.max(this.now, until);
  }

  /** Handles an event, then sends what may go. */
  does(event: ContactEvent): PlanResult {
    const { result } = this.#apply(event);
    for (let queued = this.#nextQueued(); queued; queued = this.#nextQueued()) {
      if (this.#options.isDone?.()) break;
      const claim = this.#apply({ kind: "send-claimed", message: queued.id });
      if (claim.result.kind === "claimed") this.#settle(claim.result.message, claim.result.attempt);
      else if (this.messages.get(queued.id)?.state === "queued") break;
    }
    return result;
  }

  #settle(message: Message, attempt: Attempt): void {
    const about = { message: message.id, attempt: attempt.id };
    const outcome = this.#options.outcomeOf(message, attempt);
    if (typeof outcome === "object") {
      this.#apply({ kind: "attempt-failed", ...about, failure: outcome });
      return;
    }
    const wamid = `wamid.${attempt.id}`;
    this.#apply({ kind: "attempt-accepted", ...about, wamid });
    if (outcome === "undelivered") return;
    const accepted = this.messages.get(message.id) ?? message;
    this.#apply({
      kind: "status-received",
      message: accepted,
      attempt: attempt.id,
      wamid,
      status: "delivered",
      at: this.now,
    });
  }

  #apply(event: ContactEvent): Plan {
    this.#events += 1;
    if (this.#events > MOST_EVENTS) throw new Error(`more than ${MOST_EVENTS} events: the flow runs in circles`);
    const plan = decide(this.#state, event, this.#world, this.now);
    for (const message of plan.messages) this.messages.set(message.id, message);
    for (const session of plan.sessions) this.sessions.set(session.id, session);
    const sessions = [...this.sessions.values()].filter((session) => session.status === "running");
    const awaited = new Set(sessions.map((session) => session.wait?.message));
    this.#state = {
      contact: plan.contact ?? this.#state.contact,
      ledger: plan.ledger ?? this.#state.ledger,
      conversations: plan.conversations.length > 0 ? plan.conversations : this.#state.conversations,
      sessions,
      messages: [...this.messages.values()].filter(
        ({ id, state, attempts }) =>
          state === "held" || state === "queued" || attempts.at(-1)?.state === "inflight" || awaited.has(id),
      ),
    };
    this.observed.push({ at: this.now, log: plan.log, messages: plan.messages });
    return plan;
  }

  #incoming(content: IncomingContent, on: Message | null): ContactEvent & { kind: "message-received" } {
    const named = on ? (this.messages.get(on.id) ?? null) : null;
    const message = { wamid: `in${this.#ids++}`, at: this.now, from: {}, content };
    return { kind: "message-received", channel: CHANNEL, message, named };
  }

  #nextQueued(): Message | undefined {
    return this.#state.messages.find((message) => message.state === "queued" && (message.notBefore ?? 0) <= this.now);
  }

  #nextDue(): { at: Instant; event: ContactEvent } | null {
    let next: { at: Instant; event: ContactEvent } | null = null;
    for (const { id, wait, generation } of this.#state.sessions) {
      if (wait?.call && (!next || next.at > wait.since + wait.call.timeout)) {
        const result = { error: "nobody is called in the model" };
        const event = { kind: "http-returned" as const, session: id, call: wait.call.id, result };
        next = { at: wait.since + wait.call.timeout, event };
      }
      if (wait?.until == null || (next && next.at <= wait.until)) continue;
      next = { at: wait.until, event: { kind: "timer-fired", session: id, generation } };
    }
    for (const message of this.#state.messages) {
      const at = dueAt(message);
      if (at === null || (next && next.at <= at)) continue;
      next = { at, event: { kind: "message-due", message: message.id } };
    }
    return next;
  }
}

/** What the phone shows of a message: the template, or its twin. */
export function shownContent(message: Message): OutgoingContent | FreeFormContent {
  return lastAttempt(message)?.as === "interactive" ? (message.twin ?? message.content) : message.content;
}
