/** A finding's witness in words, one step for each edge it takes: "no answer for 2 h". */
import type { Finding, WitnessStep } from "@sluice/shared/lint/finding";
import { formatDuration, parseDuration, sayDuration } from "@sluice/shared/time/duration";
import type { Card } from "../canvas/card.ts";
import { holdsAtGate } from "../canvas/flow-lint.ts";

/** Words with the important ones strong: ["no answer for ", { strong: "2 h" }]. */
export type Words = readonly (string | { strong: string })[];

export interface PathStep {
  /** Of the edge on the canvas. */
  number: number;
  words: Words;
}

export interface PathInWords {
  steps: PathStep[];
  end: { gate: boolean; words: Words } | null;
}

export function pathWords(finding: Finding, cards: ReadonlyMap<string, Card>): PathInWords {
  const steps = finding.witness?.steps ?? [];
  return {
    steps: steps.flatMap((step, index) => {
      if (step.port === undefined || step.flow !== undefined) return [];
      const next = steps[index + 1];
      const card = cards.get(step.node);
      // A call takes as long as what happens in it.
      if (next?.flow !== undefined) {
        const waits = waitsInCall(steps, index + 1);
        return [
          {
            number: index + 1,
            words: stepWords(waits > 0 ? { ...step, waits: formatDuration(waits) } : step, card, undefined),
          },
        ];
      }
      return [{ number: index + 1, words: stepWords(step, card, cards.get(next?.node ?? "")) }];
    }),
    end: steps.length > 0 ? endWords(finding, cards) : null,
  };
}

/** Milliseconds from this step on, until it is back from the call. */
function waitsInCall(steps: readonly WitnessStep[], from: number): number {
  let sum = 0;
  for (let at = from; steps[at]?.flow !== undefined; at += 1) sum += parseDuration(steps[at]?.waits ?? "") ?? 0;
  return sum;
}

function stepWords(step: WitnessStep, card: Card | undefined, next: Card | undefined): Words {
  if (!card) return [step.node];
  const port = [...card.rows, ...card.spill].find((candidate) => candidate.id === step.port);
  const time = step.waits ? parseDuration(step.waits) : null;
  const wait = time ? sayDuration(time) : null;
  const extra = [
    ...(step.released ? ["held, then the person wrote"] : []),
    ...(step.spoke ? ["the person writes meanwhile"] : []),
  ];
  const words = [...ownWords()];
  return extra.length > 0 ? [...words, ` (${extra.join(", ")})`] : words;

  function ownWords(): Words {
    if (card?.entry)
      return next?.tone !== "logic" && next
        ? [`${card.title} sends `, { strong: next.title }]
        : [{ strong: card.title }];
    if (step.outcome) return [`${card?.title} `, { strong: step.outcome }];
    if (step.port === "timeout")
      return wait
        ? [`${(port?.label ?? "no answer").toLowerCase()} for `, { strong: wait }]
        : [(port?.label ?? "no answer").toLowerCase()];
    if (port?.kind === "answer" && !port.keepsWaiting) return ["answer ", { strong: port.label }];
    if (port?.kind === "trouble") return [{ strong: card?.title ?? "" }, ` leaves by ${port.label}`];
    if (wait) return [{ strong: card?.title ?? "" }, " takes ", { strong: wait }];
    return step.port === "next"
      ? [{ strong: card?.title ?? "" }]
      : [`${card?.title}: `, { strong: port?.label ?? step.port ?? "" }];
  }
}

function endWords(finding: Finding, cards: ReadonlyMap<string, Card>): PathInWords["end"] {
  if (holdsAtGate(finding)) return { gate: true, words: [{ strong: "held" }, " until the person writes"] };
  if (finding.code === "free-form-after-window")
    return { gate: false, words: [{ strong: "refused" }, ", the window is closed"] };
  const card = finding.node === null ? undefined : cards.get(finding.node);
  return { gate: false, words: [{ strong: card?.title ?? finding.node ?? "here" }] };
}
