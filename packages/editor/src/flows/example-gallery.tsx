import type { ExampleRow } from "@sluice/shared/protocol/example";
import { openExample, useExamples, useFlowAct } from "../api/flows.ts";
import { count } from "../ui/say-time.ts";
import { FlowThumb } from "./flow-thumb.tsx";
import { open } from "./use-import.ts";

/** Examples to start from: a press makes a flow of your own from one and opens it. */
export function ExampleGallery() {
  const { data: examples = [] } = useExamples();
  const use = useFlowAct(openExample, "The example was not opened.");
  if (examples.length === 0) return null;
  return (
    <section aria-labelledby="examples">
      <div className="list-head">
        <h2 id="examples">Start from an example</h2>
        <span>A press makes a copy of your own and opens it</span>
      </div>
      <div className="gallery">
        {examples.map((example) => (
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
