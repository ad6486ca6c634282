/** A compiled expression as plain data. `at` and `length` say where in the source a node stands. */
export type ExpressionNode = Span &
  (
    | { kind: "literal"; value: null | boolean | number | string }
    | { kind: "list"; items: ExpressionNode[] }
    | { kind: "object"; parts: { name: string; value: ExpressionNode }[] }
    | { kind: "variable"; name: string }
    | { kind: "contact"; field: string }
    | { kind: "member"; of: ExpressionNode; name: string }
    | { kind: "index"; of: ExpressionNode; index: ExpressionNode }
    | { kind: "negate" | "not"; of: ExpressionNode }
    /** Chains are flat, so that a long one is not deep. */
    | { kind: "and" | "or" | "join"; of: ExpressionNode[] }
    | { kind: "binary"; operator: BinaryOperator; left: ExpressionNode; right: ExpressionNode }
    | { kind: "choose"; test: ExpressionNode; yes: ExpressionNode; no: ExpressionNode }
    | { kind: "call"; name: string; arguments: ExpressionNode[] }
  );

export interface Span {
  at: number;
  length: number;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type OrderOperator = "<" | "<=" | ">" | ">=";
export type BinaryOperator = ArithmeticOperator | OrderOperator | "==" | "!=" | "in" | "not in";

export function childrenOf(node: ExpressionNode): ExpressionNode[] {
  switch (node.kind) {
    case "literal":
    case "variable":
    case "contact":
      return [];
    case "list":
      return node.items;
    case "object":
      return node.parts.map((part) => part.value);
    case "member":
    case "negate":
    case "not":
      return [node.of];
    case "index":
      return [node.of, node.index];
    case "and":
    case "or":
    case "join":
      return node.of;
    case "binary":
      return [node.left, node.right];
    case "choose":
      return [node.test, node.yes, node.no];
    case "call":
      return node.arguments;
  }
}
