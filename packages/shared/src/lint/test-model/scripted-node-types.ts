/**
 * The node types as they are, except that what conditions decide (and whether parameters come out empty) is said by a
 * script, and that every visit is told. Works by facts: it does not ask which type a node is.
 */

import type { FlowDocument } from "../../flow/document.ts";
import { flowContext } from "../../flow/flow-context.ts";
import type { NodeDefinition, RunContext, SendResult, Way } from "../../nodes/definition.ts";
import type { NodeTypes } from "../prepare-node.ts";

export interface Visit {
  node: string;
  /** The called flow it was in; missing: the session's own. */
  flow?: string;
  /** What became of the send at once, if the node wanted to send. */
  sent: SendResult | null;
}

export interface Script {
  /** The port a condition takes; null: as it decides itself. */
  choose(ports: readonly string[]): string | null;
  /** Called when a node is entered, before it runs. */
  entered(visit: Visit): void;
}

/** `isCalled`: for calls of this flow, also by itself. */
export function scriptedNodeTypes(
  flow: FlowDocument,
  nodeTypes: NodeTypes,
  script: Script,
  isCalled = false,
): NodeTypes {
  const context = flowContext(flow);
  const wrapped = new Map<NodeDefinition, NodeDefinition>();
  return (type) => {
    const definition = nodeTypes(type);
    if (!definition?.run) return definition;
    const known = wrapped.get(definition);
    if (known) return known;
    const run = definition.run;
    const scripted: NodeDefinition = {
      ...definition,
      run: (given) => {
        const visit: Visit = { node: given.node.id, ...(isCalled ? { flow: flow.id } : {}), sent: null };
        script.entered(visit);
        const { ways, send } = definition.facts(given.config, context);
        // What comes back from elsewhere is the shell's to say.
        const isChosen = ({ chosenBy }: Way) =>
          chosenBy === "condition" || chosenBy === "chance" || (chosenBy === "data" && send !== null);
        const chosen = ways.filter(isChosen);
        const port = chosen.length > 0 ? script.choose(chosen.map((way) => way.port)) : null;
        return port === null ? run(watched(given, visit)) : { go: port };
      },
    };
    wrapped.set(definition, scripted);
    return scripted;
  };
}

function watched(context: RunContext<unknown>, visit: Visit): RunContext<unknown> {
  // Its methods live on the prototype and want their own object: handed through one by one.
  return {
    node: context.node,
    config: context.config,
    flow: context.flow,
    now: context.now,
    timeZone: context.timeZone,
    resolve: context.resolve,
    send: (request) => {
      visit.sent = context.send(request);
      return visit.sent;
    },
    setVariable: (name, value) => context.setVariable(name, value),
    setField: (name, value) => context.setField(name, value),
    country: context.country,
    isWindowOpen: () => context.isWindowOpen(),
    askGate: (request) => context.askGate(request),
    setConsent: (marketing) => context.setConsent(marketing),
    handOff: (team, note) => context.handOff(team, note),
    raiseEvent: (name, data) => context.raiseEvent(name, data),
    callHttp: (request) => context.callHttp(request),
    among: (variables) => context.among(variables),
    chance: () => context.chance(),
    note: (code, detail) => context.note(code, detail),
  };
}
