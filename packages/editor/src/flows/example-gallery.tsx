import type { ExampleRow } from "@sluice/shared/protocol/example";
import { useState } from "react";
import { openExample, useExamples, useFlowAct } from "../api/flows.ts";
import { count } from "../ui/say-time.ts";
import { FlowThumb } from "./flow-thumb.tsx";
import { inTeachingOrder, SHOWN_AT_FIRST } from "./in-teaching-order.ts";
import { open } from "./use-import.ts";

/** Examples to start from: a press makes a flow of your own from one and opens it. */
export function ExampleGallery() {
  const { data: examples = [] } = useExamples();
  const use = useFlowAct(openExample, "The example was not opened.");
  const [all, setAll] = useState(false);
  if (examples.length === 0) return null;
  const ordered = inTeachingOrder(examples);
  const shown = all ? ordered : ordered.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-labelledby="examples">
      <div className="list-head">
        <h2 id="examples">Start from an example</h2>
        <span>A press makes a copy of your own and opens it</span>
        {ordered.length > SHOWN_AT_FIRST && (
          <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Fewer" : `All ${ordered.length}`}
          </button>
        )}
      </div>
      <div className="gallery">
        {shown.map((example) => (
          <button
            key={example.name}
            type="button"
            className="example"
            disabled={use.isPending}
            onClick={() => use.mutate(example.name, { onSuccess: open })}
          >
            <span className="picture">
              <FlowThumb graph={example.graph} />
            </span>
            <span>
              <b>{example.title}</b>
              <span className="text">{example.description}</span>
              <small>{templatesIn(example)}</small>
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function templatesIn({ graph }: ExampleRow): string {
  const marketing = graph.nodes.filter((node) => node.sends === "marketing").length;
  return marketing === 0 ? "No marketing, never gated" : count(marketing, "marketing template");
}
