import { useState } from "react";
import { useEditor, useEditorUi } from "./editor-context.ts";
import { Pick } from "./pick.tsx";

/** Finds nodes by name, text or variable and goes there. */
export function Find() {
  const searching = useEditorUi((state) => state.searching);
  return searching ? <OpenFind /> : null;
}

function OpenFind() {
  const { ui, store, cards, order, document } = useEditor();
  const [query, setQuery] = useState("");
  const words = query.toLowerCase().trim();
  const texts = new Map(document.nodes.map((node) => [node.id, JSON.stringify(node.config)]));
  const found = order.flatMap((id) => {
    const card = cards.get(id);
    if (!card) return [];
    const text = texts.get(id) ?? "";
    const shown = [card.preview?.header, card.preview?.body, card.summary].filter(Boolean).join(" ");
    const inTitle = card.title.toLowerCase().includes(words);
    return inTitle || `${id} ${shown} ${text}`.toLowerCase().includes(words)
      ? [{ card, hint: inTitle || words === "" ? card.kindLine : excerpt(shown || text, words) }]
      : [];
  });
  const close = () => ui.getState().set({ searching: false });
  return (
    <Pick
      label="Find in this flow"
      placeholder="Nodes, texts, variables"
      query={query}
      onQuery={setQuery}
      options={found
        .slice(0, 100)
        .map(({ card, hint }) => ({ id: card.id, title: card.title, hint, icon: card.icon, tone: card.tone }))}
      empty={`Nothing contains "${query}". Nodes, texts and variables were searched.`}
      onPick={(id) => {
        store.getState().select([id]);
        ui.getState().set({ searching: false, reveal: { node: id, focus: true } });
      }}
      onClose={close}
    />
  );
}

/** The words around what was found. */
function excerpt(text: string, words: string): string {
  const at = text.toLowerCase().indexOf(words);
  if (at < 0) return text.slice(0, 60);
  return `${at > 20 ? "… " : ""}${text.slice(Math.max(0, at - 20), at + 40)}`;
}
