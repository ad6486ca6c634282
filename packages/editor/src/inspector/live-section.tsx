import { useEditor } from "../canvas/editor-context.ts";
import type { Live } from "../publish/use-live.ts";
import { Button } from "../ui/button.tsx";
import { count } from "../ui/say-time.ts";

/** Live: how many stand at this node. */
export function LiveSection({ node, live }: { node: string; live: Live }) {
  const { ui } = useEditor();
  const row = live.rows.get(node);
  return (
    <section className="sect live-line">
      <p>
        {row && row.count > 0
          ? `${count(row.count, "person", "people")} here now${row.held > 0 ? `, ${row.held} held` : ""}.`
          : "Nobody is here now."}
      </p>
      {row && row.count > 0 && (
        <Button size="sm" onClick={() => ui.getState().set({ people: node })}>
          Who?
        </Button>
      )}
    </section>
  );
}
