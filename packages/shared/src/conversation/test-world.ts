/**
 * For tests: the smallest shell around `decide`. It keeps one contact in memory, applies plans, plays WhatsApp, and has a
 * clock that only `wait` moves. Whatever a test does, after every plan the state is written to JSON and read back, and
 * what must always hold is checked.
 */
import { applyLedgerEvent, EMPTY_LEDGER, hasSpokenSinceBlock, type Ledger } from "../caps/ledger.ts";
import { DEFAULT_POLICY } from "../caps/policy.ts";
import { isWindowOpen } from "../caps/windows.ts";
import { compileFlow } from "../engine/compile-flow.ts";
import type { Session } from "../engine/session.ts";
import type { FlowDocument } from "../flow/document.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { choicesOf, plainText } from "../messages/outgoing.ts";
import { triggerSchema } from "../nodes/entry/definition.ts";
import { nodeType } from "../nodes/registry.ts";
import { type Duration, HOUR } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";
import { decide } from "./decide.ts";
import type { ContactEvent, Failure } from "./event.ts";
import type { LogEntry } from "./log-entry.ts";
import { type Attempt, dueAt, isOpen, lastAttempt, type Message } from "./message.ts";
import type { Plan, PlanResult } from "./plan.ts";
import type { ContactState } from "./state.ts";
import type { Channel, World } from "./world.ts";

/** 2026-11-23T10:00:00Z, a Monday. */
export const START = 1_795_428_000_000;
const CHANNEL = "c1";

const failure = (code: number, kind: Failure["kind"]): Failure => ({ code, kind, says: `error ${code}` });
export const CAPPED = failure(131049, "capped");
export const STOPPED = failure(131050, "opted-out");
export const CLOSED = failure(131047, "window-closed");
export const UNDELIVERABLE = failure(131026, "permanent");

/** What WhatsApp makes of the next send. `call`: it fails at once; `late`: accepted, then a failed status. */
export type Reaction =
  | "deliver"
  | "accept"
  | "silence"
  | "unknown"
  | "not-sent"
  | { call: Failure }
  | { late: Failure };

export class TestWorld {
  now: Instant = START;
  channel: Channel = { id: CHANNEL, policy: DEFAULT_POLICY, timeZone: "UTC", defaultReply: null, paused: false };
  paused = new Set<string>();
  /** Consumed one by one; then everything is delivered. */
  reactions: Reaction[] = [];
  readonly flows: FlowDocument[];
  readonly log: LogEntry[] = [];
  state: ContactState = {
    contact: {
      id: "p1",
      name: "Asha",
      identity: { phone: "+5511900000001" },
      timeZone: "UTC",
      fields: {},
      createdAt: 0,
    },
    ledger: EMPTY_LEDGER,
    conversations: [],
    sessions: [],
    messages: [],
  };
  /** All that ever were, in the order they were made. */
  readonly messages = new Map<string, Message>();
  readonly sessions = new Map<string, Session>();
  #rebuilt: Ledger = EMPTY_LEDGER;
  #ids = 0;

  constructor(...flows: FlowDocument[]) {
    this.flows = flows;
  }

  start(flow = this.flows[0]?.id ?? "", entry = "entry"): PlanResult {
    return this.does({
      kind: "session-requested",
      channel: CHANNEL,
      flow,
      revision: 1,
      entry,
      variables: {},
      by: "api",
    });
  }

  says(text: string, on?: Message): PlanResult {
    return this.receives({ kind: "text", text }, on);
  }

  /** Taps the button with this title, on the newest message that shows it. */
  taps(title: string, on?: Message): PlanResult {
    for (const message of on ? [on] : [...this.messages.values()].reverse()) {
      const shown = lastAttempt(message)?.as === "interactive" ? (message.twin ?? message.content) : message.content;
      const choice = choicesOf(shown).find((candidate) => candidate.title === title);
      if (!choice || message.attempts.length === 0) continue;
      return this.receives({ kind: "tap", on: "button", id: choice.id, title }, message);
    }
    throw new Error(`nothing shows the button ${title}`);
  }

  receives(content: IncomingContent, on?: Message, channel = CHANNEL): PlanResult {
    // WhatsApp's timestamps have whole seconds.
    const at = Math.floor(this.now / 1_000) * 1_000;
    const message = { wamid: `in${this.#ids++}`, at, from: {}, content };
    const named = on ? (this.messages.get(on.id) ?? null) : null;
    return this.does({ kind: "message-received", channel, message, named });
  }

  /** A status webhook about the last attempt, or the one given. */
  status(message: Message, status: "sent" | "delivered" | "read", attempt = lastAttempt(message)): PlanResult {
    return this.#status(message, attempt, { status });
  }

  fails(message: Message, why: Failure, attempt = lastAttempt(message)): PlanResult {
    return this.#status(message, attempt, { status: "failed", failure: why });
  }

  /** Lets time pass; whatever falls due runs at its instant. */
  wait(duration: Duration): void {
    const end = this.now + duration;
    for (let turns = 0; ; turns += 1) {
      if (turns > 1_000) throw new Error("the clock runs in circles");
      const due = this.#nextDue();
      if (due === null || due.at > end) break;
      this.now = Math.max(this.now, due.at);
      if (due.event) this.does(due.event);
      else this.drain();
    }
    this.now = end;
  }

  /** Handles one event, then sends what may go. */
  does(event: ContactEvent): PlanResult {
    const { result } = this.apply(event);
    this.drain();
    return result;
  }

  /** Handles one event and nothing else. */
  apply(event: ContactEvent): Plan {
    const before = JSON.stringify(this.state);
    const { ledger } = this.state;
    const plan = JSON.parse(JSON.stringify(decide(this.state, event, this.#world, this.now))) as Plan;
    if (JSON.stringify(this.state) !== before) throw new Error(`${event.kind} changed the state it was given`);
    for (const message of plan.messages) this.messages.set(message.id, message);
    for (const session of plan.sessions) this.sessions.set(session.id, session);
    const changed = new Map(plan.conversations.map((conversation) => [conversation.channel, conversation]));
    for (const known of this.state.conversations) if (!changed.has(known.channel)) changed.set(known.channel, known);
    const sessions = [...this.sessions.values()].filter((session) => session.status === "running");
    const awaited = new Set(sessions.map((session) => session.wait?.message));
    const isLive = (message: Message) =>
      isOpen(message) || lastAttempt(message)?.state === "inflight" || awaited.has(message.id);
    this.state = {
      contact: plan.contact ?? this.state.contact,
      ledger: plan.ledger ?? this.state.ledger,
      conversations: [...changed.values()],
      sessions,
      messages: [...this.messages.values()].filter(isLive),
    };
    this.log.push(...plan.log);
    if (plan.result.kind === "claimed") this.#checkClaim(plan.result.message, plan.result.attempt, ledger);
    for (const entry of plan.ledgerLog) this.#rebuilt = applyLedgerEvent(this.#rebuilt, entry.event);
    this.#check(event);
    return plan;
  }

  /** The outbox: claims what is queued, one after the other, and plays WhatsApp's answer. */
  drain(): void {
    const stuck = new Set<string>();
    for (let next = this.#nextQueued(stuck); next; next = this.#nextQueued(stuck)) {
      const { result } = this.apply({ kind: "send-claimed", message: next.id });
      if (result.kind === "claimed") this.#react(result.message, result.attempt);
      // What stands still is passed by, as the outbox does.
      else if (this.messages.get(next.id)?.state === "queued") stuck.add(next.id);
    }
  }

  /** What the phone shows, oldest first: "template: This is early", "free-form: Hello". */
  get phone(): string[] {
    return [...this.messages.values()].flatMap((message) =>
      message.attempts
        .filter((attempt) => attempt.deliveredAt !== undefined)
        .map(
          (attempt) =>
            `${attempt.as}: ${plainText(attempt.as === "interactive" ? (message.twin ?? message.content) : message.content)}`,
        ),
    );
  }

  /** The last message that node sent or wants to send. */
  message(node: string): Message {
    const found = [...this.messages.values()].findLast(
      (message) => message.origin.kind === "flow" && message.origin.node === node,
    );
    if (!found) throw new Error(`node ${node} made no message`);
    return found;
  }

  /** The only session, or the last one of a flow. */
  session(flow = this.flows[0]?.id): Session {
    const found = [...this.sessions.values()].findLast((session) => session.flow === flow);
    if (!found) throw new Error(`no session of ${flow}`);
    return found;
  }

  /** "running at last", "ended: timeout". */
  at(flow?: string): string {
    const session = this.session(flow);
    return session.status === "running" ? `at ${session.node}` : `ended: ${session.reason}`;
  }

  /** "held D2", "sent accepted", "refused window-closed". */
  fate(node: string): string {
    const { state, hold, reason, attempts } = this.message(node);
    return [state, hold?.rule ?? reason ?? attempts.at(-1)?.state].filter(Boolean).join(" ");
  }

  codes(): string[] {
    return this.log.map((entry) => entry.code);
  }

  #status(
    message: Message,
    attempt: Attempt | undefined,
    news: { status: "sent" | "delivered" | "read" | "failed"; failure?: Failure },
  ): PlanResult {
    if (!attempt) throw new Error("there was no attempt");
    const known = this.messages.get(message.id) ?? message;
    const wamid = attempt.wamid ?? `wamid.${attempt.id}`;
    return this.does({ kind: "status-received", message: known, attempt: attempt.id, wamid, at: this.now, ...news });
  }

  #react(message: Message, attempt: Attempt): void {
    const about = { message: message.id, attempt: attempt.id };
    const reaction = this.reactions.shift() ?? "deliver";
    if (reaction === "silence") return;
    if (reaction === "unknown")
      return void this.apply({ kind: "attempt-unknown", ...about, why: "the answer was lost" });
    if (reaction === "not-sent")
      return void this.apply({ kind: "attempt-not-sent", ...about, why: "no connection", retryAt: this.now + HOUR });
    if (typeof reaction === "object" && "call" in reaction)
      return void this.apply({ kind: "attempt-failed", ...about, failure: reaction.call });
    this.apply({ kind: "attempt-accepted", ...about, wamid: `wamid.${attempt.id}` });
    if (reaction === "deliver") this.status(this.messages.get(message.id) ?? message, "delivered", attempt);
    else if (reaction !== "accept") this.fails(this.messages.get(message.id) ?? message, reaction.late, attempt);
  }

  #nextQueued(stuck: ReadonlySet<string>): Message | undefined {
    const isBusy = [...this.messages.values()].some((message) => lastAttempt(message)?.state === "inflight");
    return isBusy
      ? undefined
      : this.state.messages.find(
          (message) =>
            message.state === "queued" &&
            !stuck.has(message.id) &&
            (message.notBefore ?? 0) <= this.now &&
            !this.channel.paused &&
            !(message.origin.kind === "flow" && this.paused.has(message.origin.flow)),
        );
  }

  #nextDue(): { at: Instant; event: ContactEvent | null } | null {
    const due: { at: Instant; event: ContactEvent | null }[] = [];
    for (const { id, wait, generation } of this.state.sessions) {
      if (wait?.call) {
        const event = {
          kind: "http-returned" as const,
          session: id,
          call: wait.call.id,
          result: { error: "no answer" },
        };
        due.push({ at: wait.since + wait.call.timeout, event });
      }
      if (wait?.until != null) due.push({ at: wait.until, event: { kind: "timer-fired", session: id, generation } });
    }
    for (const message of this.state.messages) {
      const at = dueAt(message);
      if (at !== null) due.push({ at, event: { kind: "message-due", message: message.id } });
      if (message.state === "queued" && message.notBefore !== null && message.notBefore > this.now)
        due.push({ at: message.notBefore, event: null });
    }
    return due.sort((a, b) => a.at - b.at)[0] ?? null;
  }

  readonly #compiled = new Map<FlowDocument, ReturnType<typeof compileFlow>>();

  /** Revisions that are no longer published, as "flow@1". */
  readonly #older = new Map<string, FlowDocument>();
  readonly #revisions = new Map<string, number>();

  #compile(flow: FlowDocument, revision = this.#revision(flow.id)) {
    const known = this.#compiled.get(flow) ?? compileFlow(flow, nodeType, revision);
    this.#compiled.set(flow, known);
    return known;
  }

  #revision(flow: string): number {
    return this.#revisions.get(flow) ?? 1;
  }

  /** Publishes the next revision of a flow; sessions stay on theirs. */
  revise(document: FlowDocument): void {
    const index = this.flows.findIndex((flow) => flow.id === document.id);
    const before = this.flows[index];
    if (!before) throw new Error(`no flow ${document.id}`);
    const revision = this.#revision(document.id);
    this.#older.set(`${document.id}@${revision}`, before);
    this.#compile(before, revision);
    this.#revisions.set(document.id, revision + 1);
    this.flows[index] = document;
  }

  /** What decisions look at. */
  get world(): World {
    return this.#world;
  }

  readonly #world: World = {
    channel: () => this.channel,
    flow: (id, revision) => {
      const found =
        revision === this.#revision(id)
          ? this.flows.find((flow) => flow.id === id)
          : this.#older.get(`${id}@${revision}`);
      return found && this.#compile(found, revision);
    },
    published: (id) => {
      const found = this.paused.has(id) ? undefined : this.flows.find((flow) => flow.id === id);
      return found && this.#compile(found);
    },
    entries: () =>
      this.flows
        .filter((flow) => !this.paused.has(flow.id))
        .flatMap((flow) =>
          flow.nodes
            .filter((node) => node.type === "entry")
            .map((node) => ({
              flow: flow.id,
              revision: this.#revision(flow.id),
              node: node.id,
              trigger: triggerSchema.parse(node.config["trigger"]),
            })),
        ),
    isPaused: (flow) => this.paused.has(flow),
    newSessionId: () => `s${this.#ids++}`,
    newMessageId: () => `m${this.#ids++}`,
    newAttemptId: () => `a${this.#ids++}`,
    chance: () => 0,
  };

  /** What holds whenever something goes, whatever the gate and whoever wants it. */
  #checkClaim(message: Message, attempt: Attempt, ledger: Ledger): void {
    const fail = (what: string) => {
      throw new Error(`${message.id} went ${what}`);
    };
    if (message.deadline !== null && message.deadline <= this.now) fail("after its deadline");
    if (message.blocks >= message.maxTries) fail("once too often");
    if (attempt.as !== "template" && !isWindowOpen(ledger, message.channel, this.now)) fail("with the window closed");
    if (message.class !== "marketing") return;
    if (ledger.stoppedByMetaAt !== null || ledger.stoppedByWordAt !== null) fail("to one who opted out (D1)");
    const capped = ledger.blockedUntil !== null && this.now < ledger.blockedUntil;
    if (attempt.as === "template" && capped && (!hasSpokenSinceBlock(ledger) || ledger.counted.length > 0))
      fail("inside the cooldown (B1)");
  }

  /** What holds after every event, whatever happened. */
  #check({ kind }: ContactEvent): void {
    const fail = (what: string) => {
      throw new Error(`after ${kind}: ${what}`);
    };
    for (const session of this.sessions.values()) {
      if (session.status === "ended" && session.wait !== null) fail(`session ${session.id} ended and still waits`);
      if (session.status === "running" && session.wait === null)
        fail(`session ${session.id} runs and waits for nothing`);
    }
    for (const message of this.messages.values()) {
      if ((message.state === "held") !== (message.hold !== null))
        fail(`${message.id} is ${message.state}, hold ${message.hold}`);
      if (message.attempts.filter((attempt) => attempt.state === "inflight").length > 1)
        fail(`${message.id} is in flight twice`);
      if (isOpen(message) && lastAttempt(message)?.state === "inflight")
        fail(`${message.id} is ${message.state} and in flight`);
    }
    if (JSON.stringify(this.#rebuilt) !== JSON.stringify(this.state.ledger))
      fail("the ledger is not what its log says");
  }
}
