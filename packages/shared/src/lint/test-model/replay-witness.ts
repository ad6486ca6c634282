/** Plays a witness on the real kernel and says what becomes of the send at its end (L2). */
import type { Policy } from "../../caps/policy.ts";
import type { Failure } from "../../conversation/event.ts";
import type { FlowDocument } from "../../flow/document.ts";
import type { Template } from "../../flow/template.ts";
import { nodeType } from "../../nodes/registry.ts";
import { type Duration, parseDuration } from "../../time/duration.ts";
import { parseInstant } from "../../time/instant.ts";
import type { Witness, WitnessStep } from "../finding.ts";
import type { NodeTypes } from "../prepare-node.ts";
import { replyBy, replyThatStays } from "./replies.ts";
import { type Script, scriptedNodeTypes, type Visit } from "./scripted-node-types.ts";
import { Shell } from "./shell.ts";

export interface Replay {
  /** It ended as the witness says: held (D2, D6) or refused (D9) at its last node. */
  shows: "held" | "refused" | null;
  rule: string | null;
  /** Where it went another way than the witness, for people; null: it did not. */
  strayed: string | null;
  shell: Shell;
}

export const CAPPED: Failure = { code: 131049, kind: "capped", says: "blocked" };
export const STOPPED: Failure = { code: 131050, kind: "opted-out", says: "stopped" };
export const BROKEN: Failure = { code: 131026, kind: "permanent", says: "undeliverable" };

export function replayWitness(
  flow: FlowDocument,
  witness: Witness,
  options: {
    policy: Policy;
    nodeTypes?: NodeTypes;
    templates?: readonly Template[];
    /** Other flows, for calls. */
    flows?: readonly FlowDocument[];
  },
): Replay {
  const { steps } = witness;
  const visits: Visit[] = [];
  const attempts = new Map<number, number>();
  const script: Script = {
    entered: (visit) => {
      if (!shell.isPreview) visits.push(visit);
    },
    choose: (ports) => {
      const step = steps[visits.length - 1];
      if (step?.outcome === "empty-parameter") return step.port ?? null;
      const isData = ports.length === 1 && ports[0] === "failed";
      return isData || !step?.port || !ports.includes(step.port) ? null : step.port;
    },
  };
  const plain = options.nodeTypes ?? nodeType;
  const nodeTypes = scriptedNodeTypes(flow, plain, script);
  const shell: Shell = new Shell({
    flow,
    nodeTypes,
    called: [...(options.flows ?? []), flow].map((called) => ({
      flow: called,
      nodeTypes: scriptedNodeTypes(called, plain, script, true),
    })),
    policy: options.policy,
    templates: options.templates ?? [],
    start: parseInstant(witness.start) ?? 0,
    isDone: () => visits.length > steps.length,
    outcomeOf: (message) => {
      const at = visits.findIndex(({ sent }) => sent && "message" in sent && sent.message === message.id);
      const nth = attempts.get(at) ?? 0;
      attempts.set(at, nth + 1);
      return outcomeOf(steps[at], nth);
    },
  });
  const first = flow.nodes.find((node) => node.id === steps[0]?.node);
  const definition = first && nodeTypes(first.type);
  const entry = definition?.facts(first?.config, { template: () => undefined, node: () => undefined }).entry;
  shell.start(steps[0]?.node ?? "", entry?.startedBy ?? "business");
  const strayed = walk(shell, steps, visits);
  const [last, ...later] = visits.slice(steps.length - 1);
  const { rule, shows } =
    strayed === null ? verdictAt(shell, last?.flow ?? flow.id, last, later) : { rule: null, shows: null };
  return { shows, rule, strayed, shell };
}

function walk(shell: Shell, steps: readonly WitnessStep[], visits: readonly Visit[]): string | null {
  let index = 0;
  for (;;) {
    // Steps that took no time of their own are behind us already.
    while (index + 1 < steps.length && visits.length > index + 1) {
      if (!isAt(visits[index], steps[index])) return `step ${index + 1} is at ${visits[index]?.node}`;
      index += 1;
    }
    if (!isAt(visits[index], steps[index])) return `step ${index + 1} is at ${visits[index]?.node}`;
    // Refused, it may have gone on by itself.
    if (index === steps.length - 1) return null;
    const step = steps[index]!;
    const at = index;
    const problem = leave(shell, step, () => visits.length === at + 1);
    if (problem) return `step ${index + 1} (${step.node}): ${problem}`;
    if (visits.length <= index + 1) return `step ${index + 1} (${step.node}) did not leave by ${step.port}`;
  }
}

function isAt(visit: Visit | undefined, step: Pick<WitnessStep, "node" | "flow"> | undefined): boolean {
  return visit?.node === step?.node && visit?.flow === step?.flow;
}

/** The session stands at the step's node: lets pass what the step says, and leaves by its port. */
function leave(shell: Shell, step: WitnessStep, isThere: () => boolean): string | null {
  const entered = shell.now;
  const leaves = entered + time(step.waits);
  if (step.spoke || step.released) {
    shell.advanceTo(entered + time(step.spokeAfter));
    const reply = replyThatStays(shell);
    if (!reply) return "nothing the contact can say leaves it there";
    shell.say(reply.content, reply.on);
    // Released, it may have left at once.
    if (!isThere()) return null;
  }
  const { wait } = shell.session ?? {};
  if (wait?.for === "answer" && step.port !== "timeout") {
    shell.advanceTo(leaves, true);
    if (answer(shell, step.port ?? "")) return null;
  }
  if (wait?.for === "agent" && step.port === "released") {
    shell.advanceTo(leaves, true);
    shell.giveBack();
    return null;
  }
  if ((wait?.for === "event" && step.port === "event") || wait?.for === "http") {
    shell.advanceTo(leaves, true);
    if (wait.for === "event") shell.raise();
    else shell.answerCall(step.port === "ok");
    return null;
  }
  shell.advanceTo(leaves);
  const isAsked = isThere() && shell.session?.wait?.for === "answer" && step.port !== "timeout";
  return isAsked && !answer(shell, step.port ?? "") && isThere() ? `no reply leads to ${step.port}` : null;
}

/** Some ways out take several answers: those that do not do are given until one does. */
function answer(shell: Shell, port: string): boolean {
  for (let time = 0; time < 12; time += 1) {
    const reply = replyBy(shell, port);
    if (reply) {
      shell.say(reply.content, reply.on);
      return true;
    }
    const other = shell.session?.wait?.message === undefined ? null : replyThatStays(shell);
    if (!other) return false;
    shell.say(other.content, other.on);
  }
  return false;
}

function time(text: string | undefined): Duration {
  return text === undefined ? 0 : (parseDuration(text) ?? 0);
}

/** "131049" alone and leaving by capped: every attempt; otherwise what is listed, one after the other, then accepted. */
function outcomeOf(step: WitnessStep | undefined, nth: number): "accepted" | Failure {
  if (step?.port === "capped") return CAPPED;
  switch (step?.outcome?.split(", ")[nth]) {
    case "131049":
      return CAPPED;
    case "131050":
      return STOPPED;
    case "failed":
      return BROKEN;
    default:
      return "accepted";
  }
}

/** `later`: visits of the same turn, after the one asked about; each that came to nothing has left a line as well. */
function verdictAt(
  shell: Shell,
  flow: string,
  visit: Visit | undefined,
  later: readonly Visit[],
): { shows: Replay["shows"]; rule: string | null } {
  const state = visit?.sent?.state;
  const after = later.filter((other) => isAt(other, visit) && other.sent !== null && other.sent.state !== "queued");
  const rule =
    shell.observed
      .flatMap(({ log }) => log)
      .filter(
        (entry) =>
          entry.node === visit?.node && entry.flow === flow && (entry.code === "held" || entry.code === "not-sent"),
      )
      .at(-1 - after.length)?.rule ?? null;
  if (state === "refused" && rule === "D9") return { shows: "refused", rule };
  if ((state === "held" || state === "would-hold") && (rule === "D2" || rule === "D6")) return { shows: "held", rule };
  return { shows: null, rule };
}
