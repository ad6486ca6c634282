import { ArrowRight, DoorOpen, Eye } from "lucide-react";
import { Fragment } from "react";
import { MessageText } from "../preview/message-text.tsx";
import { Button } from "../ui/button.tsx";
import { FindingMark } from "../ui/finding-mark.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import type { Card } from "./card.ts";
import { useDocumentState, useEditor } from "./editor-context.ts";
import type { GateView } from "./gate-view.ts";
import { NodeIcon } from "./node-icon.tsx";
import { sayFindings } from "./say-node.ts";
import "./list-view.css";

const WINDOWS = {
  wet: "window open",
  perhaps: "window perhaps open",
  dry: "window closed",
  unreached: "only when a send is late or fails",
} as const;

/** The flow as an ordered list: each node with its state, its findings, and its ways out as links. A canvas one can read aloud. */
export function ListView({ gates }: { gates: ReadonlyMap<string, GateView> }) {
  const { ui, cards, order } = useEditor();
  return (
    <section className="list-view" id="list-view" data-pane aria-label="Flow as a list">
      <div className="list-tools">
        <Button icon={Eye} onClick={() => ui.getState().set({ listView: false })}>
          Look at the canvas
        </Button>
      </div>
      {order.length === 0 && (
        <p className="no-problems">A flow begins where a person comes in. There is no node yet.</p>
      )}
      <ol>
        {order.map((id) => {
          const card = cards.get(id);
          return card ? <ListedNode key={id} card={card} gate={gates.get(id) ?? null} /> : null;
        })}
      </ol>
    </section>
  );
}

function ListedNode({ card, gate }: { card: Card; gate: GateView | null }) {
  const { store, document, cards, lint } = useEditor();
  const selected = useDocumentState(({ selection }) => selection.nodes.has(card.id));
  const findings = lint.byNode.get(card.id) ?? [];
  const worst = findings[0];
  const ways = document.edges.filter((edge) => edge.source === card.id);
  const ports = [...card.rows, ...card.spill];
  const people = typeof gate?.basin === "object" ? gate.basin?.people : undefined;
  return (
    <li className={`listed-node tone-${card.tone}`} id={`listed-${card.id}`} data-selected={selected || undefined}>
      <button type="button" className="listed-main" onClick={() => store.getState().select([card.id])}>
        <span className="tile">{card.entry ? <DoorOpen aria-hidden /> : <NodeIcon name={card.icon} />}</span>
        <span className="words">
          <b>{card.title}</b>
          <small>{card.kindLine}</small>
        </span>
        {gate && (
          <span className="listed-gate" data-state={gate.glyph}>
            <GateGlyph state={gate.glyph} size={16} />
            {people ? `${people} · ` : ""}
            {gate.words}
          </span>
        )}
        {worst && (
          <span className="listed-findings">
            <FindingMark severity={worst.severity} certainty={worst.certainty} size={14} />
            {sayFindings(findings)}
          </span>
        )}
      </button>
      {(card.preview || card.summary) && (
        <p className="listed-text">
          {card.preview ? (
            <MessageText text={[card.preview.header, card.preview.body].filter(Boolean).join("\n")} />
          ) : (
            card.summary
          )}
        </p>
      )}
      {ways.length > 0 && (
        <ul className="listed-ways" aria-label={`Ways out of ${card.title}`}>
          {ways.map((edge) => {
            const port = ports.find((candidate) => candidate.id === edge.sourceHandle);
            const target = cards.get(edge.target);
            return (
              <Fragment key={edge.id}>
                {port && target && (
                  <li>
                    <a
                      href={`#listed-${target.id}`}
                      onClick={(event) => {
                        event.preventDefault();
                        const next = window.document.getElementById(`listed-${target.id}`);
                        next?.scrollIntoView({ block: "nearest" });
                        next?.querySelector("button")?.focus();
                      }}
                    >
                      {port.label}
                      {port.note && ` after ${port.note}`} <ArrowRight aria-label="leads to" /> {target.title}
                    </a>
                    <small>{WINDOWS[lint.windowOf(edge.id)]}</small>
                  </li>
                )}
              </Fragment>
            );
          })}
        </ul>
      )}
    </li>
  );
}
