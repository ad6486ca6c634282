import { Fragment } from "react";

/** A sentence in which names stand between double asterisks: "**Early access** went out." */
export function Said({ text }: { text: string }) {
  return text.split("**").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, in their order
      <b key={index}>{part}</b>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, in their order
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}

/** The same for what can only be text. */
export function plainWords(text: string): string {
  return text.replaceAll("**", "");
}
