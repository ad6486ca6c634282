/**
 * The variables without which a text has a hole: what it reads, except where it says itself what happens when there is
 * nothing. For lint.
 */
import type { CompiledExpression } from "./compile-expression.ts";
import { compileText } from "./text-template.ts";
import { childrenOf, type ExpressionNode } from "./tree.ts";

/** `needsOfText("{{ default(nick, 'friend') }} {{ size }}")` -> ["size"]; empty when it does not parse. */
export function needsOfText(source: string): string[] {
  const compiled = compileText(source);
  if (!compiled.ok) return [];
  const expressions = compiled.text.parts.filter((part): part is CompiledExpression => typeof part === "object");
  return [...new Set(expressions.flatMap((expression) => needsOf(expression.tree, new Set())))];
}

/** `asked`: variables that a condition around here has looked at. */
function needsOf(node: ExpressionNode, asked: ReadonlySet<string>): string[] {
  switch (node.kind) {
    case "variable":
      return asked.has(node.name) ? [] : [node.name];
    case "or":
      // The last one counts; those before it may be empty.
      return node.of.length > 0 ? needsOf(node.of.at(-1)!, asked) : [];
    case "and":
    case "not":
      return [];
    case "choose": {
      const known = new Set([...asked, ...namesIn(node.test)]);
      return [...needsOf(node.yes, known), ...needsOf(node.no, known)];
    }
    case "binary":
      return node.operator === "==" || node.operator === "!="
        ? []
        : childrenOf(node).flatMap((child) => needsOf(child, asked));
    case "call":
      if (node.name === "is_empty") return [];
      return (node.name === "default" ? node.arguments.slice(1) : node.arguments).flatMap((child) =>
        needsOf(child, asked),
      );
    default:
      return childrenOf(node).flatMap((child) => needsOf(child, asked));
  }
}

function namesIn(node: ExpressionNode): string[] {
  return node.kind === "variable" ? [node.name] : childrenOf(node).flatMap(namesIn);
}
