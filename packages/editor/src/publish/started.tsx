import type { StartAnswer } from "@sluice/shared/protocol/start";
import { Link } from "../app/link.tsx";
import { useEditor } from "../canvas/editor-context.ts";

/** Where somebody who was started stands, and the ways to see it. `already`: what is said of who was started before. */
export function Started({ answer, already, onLeave }: { answer: StartAnswer; already: string; onLeave: () => void }) {
  const { ui } = useEditor();
  return (
    <p role="status" className="start-answer">
      {answer.state === "started" ? "Started" : already}
      {answer.nodeName && (
        <>
          : stands at <b>{answer.nodeName}</b>
        </>
      )}
      . <Link to={{ screen: "contacts", contactId: answer.contactId }}>Timeline</Link>
      {" · "}
      <button
        type="button"
        onClick={() => {
          onLeave();
          ui.getState().set({ mode: "live", people: answer.node });
        }}
      >
        See it live
      </button>
    </p>
  );
}
