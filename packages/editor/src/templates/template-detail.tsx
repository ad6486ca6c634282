import type { TemplateRow } from "@sluice/shared/protocol/template";
import { X } from "lucide-react";
import { useMemo, useState } from "react";
import { Link } from "../app/link.tsx";
import { outgoingBubble } from "../contacts/timeline-items.ts";
import { IconButton } from "../ui/button.tsx";
import { CategoryChip } from "../ui/category.tsx";
import { Bubble } from "../ui/chat/bubble.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { StatusChip } from "./status-chip.tsx";
import { templateSample } from "./template-sample.ts";

/** One template as the customer will see it, with its interactive twin. */
export function TemplateDetail({ row, onClose }: { row: TemplateRow; onClose: () => void }) {
  const { content, twin } = useMemo(() => templateSample(row.template), [row.template]);
  const [side, setSide] = useState<"template" | "twin">("template");
  const marketing = row.category === "MARKETING";
  const shown = side === "twin" && twin && marketing ? twin : content;
  return (
    <section className="panel-card template-detail" aria-label={`Template ${row.name}`}>
      <header className="bar bg-card">
        <h2 className="one-line">
          <code className="text-[13px]">{row.name}</code>
        </h2>
        <span className="flex-1" />
        <IconButton icon={X} label="Close" onClick={onClose} />
      </header>
      <div className="sect">
        <div className="flex flex-wrap items-center gap-2">
          <CategoryChip category={row.category} />
          <StatusChip status={row.status} />
          <span className="text-ink-2">{row.language}</span>
        </div>
      </div>
      <div className="sect">
        <h3>
          Preview
          {marketing && (
            <span className="right">
              <Segmented
                size="sm"
                label="Which message"
                value={side}
                onChange={setSide}
                segments={[
                  { id: "template", label: "Template" },
                  { id: "twin", label: "Interactive twin" },
                ]}
              />
            </span>
          )}
        </h3>
        {marketing && side === "twin" && (
          <p className="text-[12px] text-ink-2">
            {twin
              ? "Sent in place of the template while the window is open. It does not count against the limit, and it can be answered."
              : "This template has no faithful interactive form, so that the template itself is sent."}
          </p>
        )}
        {(side === "template" || twin) && (
          <div className="template-stage">
            <Bubble side="left" time="11:00" {...outgoingBubble(shown)} />
          </div>
        )}
      </div>
      <div className="sect">
        <h3>Used by</h3>
        {row.usedBy.length === 0 && <p className="quiet text-[12px]">No flow uses it.</p>}
        <ul className="space-y-1">
          {row.usedBy.map((flow) => (
            <li key={flow.id}>
              <Link to={{ screen: "editor", flowId: flow.id }} className="text-water-ink underline underline-offset-2">
                {flow.name}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
