import { Unplug } from "lucide-react";
import type { Card } from "../canvas/card.ts";
import { useEditor } from "../canvas/editor-context.ts";
import { disconnect } from "../document/commands/disconnect.ts";
import { IconButton } from "../ui/button.tsx";

/** Where the node leads; what leads nowhere says what happens then. */
export function WaysOut({ card }: { card: Card }) {
  const { store, ui, document, cards } = useEditor();
  const ports = [...card.rows, ...card.spill];
  if (ports.length === 0) return null;
  return (
    <section className="sect">
      <h3>Ways out</h3>
      <ul className="ways-out">
        {ports.map((port) => {
          const edge = document.edges.find(
            (candidate) => candidate.source === card.id && candidate.sourceHandle === port.id,
          );
          const target = edge ? cards.get(edge.target) : undefined;
          return (
            <li key={port.id}>
              <span>{port.label}</span>
              {edge && target ? (
                <>
                  <button
                    type="button"
                    onClick={() => {
                      store.getState().select([target.id]);
                      ui.getState().set({ reveal: { node: target.id, focus: false } });
                    }}
                  >
                    {target.title}
                  </button>
                  <IconButton
                    size="sm"
                    icon={Unplug}
                    label={`Cut ${port.label}`}
                    onClick={() =>
                      store.getState().apply("cut an edge", (flow) => disconnect(flow, new Set([edge.id])))
                    }
                  />
                </>
              ) : (
                <button
                  type="button"
                  className="quiet"
                  onClick={() => ui.getState().set({ linking: { node: card.id, port: port.id } })}
                >
                  {port.keepsWaiting ? "keeps waiting" : "ends here"}, lead on…
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
