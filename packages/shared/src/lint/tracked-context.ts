/** A flow context that remembers what was looked up in it, so that one can tell whether another would have said the same. */
import type { FlowContext } from "../nodes/definition.ts";

export function tracked(context: FlowContext): { context: FlowContext; holds(other: FlowContext): boolean } {
  const lookups: ((other: FlowContext) => boolean)[] = [];
  return {
    context: {
      template: (name, language) => {
        const found = context.template(name, language);
        lookups.push((other) => other.template(name, language) === found);
        return found;
      },
      node: (id) => {
        const found = context.node(id);
        lookups.push((other) => other.node(id) === found);
        return found;
      },
    },
    holds: (other) => lookups.every((same) => same(other)),
  };
}
