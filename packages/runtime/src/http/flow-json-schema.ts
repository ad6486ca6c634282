/** What /flow.schema.json answers: the document and every node type there is. */
import { flowJsonSchema } from "@sluice/shared/flow/json-schema";
import { nodeTypes } from "@sluice/shared/nodes/registry";

let text: string | null = null;

export function flowSchemaText(): string {
  text ??= `${JSON.stringify(flowSchemaObject(), null, 2)}\n`;
  return text;
}

export function flowSchemaObject(): Record<string, unknown> {
  return flowJsonSchema(nodeTypes);
}
