/**
 * What the rules of caps.md and engine-spec.md say one contact must see, written once more and as plainly as possible, from
 * the rules and not from the code. A command takes a minute, in which what may leave leaves and is delivered.
 *
 * Two things are taken over from the program instead of being computed: the jitter of a cooldown (within its 5 %), and the
 * seconds inside a minute.
 */
import { DAY, HOUR, MINUTE } from "@sluice/shared/time/duration";
import { type Fate, type Flow, type Marketing, newOffer, type Offer, type Session, type Text } from "./kinds.ts";

const TIMEOUT = DAY;
const TWIN_MARGIN = 5 * MINUTE;

export class Model {
  now: number;
  edition = 1;
  paused = false;
  /** Of the next offers that leave, one each; then they are delivered. */
  fates: readonly Fate[] = [];
  stopped = { word: false, meta: false };
  lastInbound = Number.NEGATIVE_INFINITY;
  blockedUntil = Number.NEGATIVE_INFINITY;
  /** Nobody wrote since the last block. */
  silentSinceBlock = false;
  blocks = 0;
  readonly sent: string[] = [];
  readonly sessions = new Map<Flow, Session>();
  #queue: (Text | Marketing)[] = [];
  /** Of all that was ever made, for the list of unknown outcomes. */
  readonly #made: Marketing[] = [];
  /** Marketing that left and nobody answered. */
  #streak = new Set<Marketing>();
  #order = 0;

  constructor(now: number) {
    this.now = now;
  }

  get isWithPerson(): boolean {
    return this.sessions.get("chat")?.node === "person";
  }

  held(): Marketing[] {
    return this.#made.filter(({ state }) => state === "held").sort((a, b) => a.deadline - b.deadline);
  }

  queued(): Marketing[] {
    return this.#queue.filter((one) => one.kind === "marketing");
  }

  unknown(): Marketing[] {
    return this.#made.filter(({ state, outcome }) => state === "sent" && outcome === "unknown");
  }

  /** B1: jitter goes upwards, by 5 % of at most a week. */
  learnCooldown(until: number): void {
    if (until < this.blockedUntil || until > this.blockedUntil + 0.05 * 7 * DAY)
      throw new Error(`the cooldown ends ${until - this.blockedUntil} ms later than it should`);
    for (const message of this.held()) if (message.until === this.blockedUntil) message.until = until;
    this.blockedUntil = until;
  }

  receive(text: string): void {
    this.lastInbound = this.now;
    this.#streak.clear();
    this.silentSinceBlock = false;
    this.blocks = 0;
    if (text === "STOP") this.stopped.word = true;
    else if (text === "START" && this.stopped.word) this.stopped.word = false;
    else this.#takenBySession(text) || this.#takenByEntry(text);
    this.decideHeld();
  }

  /** D1: Meta's switch, or what somebody wrote down of the wishes. */
  prefer(by: "meta" | "word", wants: "stop" | "resume"): void {
    this.stopped[by] = wants === "stop";
    this.decideHeld();
  }

  start(flow: Offer): void {
    if (this.sessions.has(flow)) return;
    const message = newOffer(flow, this.now, this.#order++);
    const decision = this.#decide(message, this.queued());
    // T6: the port leads nowhere.
    if (decision.kind === "refuse") return;
    this.#made.push(message);
    this.sessions.set(flow, { node: "send", waitsSince: null, until: null, message });
    if (decision.kind === "hold") this.#hold(message, decision.until);
    else this.#queue.push(message);
  }

  giveBack(): void {
    this.sessions.delete("chat");
    this.#say("Welcome back.");
  }

  /** D2 steps aside for what a person lets go. */
  release(message: Marketing): void {
    message.released = true;
    this.decideHeld(message);
  }

  /** By a person, or by the deadline. */
  cancel(message: Marketing): void {
    this.#end(message);
    this.decideHeld();
  }

  /** B7 */
  resend(message: Marketing): void {
    this.#streak.delete(message);
    message.state = "queued";
    message.outcome = "none";
    this.#queue.push(message);
    this.#waitsForSend(message);
  }

  forget(message: Marketing): void {
    this.#streak.delete(message);
    message.state = "gone";
    this.decideHeld();
  }

  /** Nothing happens but time, and what is due in it. */
  tick(duration: number): void {
    const end = this.now + duration;
    for (let due = this.#nextDue(); due !== null && due.at <= end; due = this.#nextDue()) {
      this.now = Math.max(this.now, due.at);
      due.happens();
      this.#flush();
    }
    this.now = end;
  }

  /** What may leave leaves. */
  minute(): void {
    this.#flush();
    this.tick(MINUTE);
  }

  /** I1: the one that last began waiting; I4: a label is a tap; I5: else it keeps waiting. */
  #takenBySession(text: string): boolean {
    const waiting = [...this.sessions].filter(([, { waitsSince }]) => waitsSince !== null);
    const last = waiting.sort(([, a], [, b]) => (b.waitsSince ?? 0) - (a.waitsSince ?? 0))[0];
    if (!last) return false;
    const [flow] = last;
    if (flow !== "chat") {
      this.sessions.delete(flow);
      this.#say(text.toLowerCase() === "show me" ? `Here is the ${flow}.` : `Noted, ${flow}.`);
      return true;
    }
    if (text.toLowerCase() === "shoes") {
      this.sessions.delete("chat");
      this.#say("Shoes it is.");
    } else if (text.toLowerCase() === "a person") {
      this.sessions.set("chat", { node: "person", waitsSince: null, until: this.now + 2 * DAY, message: null });
    } else return false;
    return true;
  }

  #takenByEntry(text: string): boolean {
    if (text.toLowerCase() !== "hello" || this.paused || this.sessions.has("chat")) return false;
    this.#say(`Edition ${this.edition}.`);
    this.#say("What would you like?");
    this.sessions.set("chat", { node: "ask", waitsSince: this.#order++, until: this.now + 6 * HOUR, message: null });
    return true;
  }

  /** D9: asked when the node runs, and again when it leaves. */
  #say(says: string): void {
    if (this.#isOpen()) this.#queue.push({ kind: "text", says, order: this.#order++ });
  }

  #isOpen(): boolean {
    return this.now < this.lastInbound + DAY;
  }

  #decide(
    message: Marketing,
    queued: readonly Marketing[],
  ): { kind: "send" | "refuse" } | { kind: "hold"; until: number | null } {
    if (this.stopped.meta || this.stopped.word) return { kind: "refuse" };
    const unanswered = queued.length > 0 || this.#streak.size > 0;
    if (unanswered && !message.released) return { kind: "hold", until: null };
    const cooling = this.now < this.blockedUntil;
    if (this.#hasTwin() && !(cooling && unanswered)) return { kind: "send" };
    if (cooling && (!this.#isOpen() || unanswered || this.silentSinceBlock))
      return { kind: "hold", until: this.blockedUntil };
    return { kind: "send" };
  }

  /** D3 */
  #hasTwin(): boolean {
    return this.lastInbound + DAY - this.now >= TWIN_MARGIN;
  }

  #hold(message: Marketing, until: number | null): void {
    message.state = "held";
    message.until = until;
  }

  /** D13, I3: each in the order of the deadlines; what is let go holds those behind it. */
  decideHeld(only?: Marketing): void {
    for (const message of this.held()) {
      if (only && only !== message) continue;
      const decision = this.#decide(message, this.queued());
      if (decision.kind === "refuse") this.#end(message);
      else if (decision.kind === "hold") this.#hold(message, decision.until);
      else if (this.paused) message.until = null;
      else {
        message.state = "queued";
        this.#queue.push(message);
      }
    }
  }

  /** Oldest first, one at a time, each decided again (D12). */
  #flush(): void {
    while (!this.paused && this.#queue.length > 0) {
      this.#queue.sort((a, b) => a.order - b.order);
      const next = this.#queue.shift();
      if (next?.kind === "marketing") this.#leave(next);
      else if (next && this.#isOpen()) this.sent.push(next.says);
    }
  }

  #leave(message: Marketing): void {
    const decision = this.#decide(message, []);
    if (decision.kind === "refuse") this.#end(message);
    if (decision.kind === "hold") this.#hold(message, decision.until);
    if (decision.kind !== "send") return this.decideHeld();
    const twin = this.#hasTwin();
    const [next = "delivered", ...later] = this.fates;
    const fate = next === "blocked" && twin ? "delivered" : next;
    this.fates = later;
    message.state = "sent";
    this.#streak.add(message);
    this.sent.push(`${message.flow} as ${twin ? "twin" : "template"}`);
    if (fate === "blocked") return this.#block(message);
    message.outcome = fate;
    // T3: the timeout runs from delivery, or from when nobody knew.
    const session = this.sessionOf(message);
    if (session) Object.assign(session, { waitsSince: this.#order++, until: this.now + TIMEOUT });
    if (fate === "unknown") return;
    this.blocks = 0;
    this.decideHeld();
  }

  /** B1 */
  #block(message: Marketing): void {
    this.#streak.delete(message);
    this.blocks += 1;
    message.blocks += 1;
    this.silentSinceBlock = true;
    this.blockedUntil = Math.max(this.blockedUntil, this.now + DAY * 1.5 ** (this.blocks - 1));
    const decision = this.#decide(message, this.queued());
    if (decision.kind === "hold" && this.sessionOf(message)) this.#hold(message, decision.until);
    else message.state = "gone";
    this.#waitsForSend(message);
    this.decideHeld();
  }

  #waitsForSend(message: Marketing): void {
    const session = this.sessionOf(message);
    if (session) Object.assign(session, { waitsSince: null, until: null });
  }

  sessionOf(message: Marketing): Session | undefined {
    const session = this.sessions.get(message.flow);
    return session?.message === message ? session : undefined;
  }

  /** It will not leave any more; its session ends, for the port leads nowhere. */
  #end(message: Marketing): void {
    if (message.state !== "sent") message.state = "gone";
    this.#queue = this.#queue.filter((one) => one !== message);
    if (this.sessionOf(message)) this.sessions.delete(message.flow);
  }

  #nextDue(): { at: number; happens(): void } | null {
    const due: { at: number; happens(): void }[] = [];
    for (const [flow, { until }] of this.sessions)
      if (until !== null) due.push({ at: until, happens: () => this.#timeout(flow) });
    for (const message of this.#made) {
      if (message.state === "held" && message.until !== null)
        due.push({ at: message.until, happens: () => this.decideHeld() });
      // T4: over hold, retries and delivery.
      const { state, outcome } = message;
      const waits = state === "held" || state === "queued" || (state === "sent" && outcome === "unknown");
      if (waits && this.sessionOf(message)) due.push({ at: message.deadline, happens: () => this.cancel(message) });
    }
    return due.sort((a, b) => a.at - b.at)[0] ?? null;
  }

  #timeout(flow: Flow): void {
    const node = this.sessions.get(flow)?.node;
    this.sessions.delete(flow);
    if (flow !== "chat") return;
    this.#say(node === "ask" ? "Too late." : "Nobody was free.");
  }
}
