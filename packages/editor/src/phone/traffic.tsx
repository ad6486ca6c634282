import { Ban, Download, Upload } from "lucide-react";
import { useState } from "react";
import { readerZone } from "../ui/say-time.ts";
import { Segmented } from "../ui/segmented.tsx";
import type { TrafficEntry } from "./control.ts";
import { type TrafficLine, trafficLines } from "./traffic-lines.ts";

type Which = "all" | "out" | "in";

/** Every request and webhook, newest first; a line opens to what was said, word for word. */
export function Traffic({ entries }: { entries: readonly TrafficEntry[] }) {
  const [which, setWhich] = useState<Which>("all");
  const lines = trafficLines(entries)
    .filter((line) => which === "all" || line.direction === which)
    .toReversed();
  return (
    <section className="traffic" aria-label="Traffic">
      <h3>
        Traffic
        <Segmented
          size="sm"
          label="Which traffic"
          value={which}
          onChange={setWhich}
          segments={[
            { id: "all", label: "All" },
            { id: "out", label: "Out" },
            { id: "in", label: "In" },
          ]}
        />
      </h3>
      {lines.length === 0 && <p className="px-4 py-2 text-[12px] text-ink-3">Nothing was said yet.</p>}
      <ul>
        {lines.map((line) => (
          <li key={line.key}>
            <Line line={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was said is put on the page only while somebody reads it. */
function Line({ line }: { line: TrafficLine }) {
  const [open, setOpen] = useState(false);
  const Icon = line.bad ? Ban : line.direction === "out" ? Upload : Download;
  return (
    <details data-bad={line.bad ? "" : undefined} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <time>{seconds(line.at)}</time>
        <Icon aria-hidden />
        <span className="one-line">
          {line.before} <b>{line.subject}</b> {line.after}
        </span>
        <em>{line.code}</em>
      </summary>
      {open && <pre>{line.verbatim}</pre>}
    </details>
  );
}

const format = new Intl.DateTimeFormat("en-GB", {
  timeZone: readerZone,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function seconds(at: number): string {
  return format.format(at);
}
