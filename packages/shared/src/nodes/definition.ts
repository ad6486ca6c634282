/**
 * A node type, defined once. The form, the handles on the canvas, the document check, the engine's behaviour, what lint
 * and caps know, the card and the docs page all come from this one object. No other file asks which type a node is:
 * if it wants to, a fact is missing here.
 */
import type { z } from "zod";
import type { Decision } from "../caps/decide-send.ts";
import type { FlowNode } from "../flow/document.ts";
import type { Json } from "../flow/json.ts";
import type { Template } from "../flow/template.ts";
import type { IncomingMessage } from "../messages/incoming.ts";
import type { FreeFormContent, MessageClass, OutgoingContent, TemplateContent } from "../messages/outgoing.ts";
import type { Duration } from "../time/duration.ts";
import type { Instant } from "../time/instant.ts";

/** Groups of the palette, in its order. */
export type NodeGroup = "start" | "message" | "template" | "ask" | "wait" | "decide" | "data" | "people" | "note";

/** How a port is drawn: a full circle, a hollow circle, a square in the spillway below (ui.md §3, §5). */
export type PortKind = "answer" | "flow" | "trouble";

export interface Port {
  id: string;
  label: string;
  kind: PortKind;
  /** Small text at the right of the row: "2 h". */
  note?: string;
  /** Without an edge the node keeps waiting instead of ending the session (`other`, `answered`). */
  keepsWaiting?: true;
}

/** What a definition may look at besides its config: the flow's other parts it refers to. */
export interface FlowContext {
  /** Without a language: the first of that name. */
  template(name: string, language?: string): Template | undefined;
  node(id: string): FlowNode | undefined;
}

/** What a node may send, for lint. */
export interface SendFact {
  class: MessageClass;
  template?: { name: string; language: string };
  /** Marketing only: an interactive twin exists and is preferred (D3). */
  twin?: boolean;
  /** Marketing only: what happens while it is held (T5) and for how long at most (T4); null: an instant nobody knows yet. */
  whenHeld?: "wait" | "leave";
  deadline?: Duration | null;
  /** Marketing only: attempts that may meet 131049 before it is given up (B1). */
  tries?: number;
  /** Can the person answer it with a tap? */
  answerable?: boolean;
  /** It carries a file, which arrives later than words sent after it. */
  media?: true;
}

/**
 * One way out of a node and what is true for a session that leaves by it. Times count from the moment the node was
 * entered or, for ways `after: "sent"`, from the moment its message was sent (which is later if it was held).
 */
export interface Way {
  port: string;
  /**
   * "entry": nothing was sent before leaving. "sent": the node's message went out. "refused": D9 or a permanent error.
   * "held": left at once because it would be held (T5). "expired" and "capped": the deadline passed, or the tries ran
   * out, without the message having been sent; "capped" means an attempt met 131049. "opted-out": D1.
   */
  after: "entry" | "sent" | "refused" | "failed" | "held" | "expired" | "capped" | "opted-out";
  /** Least and greatest time until it is taken, in milliseconds. `max` may be Infinity. */
  min: Duration;
  max: Duration;
  /** The contact acts by leaving here: the window opens and marketing is answered. */
  interaction: boolean;
  /** It is taken at a moment of the calendar; `min` and `max` are only the bounds. `timeOfDay` as in parseTimeOfDay, contact's zone. */
  at?: { timeOfDay: number } | { instant: Instant };
  /** Who chooses it, when it is not the course of things: named as an assumption in a witness. "data": what texts come out as. */
  chosenBy?: "condition" | "chance" | "agent" | "data" | "ledger";
  /**
   * With `chosenBy: "ledger"`: what the ledger says for whoever leaves here. `twin`: a message with an interactive twin was
   * asked about.
   */
  known?: { window: "open" | "closed" } | { marketing: Allowance; twin: boolean };
  /** Of a node that calls a flow: how that flow came to its end when this way is taken (E-24). */
  ofCall?: "returned" | "failed";
  /** From here on the contact takes marketing from this business, or does not (D1, the flag of ours). */
  consent?: "in" | "out";
  /** False: leaving here, nothing was written to the node's variables. */
  writes?: false;
}

/** What would become of a marketing template now: it goes, waits for an answer or a moment, is at WhatsApp's limit, or is refused. */
export type Allowance = "free" | "held" | "capped" | "opted-out";

export interface Facts {
  /** At most one message per visit. */
  send: SendFact | null;
  ways: Way[];
  /** Does a visit end the turn? False for nodes that pass at once. */
  waits: boolean;
  /** What the contact writes that is no answer to it goes elsewhere, and it keeps waiting. */
  hearsInPassing?: true;
  /** How often it asks again after an answer that does not do; each time the wait begins anew. */
  asksAgain?: number;
  /** Variables that are surely set after leaving by an ordinary port, and those that are read. */
  writes: string[];
  reads: string[];
  /** Another flow runs between entering and leaving: what it sends, waits for and how long is that flow's to say. */
  calls?: { flow: string };
  /** It goes on at this node, which no edge shows. */
  jumps?: string;
  /** Its flow comes to its end here, as it was meant to. */
  ends?: true;
  /** Is it where sessions begin; and did the contact start it by acting (last inbound is now)? */
  entry?: {
    startedBy: "contact" | "business";
    /** What it answers to, comparable: two entries with one in common could never be told apart (I2). */
    answersTo: string[];
    /** Sub-flows come in here rather than by another entry. */
    forCalls?: boolean;
  };
}

/** What the card and the phone show of a message before it is resolved: texts may hold `{{ }}`. */
export interface Preview {
  content: OutgoingContent;
  /** The interactive twin, when there is one. */
  twin?: FreeFormContent | null;
}

// What happens when a node runs.

/** Resolved against the session and the contact; never throws. A failed expression gives its fallback and a note in the trace. */
export interface Resolver {
  text(template: string): string;
  value(expression: string): Json;
  /** `locals` are variables that exist for this expression only. */
  truth(expression: string, locals?: Readonly<Record<string, Json>>): boolean;
  /** For places that store a value: a text that is one `{{ expression }}` and nothing else keeps its kind. */
  stored(template: string): Json;
}

/** A message a node wants to send. Whether it goes now, waits or is refused is decided by caps/decide-send.ts. */
export interface SendRequest {
  content: FreeFormContent | TemplateContent;
  class: MessageClass;
  twin: FreeFormContent | null;
  prefer: "interactive" | "template";
  whenHeld: "wait" | "leave";
  deadline: Instant | null;
  maxTries: number;
  /** False: accepted stands for delivered (T1), and the deadline ends there. */
  awaitDelivery?: false;
}

/** What became of a send at once: it is on its way (or waits at its gate), or it was refused. */
export type SendResult =
  | { state: "queued" | "held"; message: string }
  | { state: "would-hold" }
  | { state: "refused"; reason: string };

/** What a node asks of the web. Resolved once, when the node runs. */
export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** For the whole call, redirects included. */
  timeout: Duration;
}

export interface HttpCall extends HttpRequest {
  /** `session:turn:n`, and the `Idempotency-Key` of every try. */
  id: string;
}

/** What came back; `body` is parsed where it is JSON, else text. `error`: a sentence, when nothing usable came. */
export type HttpResult = { status: number; body: Json } | { error: string };

/** Valid only while the node runs; its methods are called on it (`context.send(…)`), not taken out of it. */
export interface RunContext<Config> {
  node: FlowNode;
  config: Config;
  flow: FlowContext;
  now: Instant;
  resolve: Resolver;
  /** Asks the gate, and hands the message over unless it is refused or would be held and `whenHeld` is "leave". */
  send(request: SendRequest): SendResult;
  setVariable(name: string, value: Json): void;
  setField(name: string, value: Json): void;
  handOff(team: string | null, note: string | null): void;
  /** The contact's consent to marketing from this business (D1); a stop in WhatsApp itself stays what it is. */
  setConsent(marketing: "in" | "out"): void;
  /** Is the customer service window of this conversation open now? */
  isWindowOpen(): boolean;
  /** What the gate would say to such a message now. Nothing is sent or remembered. */
  askGate(request: Pick<SendRequest, "class" | "twin" | "prefer">): Decision;
  /** Tells the contact's other sessions, and the timeline. */
  raiseEvent(name: string, data: Json): void;
  /** Gives the request its id; the node then waits with the call (`for: "http"`). */
  callHttp(request: HttpRequest): HttpCall;
  /** A resolver that sees these variables and no others; the contact's fields as ever. */
  among(variables: Readonly<Record<string, Json>>): Resolver;
  /** The contact's zone (D15). */
  timeZone: string;
  /** ISO 3166 alpha-2, by number or user id; null when they do not tell. */
  country: string | null;
  /** Uniform in [0, 1), from the session's seed. */
  chance(): number;
  /** A note in the trace, for people. */
  note(code: string, detail?: string): void;
}

/** What a session waits for. `state` is the node's own, plain JSON and small. */
export interface WaitRequest {
  /**
   * "answer": the contact's next message is for this session (I1). "message": news of the message in `message`.
   * "time": the timer alone. "agent": a person releases it. "event": the event named in `event`. "http": what `call` brings.
   */
  for: "answer" | "message" | "time" | "agent" | "event" | "http";
  until: Instant | null;
  message?: string;
  event?: string;
  call?: HttpCall;
  state?: Json;
}

export type Outcome =
  | { go: string }
  /** Go on at a node that is named, not drawn (`go-to`). */
  | { jump: string }
  /** Another flow runs first, with these variables; its end comes back as `subflow-returned` or `subflow-failed`. */
  | { call: { flow: string; variables: Record<string, Json> } }
  | { wait: WaitRequest }
  | { end: string }
  /** Only from `resume`: this event is not for this node; the wait stays as it is. */
  | { ignore: true };

/** What can wake a waiting node. */
export type Wake =
  | { kind: "timer-fired" }
  | { kind: "reply-received"; message: IncomingMessage }
  | { kind: "message-accepted"; message: string }
  | { kind: "message-delivered"; message: string }
  /** The attempt failed, and there will be another one (B1, D14): nothing was shown yet. */
  | { kind: "message-requeued"; message: string }
  /** It will not be sent any more: `capped`, `expired`, `opted-out`, `window-closed` or the reason of a permanent error. */
  | { kind: "message-refused"; message: string; reason: string }
  /** Nobody knows whether it was sent (B7). */
  | { kind: "message-unknown"; message: string }
  | { kind: "released" }
  | { kind: "event-raised"; name: string; data: Json }
  /** `call` is the id of the call that is answered. */
  | { kind: "http-returned"; call: string; result: HttpResult }
  /** The flow that was called came to its end with these variables. */
  | { kind: "subflow-returned"; variables: Readonly<Record<string, Json>> }
  | { kind: "subflow-failed"; reason: string };

export interface ResumeContext<Config> extends RunContext<Config> {
  wait: WaitRequest;
  /** When the wait began. */
  since: Instant;
}

export interface NodeDefinition<Config = unknown> {
  type: string;
  title: string;
  group: NodeGroup;
  /** lucide icon name. */
  icon: string;
  /** One or two sentences: what it does and when to take it. */
  help: string;
  /** Strict object; every field carries `.meta({ label, help?, widget? })` for the form. */
  schema: z.ZodType<Config>;
  /** Config of a new node. */
  initial: Config;
  ports(config: Config, flow: FlowContext): Port[];
  facts(config: Config, flow: FlowContext): Facts;
  /** One or two lines for the card; empty when the preview says it all. */
  summary(config: Config, flow: FlowContext): string;
  /** The line under the title on the card; default: `title`. */
  kindLine?(config: Config, flow: FlowContext): string;
  preview?(config: Config, flow: FlowContext): Preview | null;
  /** Absent for nodes that are never visited (`note`). */
  run?(context: RunContext<Config>): Outcome;
  resume?(context: ResumeContext<Config>, wake: Wake): Outcome;
  /** Problems of the config that a schema cannot say (limits after expansion, duplicate ids). */
  check?(
    config: Config,
    flow: FlowContext,
  ): { code: string; path: string; message: string; severity?: "error" | "warning" }[];
}

/** How a field is shown in the inspector; the widgets the editor knows. */
export type Widget =
  | "text"
  | "multiline"
  | "expression"
  | "duration"
  | "time"
  | "instant"
  | "select"
  | "switch"
  | "number"
  | "choices"
  | "words"
  | "template"
  | "variable"
  | "hidden"
  | "assignments"
  | "branches"
  | "trigger"
  | "header"
  | "sections"
  | "products"
  | "contacts"
  | "ways"
  | "pairs"
  | "recurrence"
  | "time-zone"
  | "media-file"
  | "saves"
  | "flow"
  | "node"
  | "call-inputs"
  | "call-outputs"
  | "template-asked";

export interface FieldMeta {
  label: string;
  help?: string;
  widget?: Widget;
  /** Counter beside the field (WR §5). */
  maxLength?: number;
  placeholder?: string;
  /** What holds while nothing is set, where the schema has no default of its own. */
  usual?: string | number | boolean;
  /** Shown as it stands: `{{ }}` means nothing in it. */
  plain?: true;
}
