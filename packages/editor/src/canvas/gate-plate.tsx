import { GateGlyph } from "../ui/gate-glyph.tsx";
import type { GateView } from "./gate-view.ts";

/** The gate in the channel before a card, and the basin where those stand who wait. A press on the basin lists them. */
export function GatePlate({ gate, onOpen }: { gate: GateView; onOpen: () => void }) {
  const { basin } = gate;
  return (
    <>
      {basin === "may-hold" && (
        <span className="basin basin-may-hold" aria-hidden>
          <svg width="30" height="12" viewBox="0 0 30 12" aria-hidden>
            <path d="M2 3.5q2.2-2.2 4.4 0t4.4 0 4.4 0 4.4 0 4.4 0M2 8.5q2.2-2.2 4.4 0t4.4 0 4.4 0 4.4 0 4.4 0" />
          </svg>
        </span>
      )}
      {typeof basin === "object" && basin && (
        <button
          type="button"
          tabIndex={-1}
          className={`basin nodrag nopan ${basin.blocked ? "basin-bad" : ""}`}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
          aria-label={`${basin.people} ${basin.people === 1 ? "person" : "people"}: ${gate.words}. Who?`}
        >
          {basin.people > 999 ? `${Math.floor(basin.people / 100) / 10}k` : basin.people}
        </button>
      )}
      <span className="gate-plate" data-state={gate.plate ?? gate.glyph} aria-hidden title={gate.words}>
        <GateGlyph state={gate.plate ?? gate.glyph} size={21} />
      </span>
      <i className="gate-race" aria-hidden />
    </>
  );
}
