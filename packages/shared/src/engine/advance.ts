/**
 * One turn of a session: an event, run to the next wait. Data in, data out: the session given is not changed, time is an
 * argument, chance comes from the session's seed, ids from the session and a counter; so a turn replays exactly.
 * Rules by number: docs/engine-spec.md.
 *
 * A million turns of three steps in a second of CPU (`pnpm bench engine`). What it took, from 270,000: one context a turn
 * instead of one a step, the session put together once, nodes that hold the nodes behind their ports, expressions as
 * functions, durations read once. In a flow of 10,000 nodes a turn waits for memory: there a look-up by id costs as much as
 * three steps, hence `at` in the session.
 */
import type { Outcome, Wake } from "../nodes/definition.ts";
import type { Command, TraceLine } from "./command.ts";
import { behind, type CompiledNode, compiledNode } from "./compile-flow.ts";
import type { Environment } from "./environment.ts";
import type { SessionEvent } from "./event.ts";
import { MOST_CALLS, MOST_MESSAGES, MOST_STEPS } from "./limits.ts";
import { Place } from "./place.ts";
import type { Frame, Session, Wait } from "./session.ts";
import { TurnContext } from "./turn-context.ts";

export interface Turn {
  session: Session;
  commands: Command[];
  trace: TraceLine[];
}

export function advance(before: Session, event: SessionEvent, environment: Environment): Turn {
  if (before.status === "ended") return { session: before, commands: [], trace: [] };
  const walk = new Walk(before, environment);
  walk.take(event);
  return walk.finished();
}

/** The way of a session from node to node; lives only inside `advance`. The session is put together once, at the end. */
class Walk {
  readonly #before: Session;
  readonly #environment: Environment;
  readonly #context: TurnContext;
  /** The flows below the one that runs, outermost first. */
  readonly #callers: Place[] = [];
  /** A revision that a called flow stands on is gone. */
  #isLost = false;
  #wait: Wait | null;
  #generation: number;
  #end: string | null = null;
  #isChanged = false;

  constructor(before: Session, environment: Environment) {
    this.#before = before;
    this.#environment = environment;
    this.#wait = before.wait;
    this.#generation = before.generation;
    let place = new Place(before.flow, environment.flow, 0, before);
    for (const frame of before.frames ?? []) {
      const flow = environment.flows?.revision(frame.flow, frame.revision);
      this.#isLost ||= flow === undefined;
      this.#callers.push(place);
      place = new Place(frame.flow, flow ?? environment.flow, place.depth + 1, frame);
    }
    this.#context = new TurnContext(before, environment, place, this.#callers);
  }

  take(event: SessionEvent): void {
    if (this.#isLost && event.kind !== "stopped" && event.kind !== "moved") return this.#endSession("revision-gone");
    switch (event.kind) {
      case "started":
        return this.#visit(this.#nodeAt(this.#before.entry));
      case "stopped":
        return this.#endSession(event.reason);
      case "moved":
        this.#leaveCalls(0);
        return this.#visit(this.#nodeAt(event.node));
      case "variables-set":
        this.#isChanged = true;
        for (const [name, value] of Object.entries(event.variables)) this.#context.keep(name, value);
        return;
      case "late-tap-received":
        return this.#lateTap(event.flow ?? this.#before.flow, event.node, event.port);
      case "timer-fired":
        if (event.generation === this.#generation) this.#wake({ kind: "timer-fired" });
        return;
      default:
        return this.#wake(event);
    }
  }

  finished(): Turn {
    const before = this.#before;
    if (!this.#isChanged) return { session: before, commands: [], trace: [] };
    const { place, commands, trace } = this.#context;
    const outermost = this.#callers[0] ?? place;
    const session: Session = {
      ...before,
      node: outermost.node,
      wait: this.#wait,
      variables: outermost.variables,
      turn: before.turn + 1,
      generation: this.#generation,
    };
    if (outermost.at !== undefined) session.at = outermost.at;
    if (place !== outermost && this.#end === null) session.frames = this.#frames();
    else if (before.frames) delete session.frames;
    if (this.#end !== null) {
      session.status = "ended";
      session.reason = this.#end;
    }
    return { session, commands, trace };
  }

  #frames(): Frame[] {
    return [...this.#callers.slice(1), this.#context.place].map(({ id, flow, node, at, variables }) => ({
      flow: id,
      revision: flow.revision,
      node,
      ...(at === undefined ? {} : { at }),
      variables,
    }));
  }

  #nodeAt(id: string): CompiledNode | undefined {
    return compiledNode(this.#context.place.flow, id);
  }

  #wake(wake: Wake): void {
    const wait = this.#wait;
    if (!wait || !isFor(wait, wake)) return;
    const at = this.#context.place.standing();
    if (!at) return this.#endSession("node-gone");
    this.#context.enter(at, wait);
    const outcome = at.definition.resume?.(this.#context, wake);
    if (!outcome || "ignore" in outcome) return;
    this.#isChanged = true;
    const next = this.#settle(at, outcome, wait);
    if (next !== null) this.#visit(next);
  }

  /** Calls that stand above the flow of that node are left: the contact went back to before them. */
  #lateTap(flow: string, node: string, port: string): void {
    const places = [...this.#callers, this.#context.place];
    const place = places.findLast(({ id }) => id === flow);
    const at = place && compiledNode(place.flow, node);
    const next = at && behind(at, port);
    if (!next) return;
    this.#leaveCalls(place.depth);
    this.#isChanged = true;
    this.#context.tell({ code: "left", node, port, reason: "late-tap" });
    this.#visit(next);
  }

  /** Visits node after node until one waits or the session ends. */
  #visit(first: CompiledNode | undefined): void {
    const context = this.#context;
    this.#isChanged = true;
    this.#wait = null;
    let next: CompiledNode | null | undefined = first;
    for (let step = 0; next !== null; step += 1) {
      const at: CompiledNode | undefined = next;
      if (!at?.definition.run) return this.#endSession("node-gone");
      if (step >= MOST_STEPS || context.messages > MOST_MESSAGES) {
        this.#giveUp("endless-turn");
        return;
      }
      context.place.stand(at);
      this.#generation += 1;
      context.tell({ code: "entered", node: at.id });
      context.enter(at, null);
      next = this.#settle(at, at.definition.run(context), null);
    }
  }

  /** What an outcome means: the next node, null when the turn is over, undefined when there is no such node. */
  #settle(at: CompiledNode, outcome: Outcome, wait: Wait | null): CompiledNode | null | undefined {
    const context = this.#context;
    if (context.isTooLarge) return this.#giveUp("session-too-large");
    if ("go" in outcome) return this.#leave(at, outcome.go, wait);
    if ("wait" in outcome) {
      const since = wait?.for === outcome.wait.for ? wait.since : context.now;
      this.#wait = { ...outcome.wait, since };
      this.#generation += 1;
      context.tell({ code: "waits", node: at.id, reason: outcome.wait.for });
      return null;
    }
    if ("end" in outcome) return this.#endFlow(outcome.end, false);
    if ("jump" in outcome) {
      context.tell({ code: "left", node: at.id });
      return this.#nodeAt(outcome.jump);
    }
    if ("call" in outcome) return this.#call(at, outcome.call);
    return null;
  }

  #leave(at: CompiledNode, port: string, wait: Wait | null): CompiledNode | null | undefined {
    const next = behind(at, port);
    if (!next && wait && at.ports.some((known) => known.id === port && known.keepsWaiting)) {
      // Unconnected `other` and `answered` keep waiting (I5): it was no answer, and changes nothing.
      this.#isChanged = false;
      return null;
    }
    this.#context.tell({ code: "left", node: at.id, port });
    return next ?? this.#endFlow(port === "next" ? "finished" : port, isTrouble(at, port));
  }

  /** Another flow begins at its entry for calls, with the variables handed over and no others. */
  #call(at: CompiledNode, call: CallOutcome["call"]): CompiledNode | null | undefined {
    const context = this.#context;
    if (this.#callers.length >= MOST_CALLS) return this.#giveUp("subflows-too-deep");
    const flow = this.#environment.flows?.published(call.flow);
    const entry = flow?.entryForCalls();
    if (!flow || !entry) {
      const reason = flow ? "subflow-without-entry" : "subflow-not-published";
      return this.#answerCall(at, { kind: "subflow-failed", reason });
    }
    context.tell({ code: "called", node: at.id, detail: call.flow });
    this.#callers.push(context.place);
    context.place = new Place(call.flow, flow, this.#callers.length, { node: entry.id, variables: {} });
    for (const [name, value] of Object.entries(call.variables)) context.setVariable(name, value);
    return entry;
  }

  /** The flow that runs is at its end: the one that called it goes on, or the session ends. */
  #endFlow(reason: string, isTrouble: boolean): CompiledNode | null | undefined {
    const context = this.#context;
    const caller = this.#callers.pop();
    if (!caller) {
      this.#endSession(reason);
      return null;
    }
    const { node, variables } = context.place;
    context.tell({ code: "returned", node, reason });
    context.place = caller;
    const at = caller.standing();
    if (!at) return undefined;
    return this.#answerCall(
      at,
      isTrouble ? { kind: "subflow-failed", reason } : { kind: "subflow-returned", variables },
    );
  }

  #answerCall(at: CompiledNode, wake: Wake): CompiledNode | null | undefined {
    this.#context.enter(at, null);
    const outcome = at.definition.resume?.(this.#context, wake);
    return this.#settle(at, !outcome || "ignore" in outcome ? { go: "failed" } : outcome, null);
  }

  #leaveCalls(depth: number): void {
    const place = this.#callers[depth];
    if (!place) return;
    this.#callers.length = depth;
    this.#context.place = place;
  }

  #endSession(reason: string): void {
    this.#isChanged = true;
    this.#end = reason;
    this.#wait = null;
    this.#generation += 1;
    this.#context.tell({ code: "ended", node: this.#context.place.node, reason });
  }

  /** A mistake in the flow: nobody gets forty messages for it, or any. */
  #giveUp(reason: string): null {
    this.#context.commands.length = 0;
    this.#endSession(reason);
    return null;
  }
}

type CallOutcome = Extract<Outcome, { call: unknown }>;

/** Is this wait for this wake? What a node waits for by name must be what happened. */
function isFor(wait: Wait, wake: Wake): boolean {
  switch (wake.kind) {
    case "reply-received":
      return true;
    case "event-raised":
      return wait.event === wake.name;
    case "http-returned":
      return wait.call?.id === wake.call;
    default:
      return !("message" in wake) || wake.message === wait.message;
  }
}

/** A called flow that ends here has failed, as far as its caller is concerned. */
function isTrouble(at: CompiledNode, port: string): boolean {
  return port === "timeout" || at.ports.some((known) => known.id === port && known.kind === "trouble");
}
