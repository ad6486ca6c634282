/**
 * What a node sees and can do while it runs. One object serves a whole turn: `enter` points it at the next node, which costs
 * a few assignments where a fresh context with its closures costs more than everything else in a step. So it is valid only
 * until the node returns, and its methods live on the prototype.
 */

import { type Decision, decideSend, type QueuedMarketing } from "../caps/decide-send.ts";
import { engagementFacts } from "../caps/engagement.ts";
import { applyLedgerEvent, type Ledger } from "../caps/ledger.ts";
import { tighten } from "../caps/policy.ts";
import { isWindowOpen } from "../caps/windows.ts";
import type { CompiledExpression } from "../expression/compile-expression.ts";
import type { Scope } from "../expression/evaluate.ts";
import type { CompiledText } from "../expression/text-template.ts";
import { type FlowNode, nodeName } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import { stampPayloads } from "../messages/payload.ts";
import type {
  FlowContext,
  HttpCall,
  HttpRequest,
  Resolver,
  ResumeContext,
  SendRequest,
  SendResult,
  WaitRequest,
} from "../nodes/definition.ts";
import type { Instant } from "../time/instant.ts";
import { chanceAt } from "./chance.ts";
import type { Command, InSubflow, TraceLine } from "./command.ts";
import { type CompiledNode, textOf } from "./compile-flow.ts";
import type { Environment } from "./environment.ts";
import type { Place } from "./place.ts";
import { ScopeResolver } from "./resolver.ts";
import type { Session, Wait } from "./session.ts";

const NOT_WAITING: WaitRequest = { for: "time", until: null };
const NOWHERE: FlowNode = { id: "", type: "", config: {} };

export class TurnContext implements ResumeContext<unknown>, Scope {
  // What the node sees.
  config: unknown = null;
  flow: FlowContext;
  wait: WaitRequest = NOT_WAITING;
  since: Instant;
  readonly now: Instant;
  readonly timeZone: string;
  readonly country: string | null;
  readonly resolve: Resolver;

  // What the turn has made so far.
  readonly commands: Command[] = [];
  readonly trace: TraceLine[] = [];
  messages = 0;
  /** Something did not fit into the variables any more. */
  isTooLarge = false;
  place: Place;

  #at: CompiledNode | null = null;
  readonly #session: Session;
  readonly #environment: Environment;
  readonly #callers: readonly Place[];
  #fields: Readonly<Record<string, Json>>;
  /** As it stands after what this turn changed of it. */
  #ledger: Ledger;
  /** Made when first needed: most turns send no marketing. */
  #queued: QueuedMarketing[] | null = null;
  #ids = 0;
  #draws = 0;

  constructor(session: Session, environment: Environment, place: Place, callers: readonly Place[]) {
    this.#session = session;
    this.#environment = environment;
    this.#callers = callers;
    this.#fields = environment.contact.fields;
    this.place = place;
    this.flow = place.flow.context;
    this.now = environment.now;
    this.since = environment.now;
    this.timeZone = environment.contact.timeZone;
    this.country = environment.contact.country ?? null;
    this.#ledger = environment.caps.ledger;
    this.resolve = new ScopeResolver(this, this);
  }

  /** The flow's language; what no language is means English (expression/locale.ts). */
  get locale(): string | undefined {
    return this.place.flow.document.language;
  }

  get node(): FlowNode {
    return this.#at?.node ?? NOWHERE;
  }

  enter(at: CompiledNode, wait: Wait | null): void {
    this.#at = at;
    this.config = at.config;
    this.flow = this.place.flow.context;
    this.wait = wait ?? NOT_WAITING;
    this.since = wait ? wait.since : this.now;
  }

  /** A line of the trace; says which flow, when it is a called one. */
  tell(line: TraceLine): void {
    this.trace.push(this.place.depth === 0 ? line : { ...line, ...this.#whichFlow() });
  }

  send(request: SendRequest): SendResult {
    const decision = this.askGate(request);
    if (decision.kind === "refuse") {
      this.tell({ code: "send-refused", node: this.#nodeId, reason: decision.reason, rule: decision.rule });
      return { state: "refused", reason: decision.reason };
    }
    if (decision.kind === "hold" && request.whenHeld === "leave") {
      this.tell({ code: "send-refused", node: this.#nodeId, reason: "would-hold", rule: decision.rule });
      return { state: "would-hold" };
    }
    const id = this.#newId();
    this.messages += 1;
    const command: Command = {
      kind: "send-message",
      id,
      node: this.#nodeId,
      request: request.content.kind === "template" ? stamped(request, id) : request,
      decision,
    };
    this.commands.push(this.place.depth === 0 ? command : { ...command, ...this.#whichFlow() });
    if (request.class === "marketing" && decision.kind === "send") {
      this.#queued ??= [...this.#environment.caps.queued];
      this.#queued.push({ message: id, name: nodeName(this.node), flow: this.place.flow.document.name });
    }
    return { state: decision.kind === "send" ? "queued" : "held", message: id };
  }

  askGate(request: Pick<SendRequest, "class" | "twin" | "prefer">): Decision {
    const { caps, now } = this.#environment;
    const intent = {
      class: request.class,
      channel: caps.channel,
      hasTwin: request.twin !== null,
      prefer: request.prefer,
      toUnitedStates: caps.toUnitedStates,
      timeZone: this.timeZone,
    };
    // Only marketing asks for the flow's own limits and for what is queued before it.
    if (request.class !== "marketing") return decideSend(intent, this.#ledger, caps.policy, now);
    const policy = tighten(caps.policy, this.place.flow.document.settings);
    return decideSend(intent, this.#ledger, policy, now, this.#queued ?? caps.queued);
  }

  isWindowOpen(): boolean {
    const { channel } = this.#environment.caps;
    return isWindowOpen(this.#ledger, channel, this.now);
  }

  setConsent(marketing: "in" | "out"): void {
    const kind = marketing === "in" ? "resumed" : "stopped";
    this.#ledger = applyLedgerEvent(this.#ledger, { kind, by: "flow", at: this.now });
    this.commands.push({ kind: "set-consent", marketing });
  }

  setVariable(name: string, value: Json): void {
    if (!this.keep(name, value)) this.isTooLarge = true;
  }

  /** False, with a note, when it does not fit. A name that is JavaScript's own is nobody's variable. */
  keep(name: string, value: Json): boolean {
    if (name === "__proto__") return true;
    let others = 0;
    for (const caller of this.#callers) others += caller.size;
    if (this.place.set(name, value, others)) return true;
    this.note("state-too-large", name);
    return false;
  }

  setField(name: string, value: Json): void {
    this.#fields = { ...this.#fields, [name]: value };
    this.commands.push({ kind: "set-field", name, value });
  }

  handOff(team: string | null, note: string | null): void {
    this.commands.push({ kind: "hand-off", team, note });
  }

  raiseEvent(name: string, data: Json): void {
    this.commands.push({ kind: "raise-event", name, data });
  }

  callHttp(request: HttpRequest): HttpCall {
    const call = { id: this.#newId(), ...request };
    this.commands.push({ kind: "call-http", call });
    return call;
  }

  chance(): number {
    this.#draws += 1;
    return chanceAt(this.#session.seed, this.#session.turn + 1, this.#draws - 1);
  }

  note(code: string, detail?: string): void {
    this.tell({ code: "note", node: this.#nodeId, reason: code, ...(detail === undefined ? {} : { detail }) });
  }

  among(variables: Readonly<Record<string, Json>>): Resolver {
    return new ScopeResolver(this, {
      variable: (name) => ownOf(variables, name),
      contact: (name) => this.contact(name),
      now: this.now,
      timeZone: this.timeZone,
    });
  }

  // For the resolver.

  compiledText(source: string): CompiledText | null {
    const { flow } = this.place;
    return this.#at ? textOf(flow, this.#at, source) : flow.text(source);
  }

  compiledExpression(source: string): CompiledExpression | null {
    return this.place.flow.expression(source);
  }

  // Scope of the expressions.

  variable(name: string): Json | undefined {
    return ownOf(this.place.variables, name);
  }

  contact(name: string): Json {
    const field = ownOf(this.#fields, name);
    if (name === "phone") return this.#environment.contact.phone;
    if (name === "name" && field === undefined) return this.#environment.contact.name;
    if (name === "consent" && field === undefined) return this.#environment.contact.consent ?? "unknown";
    if (name === "engagement" && field === undefined) return engagementFacts(this.#environment.caps.ledger);
    return field ?? null;
  }

  /** Messages and calls share one count. */
  #newId(): string {
    const id = `${this.#session.id}:${this.#session.turn + 1}:${this.#ids}`;
    this.#ids += 1;
    return id;
  }

  get #nodeId(): string {
    return this.#at?.id ?? this.place.node;
  }

  #whichFlow(): InSubflow {
    const { depth, id, flow } = this.place;
    return depth === 0 ? {} : { flow: id, revision: flow.revision };
  }
}

/** Quick replies answer with the message they stand on (E-15). */
function stamped(request: SendRequest, id: string): SendRequest {
  return {
    ...request,
    content: stampPayloads(request.content, id),
    twin: request.twin && stampPayloads(request.twin, id),
  };
}

function ownOf(values: Readonly<Record<string, Json>>, name: string): Json | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
