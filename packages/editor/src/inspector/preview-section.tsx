import type { NodeDefinition, Preview } from "@sluice/shared/nodes/definition";
import { useState } from "react";
import { useEditor } from "../canvas/editor-context.ts";
import { MessageBubble } from "../preview/message-bubble.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useNodeConfig } from "./use-node-config.ts";

const SIDES = [
  { id: "template", label: "Template" },
  { id: "twin", label: "Interactive twin" },
] as const;

/** The message as the phone will show it; for a marketing template its twin as well. */
export function PreviewSection({ definition }: { definition: NodeDefinition }) {
  const { context } = useEditor();
  const { config } = useNodeConfig();
  const [side, setSide] = useState<"template" | "twin">("template");
  const preview = previewOf(definition, config, context);
  if (!preview) return null;
  const hasTwin = preview.twin !== undefined && preview.content.kind === "template";
  const twin = side === "twin" && hasTwin ? preview.twin : undefined;
  return (
    <section className="sect">
      <h3>
        Preview
        {hasTwin && (
          <span className="right">
            <Segmented label="Preview" size="sm" segments={SIDES} value={side} onChange={setSide} />
          </span>
        )}
      </h3>
      <div className="chat-ground">
        {twin === null ? (
          <p className="no-twin">This template has no faithful twin, so it always goes out as a template.</p>
        ) : (
          <MessageBubble content={twin ?? preview.content} meta="11:00" />
        )}
      </div>
      {twin && (
        <p className="field-hint">
          Goes out instead while the window is open: it is not counted by the limit, and the person can answer it.
        </p>
      )}
    </section>
  );
}

function previewOf(
  definition: NodeDefinition,
  config: unknown,
  context: Parameters<NonNullable<NodeDefinition["preview"]>>[1],
): Preview | null {
  const parsed = definition.schema.safeParse(config);
  try {
    return definition.preview?.(parsed.success ? parsed.data : config, context) ?? null;
  } catch (error) {
    if (error instanceof TypeError) return null; // a part is still missing; its field says so
    throw error;
  }
}
