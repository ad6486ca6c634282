import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDocumentState, useEditor } from "../canvas/editor-context.ts";
import { Said } from "../problems/said.tsx";
import { Button } from "../ui/button.tsx";
import { announce } from "../ui/live-region.tsx";
import { count } from "../ui/say-time.ts";
import { Select } from "../ui/select.tsx";
import { sayError } from "../ui/toast.tsx";
import { cancelAt, editorKeys, moveFrom, releaseAt } from "./flow-api.ts";

type Act = "release" | "cancel" | "move";

/** For those who are chosen, else for all who are held here: first says what follows, then does it, then says who stayed. */
export function PeopleActs({
  node,
  held,
  heldChosen,
  chosen,
  onDone,
}: {
  node: string;
  held: number;
  /** Of the chosen ones. */
  heldChosen: number;
  chosen: string[];
  onDone: () => void;
}) {
  const flow = useDocumentState((state) => state.flowId);
  const { cards, order } = useEditor();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Act | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<string | null>(null);
  const sessions = chosen.length > 0 ? chosen : undefined;
  const waiting = chosen.length > 0 ? heldChosen : held;
  const number = asked === "move" && chosen.length > 0 ? chosen.length : waiting;
  const act = async () => {
    if (asked === null || (asked === "move" && to === null)) return;
    setBusy(true);
    try {
      const { done, stayed } = await carryOut(asked, flow, node, to ?? "", sessions);
      const whom = asked === "move" ? count(done, "person", "people") : count(done, "message");
      const said = `${whom} ${DONE[asked]}`;
      setResult(stayed.length > 0 ? `${said}; ${stayed.length} stayed: ${stayed[0]?.sentence ?? ""}` : `${said}.`);
      announce(said);
      setAsked(null);
      onDone();
      await client.invalidateQueries({ queryKey: editorKeys.live(flow) });
    } catch (error) {
      sayError("Nothing was changed", error);
    } finally {
      setBusy(false);
    }
  };
  const targets = order.flatMap((id) => {
    const card = cards.get(id);
    return card && id !== node && card.type !== "note" && card.type !== "entry"
      ? [{ value: id, label: card.title }]
      : [];
  });
  return (
    <div className="held-acts">
      {asked === null ? (
        <>
          <span className="quiet">
            {chosen.length > 0 ? `${chosen.length} chosen` : held > 0 ? "All who are held" : "Choose whom to move"}
          </span>
          {waiting > 0 && (
            <>
              <Button size="sm" onClick={() => setAsked("release")}>
                Release
              </Button>
              <Button size="sm" onClick={() => setAsked("cancel")}>
                Cancel
              </Button>
            </>
          )}
          {(chosen.length > 0 || held > 0) && (
            <Button size="sm" onClick={() => setAsked("move")}>
              Move to…
            </Button>
          )}
        </>
      ) : (
        <>
          <p>{consequence(asked, number)}</p>
          {asked === "move" && (
            <Select
              label="Move to"
              hideLabel
              value={to}
              options={targets}
              placeholder="Choose a node"
              onChange={setTo}
            />
          )}
          <Button
            size="sm"
            variant="primary"
            disabled={busy || (asked === "move" && to === null)}
            onClick={() => void act()}
          >
            {asked === "release" ? `Release ${number}` : asked === "cancel" ? `Take ${number} back` : `Move ${number}`}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setAsked(null)}>
            Leave it
          </Button>
        </>
      )}
      {result && asked === null && (
        <p role="status">
          <Said text={result} />
        </p>
      )}
    </div>
  );
}

const DONE: Record<Act, string> = { release: "released", cancel: "taken back", move: "moved" };

function consequence(act: Act, number: number): string {
  switch (act) {
    case "release":
      return `${count(number, "message")} may go out now. A block by WhatsApp and a stop still stand; those stay.`;
    case "cancel":
      return `${count(number, "message")} will not be sent; the sessions go on by their way out.`;
    case "move":
      return `${count(number, "person", "people")} will stand on another node, which runs at once. What is held for them here is withdrawn.`;
  }
}

async function carryOut(act: Act, flow: string, node: string, to: string, sessions: string[] | undefined) {
  switch (act) {
    case "release": {
      const { released, stayed } = await releaseAt(flow, node, sessions);
      return { done: released, stayed };
    }
    case "cancel": {
      const { cancelled, stayed } = await cancelAt(flow, node, sessions);
      return { done: cancelled, stayed };
    }
    case "move": {
      const { moved, stayed } = await moveFrom(flow, node, to, sessions);
      return { done: moved, stayed };
    }
  }
}
