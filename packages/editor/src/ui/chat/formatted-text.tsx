/**
 * Text with WhatsApp's own marks: *bold*, _italic_, ~struck~ and ```fixed```. A mark counts only at the edge of a word,
 * as on the phone, so that 2*3*4 and snake_case stay as they are.
 */
import type { ReactNode } from "react";

const MARKS = /(^|[\s([{"'.,;:!?])(?:```([^`]+)```|([*_~])(\S(?:[^\n]*?\S)?)\3)(?=$|[\s)\]}"'.,;:!?])/u;

export function FormattedText({ text }: { text: string }) {
  return <>{format(text)}</>;
}

function format(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let rest = text;
  while (rest) {
    const match = MARKS.exec(rest);
    if (!match) break;
    const [whole, before = "", fixed, mark, inner = ""] = match;
    parts.push(rest.slice(0, match.index) + before);
    const key = parts.length;
    if (fixed !== undefined) parts.push(<code key={key}>{fixed}</code>);
    else if (mark === "*") parts.push(<strong key={key}>{format(inner)}</strong>);
    else if (mark === "_") parts.push(<em key={key}>{format(inner)}</em>);
    else parts.push(<s key={key}>{format(inner)}</s>);
    rest = rest.slice(match.index + whole.length);
  }
  if (rest) parts.push(rest);
  return parts;
}
