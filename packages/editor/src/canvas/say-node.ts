import type { Finding } from "@sluice/shared/lint/finding";
import type { Card } from "./card.ts";
import type { GateView } from "./gate-view.ts";

/** "Last hours −40 %, marketing template · en, gate: may be held here, 2 warnings, 1 of them possible". */
export function sayNode(card: Card, findings: readonly Finding[], gate: GateView | null): string {
  const kind = card.kindLine.charAt(0).toLowerCase() + card.kindLine.slice(1);
  return [card.title, kind, gate && sayGate(gate), sayFindings(findings)].filter(Boolean).join(", ");
}

function sayGate({ basin, words }: GateView): string {
  const people = typeof basin === "object" && basin ? basin.people : 0;
  const state = words.charAt(0).toLowerCase() + words.slice(1);
  return people > 0 ? `gate: ${people} ${people === 1 ? "person" : "people"}, ${state}` : `gate: ${state}`;
}

/** "1 error, 2 warnings, 1 of them possible"; empty when there is none. */
export function sayFindings(findings: readonly Finding[]): string {
  const parts = (["error", "warning", "info", "hint"] as const).flatMap((severity) => {
    const some = findings.filter((finding) => finding.severity === severity && !finding.suppressed);
    if (some.length === 0) return [];
    const word = severity === "info" ? "note" : severity;
    const possible = some.filter((finding) => finding.certainty === "possible").length;
    const share = possible === 0 ? "" : possible === some.length ? ", possible" : `, ${possible} of them possible`;
    return [`${some.length} ${word}${some.length === 1 ? "" : "s"}${share}`];
  });
  return parts.join(", ");
}
