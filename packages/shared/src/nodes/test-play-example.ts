/** For tests and for docs/nodes.md: runs one example of a node type (examples.test.ts says how they are meant). */
import { countryOf, isUnitedStates } from "../caps/countries.ts";
import { type LedgerEvent, rebuildLedger } from "../caps/ledger.ts";
import { DEFAULT_POLICY } from "../caps/policy.ts";
import { advance, type Turn } from "../engine/advance.ts";
import type { Command } from "../engine/command.ts";
import { type CompiledFlow, compileFlow } from "../engine/compile-flow.ts";
import type { Environment } from "../engine/environment.ts";
import type { SessionEvent } from "../engine/event.ts";
import type { Session } from "../engine/session.ts";
import type { FlowDocument } from "../flow/document.ts";
import { flowContext } from "../flow/flow-context.ts";
import type { Json } from "../flow/json.ts";
import { readFlow } from "../flow/read-flow.ts";
import type { IncomingContent } from "../messages/incoming.ts";
import { choicesOf, plainText } from "../messages/outgoing.ts";
import { DAY, parseDuration } from "../time/duration.ts";
import { formatInstant } from "../time/instant.ts";
import { nodeType } from "./registry.ts";

const NOW = 1_795_428_000_000;

/** One example of an `examples.json`. */
export interface Example {
  title: string;
  config: Record<string, unknown>;
  given?: {
    window?: "open" | "closed";
    variables?: Record<string, Json>;
    contact?: { name: string; phone: string };
    timeZone?: string;
    templates?: unknown[];
    /** The name of marketing that waits for an answer. */
    unanswered?: string;
    optedOut?: true;
    /** WhatsApp has just blocked an offer (131049). */
    blocked?: true;
    fields?: Record<string, Json>;
    /** What chance comes from. */
    seed?: number;
    unconnected?: string[];
    /** Flows that can be called. */
    flows?: Record<string, unknown>;
  };
  events?: ExampleEvent[];
  expect: {
    /** "free-form: …", "template: …", "interactive: …", "held by D2: …" */
    sends?: string[];
    leaves?: string;
    ends?: string;
    waits?: { for: string; until?: string };
    variables?: Record<string, Json>;
    fields?: Record<string, Json>;
    handOff?: { team: string | null; note: string | null };
    consent?: "in" | "out";
    notes?: string[];
    raises?: Record<string, Json>;
    /** "POST https://…", and the body. */
    calls?: string[];
  };
}

export type ExampleEvent =
  | { says: string }
  | { taps: string }
  | { sends: "image" | "location" }
  | { fills: Record<string, Json> }
  | { orders: string[] }
  | { waits: string }
  | { news: "accepted" | "delivered" | "requeued" | "unknown" }
  | { refused: string }
  | { released: true }
  | { tells: string; data?: Json }
  | { answers: number; body?: Json }
  | { breaks: string }
  | { window: "closed" };

/** The node with an end behind every port. */
export function exampleFlow(type: string, example: Example): FlowDocument {
  const nodes = [{ id: "node", type, config: example.config }];
  const templates = example.given?.templates ?? [];
  const bare = readFlow({ formatVersion: 1, id: "f", name: "f", nodes, edges: [], templates });
  if (!bare.ok) throw new Error(bare.problems.map((problem) => problem.message).join("\n"));
  const ports = (nodeType(type)?.ports(nodeType(type)?.schema.parse(example.config), flowContext(bare.flow)) ?? [])
    .map((port) => port.id)
    .filter((port) => !example.given?.unconnected?.includes(port));
  return {
    ...bare.flow,
    nodes: [...bare.flow.nodes, { id: "behind", type: "end", config: {} }],
    edges: ports.map((port, index) => ({ id: `e${index}`, source: "node", sourceHandle: port, target: "behind" })),
  };
}

export function portsOf(type: string, example: Example): string[] {
  const definition = nodeType(type);
  return (
    definition?.ports(definition.schema.parse(example.config), flowContext(exampleFlow(type, example))) ?? []
  ).map((port) => port.id);
}

export function playExample(type: string, example: Example) {
  const { given = {} } = example;
  const flow = compileFlow(exampleFlow(type, example), nodeType);
  const contact = given.contact ?? { name: "Asha", phone: "+5511900000001" };
  const history: LedgerEvent[] = [
    ...(given.window === "closed" ? [] : [{ kind: "interaction" as const, at: NOW, channel: "c1" }]),
    ...(given.unanswered
      ? [
          {
            kind: "counted" as const,
            at: NOW,
            attempt: "a0",
            message: "m0",
            name: given.unanswered,
            flow: null,
            template: true,
          },
        ]
      : []),
    ...(given.blocked ? [{ kind: "blocked" as const, at: NOW, until: NOW + DAY }] : []),
    ...(given.optedOut ? [{ kind: "stopped" as const, by: "word" as const, at: NOW }] : []),
  ];
  const environment: Environment = {
    flow,
    now: NOW,
    contact: { ...contact, timeZone: given.timeZone ?? "UTC", fields: given.fields ?? {}, country: countryOf(contact) },
    caps: {
      ledger: rebuildLedger(history),
      policy: DEFAULT_POLICY,
      queued: [],
      channel: "c1",
      toUnitedStates: isUnitedStates(contact),
    },
  };
  const called = new Map(Object.entries(given.flows ?? {}).map(([id, raw]) => [id, compileCalled(id, raw)]));
  environment.flows = { published: (id) => called.get(id), revision: (id) => called.get(id) };
  let session: Session = {
    id: "s1",
    contact: "p1",
    channel: "c1",
    flow: "f",
    revision: 0,
    status: "running",
    node: "node",
    entry: "node",
    wait: null,
    variables: given.variables ?? {},
    turn: 0,
    generation: 0,
    seed: given.seed ?? 1,
    startedAt: NOW,
  };
  const commands: Command[] = [];
  const trace: Turn["trace"] = [];
  const take = (event: SessionEvent) => {
    const turn = advance(session, event, environment);
    session = turn.session;
    commands.push(...turn.commands);
    trace.push(...turn.trace);
  };
  take({ kind: "started" });
  for (const event of example.events ?? []) {
    if ("waits" in event) {
      environment.now += parseDuration(event.waits) ?? Number.NaN;
      if (session.wait?.until != null && session.wait.until <= environment.now)
        take({ kind: "timer-fired", generation: session.generation });
    } else if ("window" in event) environment.caps.ledger = rebuildLedger([]);
    else take(sessionEvent(event, session, commands));
  }
  const { wait } = session;
  return {
    commands,
    sends: commands.flatMap(saySend),
    leaves: trace.find((line) => line.code === "left" && line.node === "node")?.port,
    reason: session.reason,
    waits: wait && { for: wait.for, until: wait.until === null ? null : formatInstant(wait.until) },
    variables: session.variables,
    fields: Object.fromEntries(
      commands.flatMap((command) => (command.kind === "set-field" ? [[command.name, command.value]] : [])),
    ),
    handOff: commands.flatMap((command) =>
      command.kind === "hand-off" ? [{ team: command.team, note: command.note }] : [],
    )[0],
    consent: commands.flatMap((command) => (command.kind === "set-consent" ? [command.marketing] : [])).at(-1),
    raises: Object.fromEntries(
      commands.flatMap((command) => (command.kind === "raise-event" ? [[command.name, command.data]] : [])),
    ),
    calls: commands.flatMap((command) =>
      command.kind === "call-http"
        ? [[command.call.method, command.call.url, command.call.body].filter((part) => part !== null).join(" ")]
        : [],
    ),
    notes: [...new Set(trace.flatMap((line) => (line.code === "note" && line.reason ? [line.reason] : [])))],
  };
}

/** `{ nodes, edges }` of a flow that can be called. */
function compileCalled(id: string, raw: unknown): CompiledFlow {
  const read = readFlow({ formatVersion: 1, id, name: id, edges: [], ...(raw as object) });
  if (!read.ok) throw new Error(read.problems.map((problem) => problem.message).join("\n"));
  return compileFlow(read.flow, nodeType, 1);
}

function sessionEvent(
  event: Exclude<ExampleEvent, { waits: string } | { window: "closed" }>,
  session: Session,
  commands: readonly Command[],
): SessionEvent {
  const message = session.wait?.message ?? "none";
  const reply = (content: IncomingContent): SessionEvent => ({
    kind: "reply-received",
    message: { wamid: "w", at: NOW, from: {}, content },
  });
  if ("says" in event) return reply({ kind: "text", text: event.says });
  if ("taps" in event)
    return reply({ kind: "tap", on: "button", id: choiceId(commands, event.taps), title: event.taps });
  if ("sends" in event)
    return reply(
      event.sends === "image"
        ? { kind: "media", media: "image", mediaId: "media-1" }
        : { kind: "location", latitude: -23.55, longitude: -46.63 },
    );
  if ("fills" in event) return reply({ kind: "form", response: { flow_token: "unused", ...event.fills } });
  if ("orders" in event)
    return reply({ kind: "order", order: { product_items: event.orders.map((id) => ({ product_retailer_id: id })) } });
  if ("news" in event) return { kind: `message-${event.news}`, message };
  if ("refused" in event) return { kind: "message-refused", message, reason: event.refused };
  if ("tells" in event) return { kind: "event-raised", name: event.tells, data: event.data ?? {} };
  const call = session.wait?.call?.id ?? "none";
  if ("answers" in event)
    return { kind: "http-returned", call, result: { status: event.answers, body: event.body ?? null } };
  if ("breaks" in event) return { kind: "http-returned", call, result: { error: event.breaks } };
  return { kind: "released" };
}

function choiceId(commands: readonly Command[], title: string): string {
  for (const command of commands.toReversed()) {
    const choice =
      command.kind === "send-message"
        ? choicesOf(command.request.content).find((candidate) => candidate.title === title)
        : undefined;
    if (choice) return choice.id;
  }
  throw new Error(`no button says ${title}`);
}

function saySend(command: Command): string[] {
  if (command.kind !== "send-message") return [];
  const { decision, request } = command;
  const isTwin = decision.kind === "send" && decision.as === "interactive";
  const text = plainText(isTwin ? (request.twin ?? request.content) : request.content);
  return [decision.kind === "send" ? `${decision.as}: ${text}` : `held by ${decision.rule}: ${text}`];
}
