/**
 * One turn of a session: an event, run to the next wait. Data in, data out: the session given is not changed, time is an
 * argument, chance comes from the session's seed, ids from the session and a counter; so a turn replays exactly.
 * Rules by number: docs/engine-spec.md.
 */
import { decideSend, type QueuedMarketing, type SendIntent } from "../caps/decide-send.ts";
import type { Ledger } from "../caps/ledger.ts";
import { type Policy, tighten } from "../caps/policy.ts";
import { evaluate, type Scope, truthy } from "../expression/evaluate.ts";
import { renderText, textValue } from "../expression/text-template.ts";
import { nodeName } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import { LIMITS as MESSAGE_LIMITS } from "../messages/limits.ts";
import { stampPayloads } from "../messages/payload.ts";
import type {
  Outcome,
  Resolver,
  ResumeContext,
  RunContext,
  SendRequest,
  SendResult,
  Wake,
} from "../nodes/definition.ts";
import type { Instant } from "../time/instant.ts";
import { chanceAt } from "./chance.ts";
import type { Command, TraceLine } from "./command.ts";
import type { CompiledFlow, CompiledNode } from "./compile-flow.ts";
import { compiledNode } from "./compile-flow.ts";
import type { SessionEvent } from "./event.ts";
import type { Session, Wait } from "./session.ts";

/** More visits than this in one turn is a loop without a wait. */
export const MOST_STEPS = 1_000;
/** More messages than this in one turn is a loop too; WhatsApp lends no more to one person at once (WR §5). */
export const MOST_MESSAGES = MESSAGE_LIMITS.pairRate.burst;
/** Variables of a session, as JSON. */
export const MOST_STATE = 64 * 1024;

export interface Environment {
  flow: CompiledFlow;
  now: Instant;
  contact: ContactView;
  /** What the gate looks at. `policy` is the channel's; the flow's settings tighten it here. */
  caps: {
    ledger: Ledger;
    policy: Policy;
    queued: readonly QueuedMarketing[];
    channel: string;
    toUnitedStates: boolean;
  };
}

/** What expressions see of the contact. */
export interface ContactView {
  name: string | null;
  phone: string | null;
  timeZone: string;
  fields: Readonly<Record<string, Json>>;
}

export interface Turn {
  session: Session;
  commands: Command[];
  trace: TraceLine[];
}

export function advance(before: Session, event: SessionEvent, environment: Environment): Turn {
  if (before.status === "ended") return { session: before, commands: [], trace: [] };
  const run = new TurnRun(before, environment);
  run.take(event);
  return run.finished();
}

/** The working state of one turn; lives only inside `advance`. */
class TurnRun implements Resolver {
  readonly #before: Session;
  readonly #environment: Environment;
  readonly #policy: Policy;
  readonly #commands: Command[] = [];
  readonly #trace: TraceLine[] = [];
  readonly #queued: QueuedMarketing[];
  readonly #scope: Scope;
  #session: Session;
  #fields: Readonly<Record<string, Json>>;
  #at: CompiledNode | undefined;
  #messages = 0;
  #draws = 0;
  #changed = false;

  constructor(before: Session, environment: Environment) {
    this.#before = before;
    this.#environment = environment;
    this.#session = { ...before, turn: before.turn + 1 };
    this.#policy = tighten(environment.caps.policy, environment.flow.document.settings);
    this.#queued = [...environment.caps.queued];
    this.#fields = environment.contact.fields;
    this.#scope = {
      variable: (name) => (Object.hasOwn(this.#session.variables, name) ? this.#session.variables[name] : undefined),
      contact: (name) => this.#contactField(name),
      now: environment.now,
      timeZone: environment.contact.timeZone,
    };
  }

  take(event: SessionEvent): void {
    switch (event.kind) {
      case "started":
        this.#changed = true;
        this.#visit(this.#session.entry);
        break;
      case "stopped":
        this.#end(event.reason);
        break;
      case "moved":
        this.#visit(event.node);
        break;
      case "variables-set":
        for (const [name, value] of Object.entries(event.variables)) this.#setVariable(name, value);
        this.#changed = true;
        break;
      case "late-tap-received":
        this.#lateTap(event.node, event.port);
        break;
      case "timer-fired":
        if (event.generation === this.#session.generation) this.#wake({ kind: "timer-fired" });
        break;
      default:
        this.#wake(event);
    }
  }

  finished(): Turn {
    if (!this.#changed) return { session: this.#before, commands: [], trace: [] };
    return { session: this.#session, commands: this.#commands, trace: this.#trace };
  }

  #wake(wake: Wake): void {
    const wait = this.#session.wait;
    const at = compiledNode(this.#environment.flow, this.#session.node);
    if (!wait) return;
    if (!at) return this.#end("node-gone");
    if ("message" in wake && typeof wake.message === "string" && wake.message !== wait.message) return;
    this.#at = at;
    const outcome = at.definition.resume?.(this.#resumeContext(at, wait), wake) ?? { ignore: true as const };
    if ("ignore" in outcome) return;
    this.#changed = true;
    this.#follow(at, outcome, wait);
  }

  #lateTap(node: string, port: string): void {
    const target = compiledNode(this.#environment.flow, node)?.targets.get(port);
    const next = target === undefined ? undefined : this.#environment.flow.nodes[target];
    if (!next) return;
    this.#changed = true;
    this.#trace.push({ code: "left", node, port, reason: "late-tap" });
    this.#visit(next.node.id);
  }

  /** Visits node after node until one waits or the session ends. */
  #visit(first: string): void {
    let next: string | null = first;
    for (let step = 0; next !== null; step += 1) {
      const at = compiledNode(this.#environment.flow, next);
      if (!at?.definition.run) return this.#end("node-gone");
      if (step >= MOST_STEPS || this.#messages > MOST_MESSAGES) return this.#endlessTurn();
      this.#at = at;
      this.#changed = true;
      this.#session = { ...this.#session, node: at.node.id, wait: null, generation: this.#session.generation + 1 };
      this.#trace.push({ code: "entered", node: at.node.id });
      next = this.#settle(at, at.definition.run(this.#runContext(at)), null);
    }
  }

  #follow(at: CompiledNode, outcome: Outcome, wait: Wait): void {
    const next = this.#settle(at, outcome, wait);
    if (next !== null) this.#visit(next);
  }

  /** What an outcome means: the id of the next node, or null when the turn is over. */
  #settle(at: CompiledNode, outcome: Outcome, wait: Wait | null): string | null {
    if ("wait" in outcome) {
      const since = wait?.for === outcome.wait.for ? wait.since : this.#environment.now;
      this.#session = { ...this.#session, wait: { ...outcome.wait, since }, generation: this.#session.generation + 1 };
      this.#trace.push({ code: "waits", node: at.node.id, reason: outcome.wait.for });
      return null;
    }
    if ("end" in outcome) {
      this.#end(outcome.end);
      return null;
    }
    if ("jump" in outcome) {
      this.#trace.push({ code: "left", node: at.node.id });
      return outcome.jump;
    }
    if ("ignore" in outcome) return null;
    const target = at.targets.get(outcome.go);
    const next = target === undefined ? undefined : this.#environment.flow.nodes[target];
    if (!next && wait && at.ports.some((port) => port.id === outcome.go && port.keepsWaiting)) {
      // Unconnected `other` and `answered` keep waiting (I5): it was no answer, and changes nothing.
      this.#changed = false;
      return null;
    }
    this.#trace.push({ code: "left", node: at.node.id, port: outcome.go });
    if (next) return next.node.id;
    this.#end(outcome.go === "next" ? "finished" : outcome.go);
    return null;
  }

  #end(reason: string): void {
    this.#changed = true;
    this.#session = { ...this.#session, status: "ended", reason, wait: null, generation: this.#session.generation + 1 };
    this.#trace.push({ code: "ended", node: this.#session.node, reason });
  }

  /** A loop without a wait is a mistake in the flow: nobody gets forty messages for it, or any. */
  #endlessTurn(): void {
    this.#commands.length = 0;
    this.#end("endless-turn");
  }

  #runContext(at: CompiledNode): RunContext<unknown> {
    return {
      node: at.node,
      config: at.config,
      flow: this.#environment.flow.context,
      now: this.#environment.now,
      timeZone: this.#environment.contact.timeZone,
      resolve: this,
      send: (request) => this.#send(at, request),
      setVariable: (name, value) => this.#setVariable(name, value),
      setField: (name, value) => {
        this.#fields = { ...this.#fields, [name]: value };
        this.#commands.push({ kind: "set-field", name, value });
      },
      handOff: (team, note) => this.#commands.push({ kind: "hand-off", team, note }),
      chance: () => chanceAt(this.#session.seed, this.#session.turn, this.#draws++),
      note: (code, detail) =>
        this.#trace.push({ code: "note", node: at.node.id, reason: code, ...(detail === undefined ? {} : { detail }) }),
    };
  }

  #resumeContext(at: CompiledNode, wait: Wait): ResumeContext<unknown> {
    return { ...this.#runContext(at), wait, since: wait.since };
  }

  #send(at: CompiledNode, request: SendRequest): SendResult {
    const { caps, now } = this.#environment;
    const intent: SendIntent = {
      class: request.class,
      channel: caps.channel,
      hasTwin: request.twin !== null,
      prefer: request.prefer,
      toUnitedStates: caps.toUnitedStates,
      timeZone: this.#environment.contact.timeZone,
    };
    const decision = decideSend(intent, caps.ledger, this.#policy, now, this.#queued);
    if (decision.kind === "refuse") {
      this.#trace.push({ code: "send-refused", node: at.node.id, reason: decision.reason, rule: decision.rule });
      return { state: "refused", reason: decision.reason };
    }
    if (decision.kind === "hold" && request.whenHeld === "leave") {
      this.#trace.push({ code: "send-refused", node: at.node.id, reason: "would-hold", rule: decision.rule });
      return { state: "would-hold" };
    }
    const id = `${this.#session.id}:${this.#session.turn}:${this.#messages++}`;
    const stamped = {
      ...request,
      content: stampPayloads(request.content, id),
      twin: request.twin && stampPayloads(request.twin, id),
    };
    this.#commands.push({
      kind: "send-message",
      id,
      node: at.node.id,
      request: request.content.kind === "template" ? stamped : request,
      decision,
    });
    if (request.class === "marketing" && decision.kind === "send") {
      this.#queued.push({ message: id, name: nodeName(at.node), flow: this.#environment.flow.document.name });
    }
    return { state: decision.kind === "send" ? "queued" : "held", message: id };
  }

  #setVariable(name: string, value: Json): void {
    const variables = { ...this.#session.variables, [name]: value };
    if (isLarge(value, variables) && JSON.stringify(variables).length > MOST_STATE) {
      this.#trace.push({ code: "note", node: this.#session.node, reason: "state-too-large", detail: name });
      return;
    }
    this.#session = { ...this.#session, variables };
  }

  #contactField(name: string): Json {
    const { contact } = this.#environment;
    if (name === "name" && !Object.hasOwn(this.#fields, name)) return contact.name;
    if (name === "phone") return contact.phone;
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? null) : null;
  }

  // Resolver: expressions never throw; what went wrong is a note in the trace.

  text(source: string): string {
    if (!source.includes("{{")) return source;
    const compiled = this.#environment.flow.text(source);
    if (!compiled) return source;
    const { value, notes } = renderText(compiled, this.#scope);
    this.#notes(notes);
    return value;
  }

  value(source: string, locals?: Readonly<Record<string, Json>>): Json {
    const compiled = this.#environment.flow.expression(source);
    if (!compiled) return null;
    const { value, notes } = evaluate(compiled, locals ? this.#scopeWith(locals) : this.#scope);
    this.#notes(notes);
    return value;
  }

  truth(source: string, locals?: Readonly<Record<string, Json>>): boolean {
    return truthy(this.value(source, locals));
  }

  stored(source: string): Json {
    const compiled = source.includes("{{") ? this.#environment.flow.text(source) : null;
    if (!compiled) return source;
    const { value, notes } = textValue(compiled, this.#scope);
    this.#notes(notes);
    return value;
  }

  #scopeWith(locals: Readonly<Record<string, Json>>): Scope {
    return {
      ...this.#scope,
      variable: (name) => (Object.hasOwn(locals, name) ? locals[name] : this.#scope.variable(name)),
    };
  }

  #notes(notes: readonly string[]): void {
    for (const detail of notes)
      this.#trace.push({ code: "note", node: this.#at?.node.id ?? this.#session.node, reason: "expression", detail });
  }
}

/** Could the variables be near their limit? A handful of short values never is, and measuring each time would cost more than the turn. */
function isLarge(value: Json, variables: Readonly<Record<string, Json>>): boolean {
  const isSmall = typeof value === "string" ? value.length < 1_024 : typeof value !== "object" || value === null;
  return !isSmall || Object.keys(variables).length > 40;
}
