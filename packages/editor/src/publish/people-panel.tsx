import type { PersonAtNode } from "@sluice/shared/protocol/live";
import { Users, X } from "lucide-react";
import { useState } from "react";
import { useCosts } from "../api/costs.ts";
import { Link } from "../app/link.tsx";
import { useDocumentState, useEditor, useEditorUi } from "../canvas/editor-context.ts";
import { Said } from "../problems/said.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { Empty } from "../ui/empty.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { count, sayAgo } from "../ui/say-time.ts";
import { PeopleActs } from "./people-acts.tsx";
import { GLYPHS, type Live } from "./use-live.ts";
import "./publish.css";

/** Live: who stands at the chosen node and why, or how many people stand where. */
export function PeoplePanel({ live }: { live: Live | null }) {
  const node = useEditorUi((state) => state.people);
  return node === null ? <Overview live={live} /> : <PeopleAt key={node} node={node} live={live} />;
}

function Overview({ live }: { live: Live | null }) {
  const { ui, store, order, cards } = useEditor();
  if (!live) return <div className="people-head" aria-busy />;
  const some = order.flatMap((id) => {
    const row = live.rows.get(id);
    const card = cards.get(id);
    return row && card && row.people.length > 0 ? [{ row, card }] : [];
  });
  return (
    <>
      <header className="people-head">
        <h2>Live</h2>
        <p>
          {live.published === null
            ? "This flow was never published."
            : `${count(live.running, "person", "people")} in it now, ${count(live.ended, "session")} ended.`}
        </p>
      </header>
      <FlowCosts />
      {some.length === 0 && (
        <Empty
          icon={Users}
          actions={<Button onClick={() => ui.getState().set({ dialog: "start" })}>Start for a number…</Button>}
        >
          Nobody is in this flow now.
        </Empty>
      )}
      <ul className="people-nodes">
        {some.map(({ row, card }) => (
          <li key={card.id}>
            <button
              type="button"
              onClick={() => {
                store.getState().select([card.id]);
                ui.getState().set({ people: card.id, reveal: { node: card.id, focus: false } });
              }}
            >
              <GateGlyph state={GLYPHS[row.most]} size={18} />
              <span>
                <b>{card.title}</b>
                <small>
                  <Said text={row.sentence} />
                </small>
              </span>
              <em>{row.count > 0 ? row.count : "test"}</em>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the flow cost this month (E3); nothing while nothing was delivered. */
function FlowCosts() {
  const flow = useDocumentState((state) => state.flowId);
  const costs = useCosts(flow);
  if (!costs.data || costs.data.total.count === 0) return null;
  return (
    <p className="people-costs num">
      <b>This month</b> {costs.data.total.sentence}
    </p>
  );
}

function PeopleAt({ node, live }: { node: string; live: Live | null }) {
  const { ui, store, cards } = useEditor();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const row = live?.rows.get(node);
  const people = row?.people ?? [];
  const toggle = (session: string) => {
    const next = new Set(chosen);
    if (!next.delete(session)) next.add(session);
    setChosen(next);
  };
  return (
    <>
      <header className="people-head">
        <IconButton
          size="sm"
          icon={X}
          label="Close"
          onClick={() => {
            store.getState().select([]);
            ui.getState().set({ people: null });
          }}
        />
        <h2>{cards.get(node)?.title ?? node}</h2>
        <p>
          {row && row.count > 0
            ? `${count(row.count, "person", "people")} here, ${row.held} held.`
            : "Nobody is here now."}
        </p>
      </header>
      {row && people.length > 0 && (
        <PeopleActs
          node={node}
          held={row.held}
          heldChosen={people.filter((person) => chosen.has(person.session) && HELD.has(person.state)).length}
          chosen={people.filter((person) => chosen.has(person.session)).map((person) => person.session)}
          onDone={() => setChosen(new Set())}
        />
      )}
      <ul className="people-list">
        {people.map((person) => (
          <PersonRow
            key={person.session}
            person={person}
            now={live?.now ?? 0}
            chosen={chosen.has(person.session)}
            onToggle={() => toggle(person.session)}
          />
        ))}
      </ul>
      {row && row.count > people.length && <p className="people-more">{row.count - people.length} more stand here.</p>}
    </>
  );
}

const HELD = new Set(["waiting-for-interaction", "waiting-until", "blocked"]);

function PersonRow({
  person,
  now,
  chosen,
  onToggle,
}: {
  person: PersonAtNode;
  now: number;
  chosen: boolean;
  onToggle: () => void;
}) {
  const name = person.contact.name ?? person.contact.phone ?? "Somebody";
  const held = HELD.has(person.state);
  return (
    <li>
      <input type="checkbox" aria-label={`Choose ${name}`} checked={chosen} onChange={onToggle} />
      <div>
        <Link to={{ screen: "inbox", conversationId: person.conversation }} className="person-name">
          {name}
        </Link>
        {!held && <GateGlyph state={GLYPHS[person.state]} size={14} />}
        {person.test && <Chip tone="plain">test</Chip>}
        <p>
          <Said text={person.sentence} /> {person.rule && <code>{person.rule}</code>}
        </p>
        <small>
          since {sayAgo(person.since, now)}, {person.test ? "the draft" : `revision ${person.revision}`}
        </small>
      </div>
    </li>
  );
}
