/**
 * A finding's sign. Shape is severity: octagon error, triangle warning, circle info and hint. Filled is certain,
 * outlined and dashed is possible. Without `label` it is decoration beside words.
 */
export type FindingSeverity = "error" | "warning" | "info" | "hint";
export type FindingCertainty = "certain" | "possible";

export function FindingMark({
  severity,
  certainty = "certain",
  size = 18,
  label,
}: {
  severity: FindingSeverity;
  certainty?: FindingCertainty;
  size?: number;
  label?: string;
}) {
  const outlined = certainty === "possible" || severity === "info" || severity === "hint";
  return (
    <svg
      className="finding"
      data-severity={severity}
      data-certainty={certainty}
      viewBox="0 0 20 20"
      style={{ width: size, height: size }}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path
        className={outlined ? "outline" : "solid"}
        style={outlined && certainty === "certain" ? { strokeDasharray: "none" } : undefined}
        d={OUTLINES[severity]}
      />
      <path className={outlined ? "sign-outline" : "sign"} d={SIGNS[severity]} />
    </svg>
  );
}

/** The finding's words: "error", "possible warning", "note, handled on purpose". */
export function findingWords(severity: FindingSeverity, certainty: FindingCertainty): string {
  const word = severity === "info" ? "note, handled on purpose" : severity === "hint" ? "hint" : severity;
  return certainty === "possible" ? `possible ${word}` : word;
}

const circle = "M10 2.4a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 0 1 0-15.2z";
const OUTLINES: Record<FindingSeverity, string> = {
  error: "M6.3 1.6h7.4l5 5v6.8l-5 5H6.3l-5-5V6.6z",
  warning: "M10 1.6c.6 0 1.1.3 1.5.9l7 12.4c.7 1.3-.1 2.8-1.5 2.8H3c-1.4 0-2.2-1.5-1.5-2.8l7-12.4c.4-.6.9-.9 1.5-.9z",
  info: circle,
  hint: circle,
};
const letterI = "M10 9.4v4.4M10 6.4h.01";
const SIGNS: Record<FindingSeverity, string> = {
  error: "M10 5.6v5M10 14h.01",
  warning: "M10 6.7v4.4M10 14.5h.01",
  info: letterI,
  hint: letterI,
};
