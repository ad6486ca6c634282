import type { FindingCounts, FlowRow } from "@sluice/shared/protocol/flow";
import { Bell, Check, CirclePause, CirclePlay, Copy, Download, Ellipsis, SquarePen, Trash2 } from "lucide-react";
import { duplicateFlow, exportFlow, setFlowPaused, useFlowAct } from "../api/flows.ts";
import { Link } from "../app/link.tsx";
import { useNow } from "../app/now.ts";
import { navigate } from "../app/router.ts";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { FindingMark, findingWords } from "../ui/finding-mark.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { count, sayAgo, sayNumber } from "../ui/say-time.ts";
import { plainSentence } from "../ui/sentence.tsx";
import { say } from "../ui/toast.tsx";
import { FlowThumb } from "./flow-thumb.tsx";

/** All flows: what is wrong in the draft, what is live, who is in it. */
export function FlowTable({ flows, onDelete }: { flows: readonly FlowRow[]; onDelete: (flow: FlowRow) => void }) {
  return (
    <section className="panel-card" aria-label="All flows">
      <table className="flow-table">
        <thead>
          <tr>
            <th scope="col">Flow</th>
            <th scope="col">Findings in draft</th>
            <th scope="col">Published</th>
            <th scope="col">In it now</th>
            <th scope="col" className="h-edit">
              Edited
            </th>
            <th scope="col" className="h-more">
              <span className="sr-only">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <Row key={flow.id} flow={flow} onDelete={() => onDelete(flow)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ flow, onDelete }: { flow: FlowRow; onDelete: () => void }) {
  const now = useNow(60_000);
  const { running, held, capped } = flow.figures;
  return (
    <tr>
      <td className="c-flow">
        <Link to={{ screen: "editor", flowId: flow.id }}>
          <FlowThumb graph={flow.graph} />
          <span>
            <b>{flow.name}</b>
            <small>{flow.entry || "Nobody can come in yet"}</small>
          </span>
        </Link>
      </td>
      <td className="c-find">
        <div className="cell">
          <Findings counts={flow.findings} />
        </div>
      </td>
      <td className="c-pub">
        <div className="cell">
          {flow.published !== null && (
            <span className="pub">
              <i aria-hidden />r{flow.published}
            </span>
          )}
          <span className="ahead">{flow.published === null ? "draft only" : flow.differs ? "draft ahead" : ""}</span>
          {flow.pausedAt !== null && (
            <Chip tone="warn" icon={CirclePause}>
              Paused
            </Chip>
          )}
          {flow.notices[0] && (
            <Chip tone="warn" icon={Bell} title={plainSentence(flow.notices[0].sentence)}>
              {count(flow.notices.length, "notice")}
            </Chip>
          )}
        </div>
      </td>
      <td className="c-now num">
        <div className="cell">
          <span className="running">{running > 0 ? sayNumber(running) : "–"}</span>
          {held > 0 && (
            <span className="at-gate" title="held at a gate">
              <GateGlyph state="held" />
              {sayNumber(held)}
              <span className="sr-only"> held at a gate</span>
            </span>
          )}
          {capped > 0 && (
            <span className="at-gate" data-capped="" title="capped by WhatsApp">
              <GateGlyph state="blocked" />
              {sayNumber(capped)}
              <span className="sr-only"> capped by WhatsApp</span>
            </span>
          )}
        </div>
      </td>
      <td className="c-edit">
        <div className="cell">
          <Avatar name={flow.updatedBy} size={22} />
          <span className="sr-only">{flow.updatedBy}, </span>
          {sayAgo(flow.updatedAt, now)}
        </div>
      </td>
      <td className="c-more">
        <RowMenu flow={flow} onDelete={onDelete} />
      </td>
    </tr>
  );
}

function RowMenu({ flow, onDelete }: { flow: FlowRow; onDelete: () => void }) {
  const duplicate = useFlowAct(duplicateFlow, "The flow was not duplicated.");
  const download = useFlowAct(exportFlow, "The flow was not exported.");
  const pause = useFlowAct(setFlowPaused, "The flow was not changed.");
  const paused = flow.pausedAt !== null;
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={`More about ${flow.name}`} />}>
      <MenuItem icon={SquarePen} onSelect={() => navigate({ screen: "editor", flowId: flow.id })}>
        Open
      </MenuItem>
      <MenuItem icon={Download} onSelect={() => download.mutate(flow.id)}>
        Export
      </MenuItem>
      <MenuItem
        icon={Copy}
        onSelect={() => duplicate.mutate(flow.id, { onSuccess: (copy) => say(`${copy.flow.name} was made.`) })}
      >
        Duplicate
      </MenuItem>
      {flow.published !== null && (
        <MenuItem
          icon={paused ? CirclePlay : CirclePause}
          onSelect={() => pause.mutate({ id: flow.id, paused: !paused })}
        >
          {paused ? "Resume" : "Pause"}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={Trash2} tone="bad" onSelect={onDelete}>
        Delete…
      </MenuItem>
    </Menu>
  );
}

const TALLIES = [
  ["error", "certain"],
  ["error", "possible"],
  ["warning", "certain"],
  ["warning", "possible"],
] as const;

/** How many errors and warnings, by certainty; hints and notes are not counted here. */
function Findings({ counts }: { counts: FindingCounts }) {
  const tallies = TALLIES.filter(([severity, certainty]) => counts[severity][certainty] > 0);
  if (tallies.length === 0)
    return (
      <span className="count-of count-of-none">
        <Check aria-hidden />
        none
      </span>
    );
  return tallies.map(([severity, certainty]) => {
    const number = counts[severity][certainty];
    const words = findingWords(severity, certainty);
    return (
      <span className="count-of" key={words} title={words}>
        <FindingMark severity={severity} certainty={certainty} size={15} />
        {number}
        <span className="sr-only">
          {" "}
          {words}
          {number === 1 ? "" : "s"}
        </span>
      </span>
    );
  });
}
