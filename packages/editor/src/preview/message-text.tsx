import { Fragment } from "react";
import { type TextPart, textParts } from "./text-parts.ts";

/** A message's text as the phone shows it; variables stand as tinted samples. */
export function MessageText({ text }: { text: string }) {
  return textParts(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity and keep their order
    <Fragment key={index}>{shown(part)}</Fragment>
  ));
}

function shown(part: TextPart) {
  switch (part.kind) {
    case "variable":
      return (
        <span className="sample" title={`{{ ${part.expression} }}`}>
          {part.sample}
        </span>
      );
    case "bold":
      return <b>{part.text}</b>;
    case "italic":
      return <i>{part.text}</i>;
    case "struck":
      return <s>{part.text}</s>;
    case "code":
      return <code>{part.text}</code>;
    default:
      return part.text;
  }
}
