import type { Token } from "./tokens.ts";
import type { BinaryOperator } from "./tree.ts";

export type Operator = BinaryOperator | "or" | "and" | "&";

/** How strongly an operator binds. `|` and `?:` bind less than all of these, `-` and `!` in front more. */
export const STRENGTH: Record<Operator, number> = {
  or: 1,
  and: 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  in: 3,
  "not in": 3,
  "&": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};
export const COMPARISON = 3;
/** Kinds of the flat nodes (tree.ts). */
export const CHAINS = { or: "or", and: "and", "&": "join" } as const;

/** What a token is as an operator between two values; `next` is the token behind it. Null when it is none. */
export function operatorOf(token: Token, next: Token | undefined): Operator | null {
  if (token.kind === "name") {
    if (token.name === "and" || token.name === "or" || token.name === "in") return token.name;
    return token.name === "not" && next?.kind === "name" && next.name === "in" ? "not in" : null;
  }
  if (token.kind !== "sign") return null;
  if (token.sign === "&&") return "and";
  if (token.sign === "||") return "or";
  return isOperator(token.sign) ? token.sign : null;
}

function isOperator(sign: string): sign is Operator {
  return Object.hasOwn(STRENGTH, sign);
}
