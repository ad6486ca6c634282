import { Fault } from "./fault.ts";
import { rightWord } from "./hints.ts";
import type { Token } from "./tokens.ts";

/** What to say when something follows a complete expression; `before` is the last token of the expression. */
export function leftover(token: Token, before: Token): Fault {
  if (token.kind === "name") {
    const right = rightWord(token.name);
    if (right !== undefined) return new Fault(`Write ${right} instead of ${token.name}.`, token.at, token.length);
    const spaced = before.kind === "name" ? ` Names have no spaces: ${before.name}_${token.name}.` : "";
    const message = `Something is missing before “${token.name}”, such as and, & or ==.${spaced}`;
    return new Fault(message, token.at, token.length);
  }
  if (token.kind !== "sign") {
    return new Fault("Something is missing before this, such as and, & or ==.", token.at, token.length);
  }
  return new Fault(signMessage(token.sign, before), token.at, token.length);
}

function signMessage(sign: string, before: Token): string {
  if (sign === "," && before.kind === "number") {
    return "Write decimals with a point: 1.5. Several values go in brackets: [1, 5].";
  }
  if (sign === ")") return "There is no ( for this ).";
  if (sign === "]") return "There is no [ for this ].";
  if (sign === "}") return "There is no { for this }. An expression needs no braces around it.";
  return `“${sign}” does not fit here.`;
}
