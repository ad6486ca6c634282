/**
 * For tests: one run of model M, played at random on the real kernel. `restrained`: the contact speaks only where a session
 * leaves by it, or to release a hold (L3).
 */
import type { Policy } from "../../caps/policy.ts";
import type { Failure } from "../../conversation/event.ts";
import { chanceAt } from "../../engine/chance.ts";
import type { FlowDocument } from "../../flow/document.ts";
import { nodeType } from "../../nodes/registry.ts";
import { HOUR, MINUTE } from "../../time/duration.ts";
import { BROKEN, CAPPED, STOPPED } from "./replay-witness.ts";
import { portOf, type Reply, repliesTo, tapsOn } from "./replies.ts";
import { type Script, scriptedNodeTypes, type Visit } from "./scripted-node-types.ts";
import { Shell } from "./shell.ts";

export interface RandomRun {
  /** `from`: the node of the session's own flow at which a called one was called. */
  visits: (Visit & { from: string })[];
  /** Holds by D2 or D6 and refusals by D9, by `placeKey`, as the kernel's log tells them. */
  shown: Set<string>;
  /** Visits whose send was held or refused at once by one of these. */
  shownVisits: Set<Visit>;
  actions: string[];
}

const START = 1_767_607_200_000;
const MOST_ACTIONS = 30;
const MOST_VISITS = 80;

/** A node of the flow itself, or of one that it calls. */
export function placeKey(flow: string, node: string): string {
  return `${flow}/${node}`;
}

export function randomRun(
  flow: FlowDocument,
  flows: readonly FlowDocument[],
  policy: Policy,
  seed: number,
  restrained: boolean,
): RandomRun {
  let draws = 0;
  const chance = () => chanceAt(seed, 0, draws++);
  const below = (count: number) => Math.floor(chance() * count);
  const visits: RandomRun["visits"] = [];
  const actions: string[] = [];
  const isDone = () => visits.length > MOST_VISITS || shell.session?.status === "ended";
  let from = "";
  const script: Script = {
    entered: (visit) => {
      if (shell.isPreview) return;
      if (visit.flow === undefined) from = visit.node;
      visits.push(Object.assign(visit, { from }));
    },
    choose: (ports) => ports[below(ports.length)] ?? null,
  };
  const shell: Shell = new Shell({
    flow,
    policy,
    start: START,
    nodeTypes: scriptedNodeTypes(flow, nodeType, script),
    called: [...flows, flow].map((called) => ({
      flow: called,
      nodeTypes: scriptedNodeTypes(called, nodeType, script, true),
    })),
    isDone: () => visits.length > MOST_VISITS,
    outcomeOf: (message, attempt): "accepted" | Failure => {
      if (message.content.kind === "template" && chance() < 0.04) return BROKEN;
      if (message.class !== "marketing") return "accepted";
      if (chance() < 0.05) return STOPPED;
      return attempt.as === "template" && chance() < 0.25 ? CAPPED : "accepted";
    },
  });
  const starts = flow.nodes.filter((node) => node.type === "entry");
  const entry = starts[below(starts.length)]!;
  const startedBy = nodeType("entry")!.facts(entry.config, NO_CONTEXT).entry!.startedBy;
  shell.start(entry.id, startedBy);
  actions.push(`start ${entry.id}`);
  for (let action = 0; action < MOST_ACTIONS && !isDone(); action += 1) act();
  return { visits, actions, ...judged() };

  function act(): void {
    const due = shell.nextDue();
    const choice = chance();
    if (shell.session?.wait?.for === "agent" && choice < 0.3) {
      waitPartOf(due);
      if (shell.session?.wait?.for !== "agent") return;
      actions.push("give back");
      shell.giveBack();
      return;
    }
    if ((shell.session?.wait?.for === "event" || shell.session?.wait?.for === "http") && choice < 0.4) {
      waitPartOf(due);
      const { wait } = shell.session ?? {};
      const ok = chance() < 0.6;
      if (wait?.for === "event") shell.raise();
      else if (wait?.for === "http") shell.answerCall(ok);
      else return;
      actions.push(`${wait.for} ${ok}`);
      return;
    }
    if (choice < 0.5 || due === null) {
      if (due === null) {
        speak();
        return;
      }
      shell.advanceTo(due);
      actions.push(`until ${(due - START) / MINUTE} min`);
      return;
    }
    waitPartOf(due);
    speak();
  }

  function waitPartOf(due: number | null): void {
    const left = Math.max(0, (due ?? shell.now + 100 * HOUR) - shell.now);
    const part = [0, 0, 0.3, 0.5, 0.9, 1][below(6)]!;
    shell.advanceTo(shell.now + Math.floor(left * part));
    actions.push(`at ${(shell.now - START) / MINUTE} min`);
  }

  function speak(): void {
    const replies = restrained ? allowed() : anything();
    const reply = replies[below(replies.length)];
    if (!reply) return;
    actions.push(`says ${JSON.stringify(reply.content)}`);
    shell.say(reply.content, reply.on);
  }

  function anything(): Reply[] {
    const old = chance() < 0.3 ? [...shell.messages.values()].flatMap(tapsOn) : [];
    return [...old, ...repliesTo(shell)];
  }

  /** Only what leaves by a port that leads on, or, to release a hold, anything. */
  function allowed(): Reply[] {
    const waited = shell.messages.get(shell.session?.wait?.message ?? "");
    if (waited?.state === "held") return repliesTo(shell);
    if (shell.session?.wait?.for !== "answer") return [];
    return repliesTo(shell).filter((reply) => portOf(shell, reply) !== null);
  }

  function judged(): { shown: Set<string>; shownVisits: Set<Visit> } {
    const shown = new Set<string>();
    for (const { log } of shell.observed) {
      for (const { code, node, rule, flow: of = flow.id } of log) {
        if ((code !== "held" && code !== "not-sent") || node === undefined || rule === undefined) continue;
        if (rule === "D2" || rule === "D6" || rule === "D9") shown.add(placeKey(of, node));
      }
    }
    const shownVisits = new Set(
      visits.filter(({ sent }) => {
        if (sent?.state === "refused") return sent.reason === "window-closed";
        return sent?.state === "held" || sent?.state === "would-hold";
      }),
    );
    return { shown, shownVisits };
  }
}

const NO_CONTEXT = { template: () => undefined, node: () => undefined };
