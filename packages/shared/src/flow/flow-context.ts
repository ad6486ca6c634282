/** What node definitions may look at besides their own config: the templates and the nodes of the flow they stand in. */
import type { FlowContext } from "../nodes/definition.ts";
import type { FlowDocument } from "./document.ts";
import { type Template, templateKey } from "./template.ts";

/**
 * `templates` replaces the copies in the file by what the channel's account says now (D16); the file's own serve where
 * there is no account.
 */
export function flowContext(flow: FlowDocument, templates: readonly Template[] = []): FlowContext {
  const byKey = new Map<string, Template>();
  for (const template of [...(flow.templates ?? []), ...templates])
    byKey.set(templateKey(template.name, template.language), template);
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  return {
    template: (name, language) =>
      language === undefined
        ? [...byKey.values()].find((template) => template.name === name)
        : byKey.get(templateKey(name, language)),
    node: (id) => nodes.get(id),
  };
}
