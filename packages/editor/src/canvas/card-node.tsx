import type { Finding } from "@sluice/shared/lint/finding";
import type { Port } from "@sluice/shared/nodes/definition";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { CheckCheck, List, MessageCircle, Minus, Pencil, Plus, Reply, Split, Timer, UserRound } from "lucide-react";
import { memo, useContext } from "react";
import { SmallBubble } from "../preview/small-bubble.tsx";
import { FindingMark, findingWords } from "../ui/finding-mark.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import type { Card } from "./card.ts";
import { DetailContext } from "./detail.ts";
import { useEditor, useEditorUi } from "./editor-context.ts";
import type { NodeChange } from "./flow-diff.ts";
import type { CardData, CardNode as CardNodeType } from "./flow-view.ts";
import { GatePlate } from "./gate-plate.tsx";
import { NodeIcon } from "./node-icon.tsx";
import { TitleField } from "./title-field.tsx";

/** A node on the canvas. Its box is computed (card-size.ts); nothing here may change its size. */
export const CardNode = memo(function CardNode({ id, data, selected }: NodeProps<CardNodeType>) {
  const detail = useContext(DetailContext);
  const { ui } = useEditor();
  const { card, gate, dimmed, lit } = data;
  const classes = ["node-card", `tone-${card.tone}`, lit ? `path-${lit.tone}` : ""].filter(Boolean).join(" ");
  return (
    <div
      className={classes}
      data-selected={selected || undefined}
      data-dimmed={dimmed || undefined}
      data-detail={detail}
      data-diff={data.diff ?? undefined}
    >
      {data.diff && <DiffMark change={data.diff} />}
      {detail === "full" && <FullCard data={data} id={id} />}
      {detail === "plate" && <PlateCard data={data} />}
      {detail === "block" && <BlockCard data={data} />}
      {gate && detail !== "block" && (
        <GatePlate gate={gate} onOpen={() => ui.getState().set({ people: id, mode: "live" })} />
      )}
      {detail === "full" ? <Ports card={card} data={data} /> : <Anchors card={card} data={data} />}
    </div>
  );
});

const DIFF_ICONS = { added: Plus, removed: Minus, changed: Pencil };

function DiffMark({ change }: { change: NodeChange }) {
  const Icon = DIFF_ICONS[change];
  return (
    <span className="diff-mark" role="img" aria-label={change}>
      <Icon aria-hidden />
    </span>
  );
}

function FullCard({ id, data }: { id: string; data: CardData }) {
  const { card, gate, findings, live, changed } = data;
  const renaming = useEditorUi((ui) => ui.renaming === id);
  const { box } = card;
  return (
    <>
      {live && live.people > 0 && !gate?.basin && (
        <span className="rim-counts">
          <b>
            <UserRound aria-hidden />
            {live.people}
          </b>
        </span>
      )}
      <header className="card-head">
        <span className="tile">
          <NodeIcon name={card.icon} />
        </span>
        <div>
          {renaming ? (
            <TitleField id={id} />
          ) : (
            <h2>
              <span className="one-line">{card.title}</span>
              {changed && <Pencil className="changed" aria-label="changed since it was published" />}
            </h2>
          )}
          <p>{card.kindLine}</p>
        </div>
        <RimMarks findings={findings} card={card} used={data.used} />
      </header>
      {gate && (
        <div className="gate-band" data-state={gate.glyph}>
          <GateGlyph state={gate.glyph} size={18} />
          <span className="one-line">{gate.words}</span>
          {gate.right && <em>{gate.right}</em>}
        </div>
      )}
      {card.preview && (
        <div className="stage">
          <SmallBubble preview={card.preview} lines={box.bubbleLines} />
        </div>
      )}
      {box.summaryLines > 0 && (
        <p className="summary" style={{ height: box.summaryLines * 16 + 8 }}>
          <span style={{ WebkitLineClamp: box.summaryLines }}>{card.summary}</span>
        </p>
      )}
      {box.shownRows > 0 && (
        <ul className="rows">
          {card.rows.slice(0, box.shownRows).map((port) => (
            <Row key={port.id} port={port} finding={findings.find((finding) => finding.port === port.id)} />
          ))}
          {box.foldedRows > 0 && <li className="folded">+ {box.foldedRows} more</li>}
        </ul>
      )}
      {card.spill.length > 0 && (
        <ul className="spill">
          {card.spill.map((port) => {
            const finding = findings.find((candidate) => sitsIn(candidate, port.id, data.used));
            return (
              <li key={port.id} data-loose={finding !== undefined || undefined}>
                {finding && (
                  <FindingMark
                    severity={finding.severity}
                    certainty={finding.certainty}
                    size={11}
                    label={findingWords(finding.severity, finding.certainty)}
                  />
                )}
                {port.label}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** Is the finding about this way out? One about both that lead nowhere names none. */
function sitsIn(finding: Finding, port: string, used: readonly string[]): boolean {
  if (finding.port !== undefined) return finding.port === port;
  return finding.code === "missing-capped-way-out" && (port === "capped" || port === "expired") && !used.includes(port);
}

/** The worst finding of the node itself, and of a second kind beside it. Those about a way out sit in its cell. */
function RimMarks({ findings, card, used }: { findings: readonly Finding[]; card: Card; used: readonly string[] }) {
  const shownPorts = [...card.rows.slice(0, card.box.shownRows), ...card.spill];
  const own = findings.filter((finding) => !shownPorts.some((port) => sitsIn(finding, port.id, used)));
  const kinds = new Map(own.map((finding) => [`${finding.severity} ${finding.certainty}`, finding]));
  return (
    <span className="rim-marks">
      {[...kinds.values()].slice(0, 2).map((finding) => (
        <FindingMark
          key={`${finding.severity} ${finding.certainty}`}
          severity={finding.severity}
          certainty={finding.certainty}
          size={21}
          label={findingWords(finding.severity, finding.certainty)}
        />
      ))}
    </span>
  );
}

function Row({ port, finding }: { port: Port; finding: Finding | undefined }) {
  const tap = port.kind === "answer" && !port.keepsWaiting;
  return (
    <li data-tap={tap || undefined}>
      <RowIcon port={port} />
      <span className="one-line">{port.label}</span>
      {finding && (
        <FindingMark
          severity={finding.severity}
          certainty={finding.certainty}
          size={13}
          label={findingWords(finding.severity, finding.certainty)}
        />
      )}
      {port.note && <em>{port.note}</em>}
    </li>
  );
}

function RowIcon({ port }: { port: Port }) {
  if (port.id === "timeout") return <Timer aria-hidden />;
  if (port.keepsWaiting || port.id === "reply") return <MessageCircle aria-hidden />;
  if (port.kind === "answer") return port.id.startsWith("row:") ? <List aria-hidden /> : <Reply aria-hidden />;
  return port.id === "delivered" || port.id === "released" ? <CheckCheck aria-hidden /> : <Split aria-hidden />;
}

/** From 25 to 60 %: what it is, in letters one can still read. */
function PlateCard({ data: { card, gate, findings } }: { data: CardData }) {
  const worst = findings[0];
  const people = typeof gate?.basin === "object" ? gate.basin?.people : undefined;
  return (
    <div
      className="card-plate"
      data-height={card.box.height < 100 ? "low" : card.box.height < 176 ? "middle" : undefined}
    >
      <span className="tile">
        <NodeIcon name={card.icon} />
      </span>
      <b>{card.title}</b>
      {gate && (
        <span className="plate-gate" data-state={gate.glyph}>
          <GateGlyph state={gate.glyph} />
          {people}
        </span>
      )}
      {worst && <FindingMark severity={worst.severity} certainty={worst.certainty} />}
    </div>
  );
}

function BlockCard({ data: { gate, findings } }: { data: CardData }) {
  const worst = findings[0];
  return (
    <>
      {typeof gate?.basin === "object" && gate.basin && <i className="block-notch" />}
      {worst && <FindingMark severity={worst.severity} certainty={worst.certainty} />}
    </>
  );
}

/**
 * At a distance nothing is connected, and a flow of thousands of nodes would pay for its ports. React Flow only measures
 * where edges end: it looks for these classes and attributes.
 */
function Anchors({ card, data }: { card: Card; data: CardData }) {
  return card.box.handles
    .filter(({ id, type }) => type === "target" || data.used.includes(id))
    .map(({ id, type, side, x, y }) => (
      <i
        key={`${type} ${id}`}
        className={`anchor ${type}`}
        data-handleid={id}
        data-handlepos={side}
        style={{ left: x, top: y }}
      />
    ));
}

const SIDES = { left: Position.Left, right: Position.Right, bottom: Position.Bottom } as const;

function Ports({ card, data }: { card: Card; data: CardData }) {
  const kinds = new Map([...card.rows, ...card.spill].map((port) => [port.id, port]));
  return card.box.handles.map(({ id, type, side, x, y }) => {
    const port = kinds.get(id);
    const kind = type === "target" ? "in" : (port?.kind ?? "flow");
    return (
      <Handle
        key={`${type} ${id}`}
        id={id}
        type={type}
        position={SIDES[side]}
        className="port"
        data-kind={kind}
        data-lit={data.lit?.ports.includes(id) || undefined}
        data-free={type === "source" && !data.used.includes(id) ? "" : undefined}
        style={{ left: x, top: y }}
        title={port?.label}
      >
        {type === "source" && !data.used.includes(id) && <Plus className="port-plus" aria-hidden />}
      </Handle>
    );
  });
}
