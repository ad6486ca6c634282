import type { NodeDefinition } from "@sluice/shared/nodes/definition";
import { nodeType } from "@sluice/shared/nodes/registry";
import { type DragEvent, useMemo, useState } from "react";
import { cardOf } from "../canvas/card.ts";
import { addNodeOfType, canFollow, freePlace, placeAfter } from "../canvas/edit-actions.ts";
import { type Editor, useEditor, useEditorUi } from "../canvas/editor-context.ts";
import type { PaletteRequest } from "../canvas/editor-ui.ts";
import { Pick } from "../canvas/pick.tsx";
import { useViewCentre } from "../canvas/use-view-centre.ts";
import { onGrid } from "../document/commands/add-node.ts";
import { effectAfter } from "./effect.ts";
import { paletteGroups } from "./groups.ts";

const MIME = "application/x-sluice-node";

export function setDragType(transfer: DataTransfer, type: string): void {
  transfer.setData(MIME, type);
  transfer.effectAllowed = "copy";
}

/** The node type that is being dropped, null when something else is. */
export function dragType(event: DragEvent): NodeDefinition | null {
  return nodeType(event.dataTransfer.getData(MIME)) ?? null;
}

/** The open palette: a group of it, all of it, or what can follow a port, with what the gate would make of it. */
export function PaletteList() {
  const request = useEditorUi((state) => state.palette);
  return request ? (
    <OpenList key={`${request.group} ${request.from?.node} ${request.from?.port}`} request={request} />
  ) : null;
}

function OpenList({ request }: { request: PaletteRequest }) {
  const editor = useEditor();
  const { store, ui } = editor;
  const [query, setQuery] = useState("");
  const centre = useViewCentre();
  const options = useMemo(() => optionsFor(editor, request), [editor, request]);
  const words = query.toLowerCase().trim();
  const found = matching(options, words);

  const close = () => ui.getState().set({ palette: null });
  const add = (type: string) => {
    const definition = nodeType(type);
    if (!definition) return;
    const id = addNodeOfType(store, definition, {
      at: request.at ?? placeFor(editor, definition, centre()),
      from: request.from,
      edge: request.edge,
    });
    ui.getState().set({ palette: null, reveal: { node: id, focus: true, stay: request.at !== null } });
  };
  return (
    <Pick
      label={request.from ? "What follows" : request.edge ? "Put into this edge" : "Add a node"}
      placeholder="Search"
      query={query}
      onQuery={setQuery}
      at={request.screen}
      overDock={!request.screen}
      options={found.map(({ definition, effect }, index) => ({
        id: definition.type,
        title: definition.title,
        hint: effect ?? definition.help,
        icon: definition.icon,
        tone: cardOf({ id: "new", type: definition.type, config: Object(definition.initial) }, editor.context).tone,
        heading: words === "" && request.group === "all" && !request.from ? headingOf(found, index) : undefined,
      }))}
      empty={`Nothing that can be added is called "${query}".`}
      onPick={add}
      onClose={close}
      onDragStart={(type, transfer) => setDragType(transfer, type)}
    />
  );
}

/** That with this name first, then those whose name begins with the words, then by name, then by what they do. */
function matching(options: readonly Offered[], words: string): Offered[] {
  const rank = ({ definition: { title, type, help } }: Offered) => {
    const name = title.toLowerCase();
    if (name === words) return 0;
    const at = name.indexOf(words);
    return at >= 0 ? Math.min(at + 1, 2) : `${type} ${help}`.toLowerCase().includes(words) ? 3 : 4;
  };
  const ranked = options.map((option) => ({ option, rank: rank(option) })).filter((entry) => entry.rank < 4);
  return ranked.toSorted((left, right) => left.rank - right.rank).map((entry) => entry.option);
}

interface Offered {
  definition: NodeDefinition;
  /** What the gate or the window would make of it here. */
  effect: string | null;
}

/** After a port: what can follow, the types this flow uses most first. */
function optionsFor({ document, question }: Editor, { group, from, edge }: PaletteRequest): Offered[] {
  const types = paletteGroups
    .filter((candidate) => group === "all" || candidate.id === group)
    .flatMap((candidate) => candidate.types);
  if (!from)
    return types
      .filter((definition) => !edge || canFollow(definition))
      .map((definition) => ({ definition, effect: null }));
  const used = (definition: NodeDefinition) => document.nodes.filter((node) => node.type === definition.type).length;
  return types
    .filter(canFollow)
    .map((definition) => ({ definition, effect: effectAfter(document, question, definition, from) }))
    .toSorted((left, right) => used(right.definition) - used(left.definition));
}

function headingOf(found: readonly Offered[], index: number): string | undefined {
  const group = found[index]?.definition.group;
  if (group === found[index - 1]?.definition.group) return undefined;
  return paletteGroups.find((candidate) => candidate.id === group)?.label;
}

/** Right of the only selected node, else in the middle of what is seen. */
function placeFor(
  { document, cards, store }: Editor,
  definition: NodeDefinition,
  centre: { x: number; y: number },
): { x: number; y: number } {
  const { nodes } = store.getState().selection;
  const card = nodes.size === 1 ? cards.get([...nodes][0] ?? "") : undefined;
  if (card) return placeAfter(document, card, definition.group === "template");
  return freePlace(document, cards, onGrid({ x: centre.x - 100, y: centre.y - 40 }));
}
