import { useState } from "react";
import { byName } from "./by-name.ts";
import { connectPorts } from "./edit-actions.ts";
import { useEditor, useEditorUi } from "./editor-context.ts";
import { Pick } from "./pick.tsx";

/** An edge by keyboard: the port is chosen with ← →, the target by its name. */
export function LinkByName() {
  const { store, ui, cards, order } = useEditor();
  const linking = useEditorUi((state) => state.linking);
  const [query, setQuery] = useState("");
  const card = linking ? cards.get(linking.node) : undefined;
  if (!linking || !card) return null;
  const ports = [...card.rows, ...card.spill];
  const port = ports.find((candidate) => candidate.id === linking.port);
  const others = order.flatMap((id) => {
    const target = cards.get(id);
    return target && !target.entry && !target.note ? [target] : [];
  });
  const targets = byName(others, query, (target) => target.title);
  const close = () => {
    setQuery("");
    ui.getState().set({ linking: null, reveal: { node: linking.node, focus: true } });
  };
  const turn = (by: number) => {
    const next =
      ports[(ports.findIndex((candidate) => candidate.id === linking.port) + by + ports.length) % ports.length];
    if (next) ui.getState().set({ linking: { node: linking.node, port: next.id } });
  };
  return (
    <Pick
      label={`${card.title}, ${port?.label ?? ""} leads to`}
      placeholder="Name of a node"
      query={query}
      onQuery={setQuery}
      options={targets.map((target) => ({
        id: target.id,
        title: target.title,
        hint: target.kindLine,
        icon: target.icon,
        tone: target.tone,
      }))}
      empty={`No node is called "${query}".`}
      onPick={(id) => {
        connectPorts(store, { source: linking.node, sourceHandle: linking.port, target: id });
        close();
      }}
      onClose={close}
      onKey={(key) => {
        if (query !== "" || (key !== "ArrowLeft" && key !== "ArrowRight")) return false;
        turn(key === "ArrowRight" ? 1 : -1);
        return true;
      }}
    />
  );
}
