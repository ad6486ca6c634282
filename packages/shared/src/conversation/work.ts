/**
 * The working set of one decision: what is known of the contact, what has changed so far, and the few moves every event is
 * made of (run a session, decide a send, log a line). Lives only inside `decide`; the state given is never changed.
 */

import { countryOf, isUnitedStates, timeZoneOfCountry } from "../caps/countries.ts";
import { type Decision, decideSend, type QueuedMarketing, type SendIntent } from "../caps/decide-send.ts";
import { applyLedgerEvent, type Ledger, type LedgerEvent } from "../caps/ledger.ts";
import { type Policy, tighten } from "../caps/policy.ts";
import type { ContactView } from "../engine/environment.ts";
import type { Session } from "../engine/session.ts";
import type { Json } from "../flow/json.ts";
import type { Template } from "../flow/template.ts";
import { classOf } from "../nodes/template/definition.ts";
import type { Instant } from "../time/instant.ts";
import type { LedgerLogEntry, LogCode, LogEntry } from "./log-entry.ts";
import { type Attempt, type Message, messageName } from "./message.ts";
import type { Plan, PlanResult } from "./plan.ts";
import type { Consent, Contact, ContactState, Conversation } from "./state.ts";
import type { World } from "./world.ts";

export class Work {
  readonly world: World;
  readonly now: Instant;
  readonly #sessions: Map<string, Session>;
  readonly #messages: Map<string, Message>;
  readonly #conversations: Map<string, Conversation>;
  readonly #changedSessions = new Set<string>();
  readonly #changedMessages = new Set<string>();
  readonly #changedConversations = new Set<string>();
  readonly #log: LogEntry[] = [];
  readonly #ledgerLog: LedgerLogEntry[] = [];
  readonly #before: { contact: Contact; ledger: Ledger };
  #contact: Contact;
  #ledger: Ledger;
  result: PlanResult = { kind: "done" };
  /** A flow changed what the contact agreed to: held offers must be decided anew (D13). */
  consentChanged = false;
  /** Events that sessions raised in this decision. */
  raised = 0;

  constructor(state: ContactState, world: World, now: Instant) {
    this.world = world;
    this.now = now;
    this.#before = { contact: state.contact, ledger: state.ledger };
    this.#contact = state.contact;
    this.#ledger = state.ledger;
    this.#sessions = new Map(state.sessions.map((session) => [session.id, session]));
    this.#messages = new Map(state.messages.map((message) => [message.id, message]));
    this.#conversations = new Map(state.conversations.map((conversation) => [conversation.channel, conversation]));
  }

  get contact(): Contact {
    return this.#contact;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get contactId(): string {
    return this.#contact.id;
  }

  /** Running sessions. */
  sessions(): Session[] {
    return [...this.#sessions.values()].filter((session) => session.status === "running");
  }

  session(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  putSession(session: Session): void {
    this.#sessions.set(session.id, session);
    this.#changedSessions.add(session.id);
  }

  messages(): Message[] {
    return [...this.#messages.values()];
  }

  message(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** Brings in a message the state did not carry (finished, but named by a tap or a status). */
  know(message: Message): Message {
    const known = this.#messages.get(message.id);
    if (known) return known;
    this.#messages.set(message.id, message);
    return message;
  }

  putMessage(message: Message): Message {
    this.#messages.set(message.id, message);
    this.#changedMessages.add(message.id);
    return message;
  }

  conversation(channel: string): Conversation {
    return (
      this.#conversations.get(channel) ?? {
        channel,
        lastInboundAt: null,
        lastMessageAt: null,
        lastText: "",
        unansweredSince: null,
        handOff: null,
      }
    );
  }

  putConversation(conversation: Conversation): void {
    this.#conversations.set(conversation.channel, conversation);
    this.#changedConversations.add(conversation.channel);
  }

  putContact(contact: Contact): void {
    this.#contact = contact;
  }

  /** Evidence of a wish; what came later stands. */
  setConsent(consent: Consent): void {
    if (this.#contact.consent && this.#contact.consent.at > consent.at) return;
    this.#contact = { ...this.#contact, consent };
  }

  setField(name: string, value: Json): void {
    this.#contact =
      name === "name" && typeof value === "string"
        ? { ...this.#contact, name: value }
        : { ...this.#contact, fields: { ...this.#contact.fields, [name]: value } };
  }

  applyLedger(event: LedgerEvent): void {
    this.#ledger = applyLedgerEvent(this.#ledger, event);
    this.#ledgerLog.push({ at: this.now, event });
  }

  /** Marketing that leaves, or that was shown after all: part of the streak from the moment it left. */
  count(message: Message, attempt: Attempt): void {
    const { origin } = message;
    this.applyLedger({
      kind: "counted",
      at: attempt.at,
      attempt: attempt.id,
      message: message.id,
      name: messageName(message),
      flow: origin.kind === "flow" ? origin.flowName : null,
      template: attempt.as === "template",
    });
  }

  log(
    code: LogCode,
    channel: string,
    params: Record<string, Json>,
    about: Partial<Pick<LogEntry, "rule" | "session" | "flow" | "node" | "message">> = {},
  ): void {
    this.#log.push({ at: this.now, code, channel, params, ...about });
  }

  logMessage(code: LogCode, message: Message, params: Record<string, Json> = {}, rule?: string): void {
    const { origin } = message;
    const about = origin.kind === "flow" ? { session: origin.session, flow: origin.flow, node: origin.node } : {};
    this.log(
      code,
      message.channel,
      { name: messageName(message), ...params },
      { message: message.id, ...about, ...(rule ? { rule } : {}) },
    );
  }

  /** D15: the contact's field, else the only zone of the country, else the channel's. */
  timeZone(channel: string): string {
    const country = countryOf(this.#contact.identity);
    return (
      this.#contact.timeZone ?? (country ? timeZoneOfCountry(country) : null) ?? this.world.channel(channel).timeZone
    );
  }

  contactView(channel: string): ContactView {
    const { name, identity, fields, consent } = this.#contact;
    const country = countryOf(identity);
    return {
      name,
      phone: identity.phone ?? null,
      timeZone: this.timeZone(channel),
      country,
      fields,
      ...(consent ? { consent: consent.state } : {}),
    };
  }

  get toUnitedStates(): boolean {
    return isUnitedStates(this.#contact.identity);
  }

  /** Marketing on its way but not in flight yet, oldest first. */
  queuedMarketing(except?: string): QueuedMarketing[] {
    return this.messages()
      .filter((message) => message.state === "queued" && message.class === "marketing" && message.id !== except)
      .map((message) => ({
        message: message.id,
        name: messageName(message),
        flow: message.origin.kind === "flow" ? message.origin.flowName : null,
      }));
  }

  /** The channel's policy, tightened by the settings of the flow the message comes from. */
  policyFor(message: Message): Policy {
    const { policy } = this.world.channel(message.channel);
    const { origin } = message;
    return origin.kind === "flow"
      ? tighten(policy, this.world.flow(origin.flow, origin.revision)?.document.settings)
      : policy;
  }

  /** Its template as the account has it now, else as the flow brought it along. */
  #templateOf({ origin, content }: Message): Template | undefined {
    if (origin.kind !== "flow" || content.kind !== "template") return undefined;
    return this.world.flow(origin.flow, origin.revision)?.context.template(content.name, content.language);
  }

  /** The message with the category its template has on the channel at this moment (D16). */
  current(message: Message): Message {
    const found = this.#templateOf(message);
    if (!found || classOf(found) === message.class) return message;
    return this.putMessage({ ...message, class: classOf(found) });
  }

  /** What the gate says about a message now. `queued` is empty when it is about to leave: those in flight count already. */
  decide(message: Message, queued: readonly QueuedMarketing[]): Decision {
    const decision = decideSend(this.intentOf(message), this.#ledger, this.policyFor(message), this.now, queued);
    const goesAsTemplate = decision.kind === "send" && decision.as === "template";
    return goesAsTemplate && isStopped(this.#templateOf(message)) ? templateStopped(message) : decision;
  }

  intentOf(message: Message): SendIntent {
    return {
      class: message.class,
      channel: message.channel,
      hasTwin: message.twin !== null,
      prefer: message.prefer,
      toUnitedStates: this.toUnitedStates,
      timeZone: this.timeZone(message.channel),
      ...(message.released ? { released: true } : {}),
    };
  }

  plan(): Plan {
    return {
      contact: this.#contact === this.#before.contact ? null : this.#contact,
      ledger: this.#ledger === this.#before.ledger ? null : this.#ledger,
      conversations: pick(this.#changedConversations, this.#conversations),
      sessions: pick(this.#changedSessions, this.#sessions),
      messages: pick(this.#changedMessages, this.#messages),
      log: this.#log,
      ledgerLog: this.#ledgerLog,
      result: this.result,
    };
  }
}

/** D17: nothing goes out with a template that WhatsApp paused or disabled. Its interactive twin may. */
function isStopped(template: Template | undefined): boolean {
  return template?.status === "PAUSED" || template?.status === "DISABLED";
}

/** Held until the template is approved again; an answer lets the twin go (D3). */
export function templateStopped(message: Message): Decision & { kind: "hold" } {
  const byAnswer = message.twin !== null && message.prefer === "interactive";
  return { kind: "hold", hold: { interaction: byAnswer, until: null }, rule: "D17", after: null };
}

function pick<Value>(ids: ReadonlySet<string>, from: ReadonlyMap<string, Value>): Value[] {
  return [...ids].flatMap((id) => {
    const value = from.get(id);
    return value === undefined ? [] : [value];
  });
}
