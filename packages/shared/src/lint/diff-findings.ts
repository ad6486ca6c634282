/** Which findings come, go, or are said differently between two versions of a flow. */
import type { Finding } from "./finding.ts";

export interface FindingChanges {
  appeared: Finding[];
  gone: Finding[];
  /** At the same place, but of another severity or certainty, or suppressed now, or no longer. */
  changed: { before: Finding; after: Finding }[];
}

export function diffFindings(before: readonly Finding[], after: readonly Finding[]): FindingChanges {
  const [old, now] = [byPlace(before), byPlace(after)];
  const changed = [...now].flatMap(([place, finding]) => {
    const was = old.get(place);
    return was && !isSaidTheSame(was, finding) ? [{ before: was, after: finding }] : [];
  });
  return {
    appeared: [...now].flatMap(([place, finding]) => (old.has(place) ? [] : [finding])),
    gone: [...old].flatMap(([place, finding]) => (now.has(place) ? [] : [finding])),
    changed,
  };
}

/** Several at one place are told apart by their order. */
function byPlace(findings: readonly Finding[]): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const place = JSON.stringify([finding.code, finding.node, finding.port ?? null, finding.inside ?? null]);
    let key = place;
    for (let count = 2; found.has(key); count += 1) key = `${place} ${count}`;
    found.set(key, finding);
  }
  return found;
}

function isSaidTheSame(one: Finding, other: Finding): boolean {
  return (
    one.severity === other.severity &&
    one.certainty === other.certainty &&
    (one.suppressed === undefined) === (other.suppressed === undefined)
  );
}
