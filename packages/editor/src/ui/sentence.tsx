/** A sentence of the server, in which names stand between double asterisks: "**Early access** went out." */
export function Sentence({ text }: { text: string }) {
  return text.split("**").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
    index % 2 === 1 ? <b key={index}>{part}</b> : part,
  );
}

/** The same without the marks, for labels and lists. */
export function plainSentence(text: string): string {
  return text.replaceAll("**", "");
}
