import type { Finding } from "@sluice/shared/lint/finding";
import type { GateState } from "../ui/gate-glyph.tsx";
import type { Card } from "./card.ts";
import { holdsAtGate } from "./flow-lint.ts";

/** What the band on the card says and the plate in the channel shows. */
export interface GateView {
  glyph: GateState;
  /** On the plate, where it is another one: the worst of those who wait, while the band has the most. */
  plate?: GateState;
  words: string;
  /** At the right end of the band. */
  right: string | null;
  /** Before the plate: nothing, outlined waves (may be held), or how many people wait. */
  basin: { people: number; blocked: boolean } | "may-hold" | null;
}

/** While a flow is built, the gate says what lint knows: armed, or that it will or may hold. */
export function builtGate(card: Card, findings: readonly Finding[]): GateView {
  const held = findings.find(holdsAtGate);
  if (!held) return { glyph: "armed", words: "Armed", right: card.deadline, basin: null };
  const certain = held.certainty === "certain";
  return {
    glyph: "held",
    words: certain ? "Will be held here" : "May be held here",
    right: held.certainty,
    basin: "may-hold",
  };
}
