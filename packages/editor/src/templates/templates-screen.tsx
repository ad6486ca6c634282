import type { TemplateRow } from "@sluice/shared/protocol/template";
import { LayoutTemplate, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTemplateSync, useTemplates } from "../api/templates.ts";
import { useNow } from "../app/now.ts";
import { Button } from "../ui/button.tsx";
import { CategoryChip } from "../ui/category.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { count, sayAgo } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../ui/toast.tsx";
import { StatusChip } from "./status-chip.tsx";
import { TemplateDetail } from "./template-detail.tsx";
import "./templates.css";

/** The account's templates; those that need care stand on top. */
export function TemplatesScreen() {
  const templates = useTemplates();
  const sync = useTemplateSync();
  const now = useNow(60_000);
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = (templates.data ?? []).toSorted(byCare);
  const open = rows.find((row) => keyOf(row) === chosen) ?? null;
  const checked = Math.max(0, ...rows.map((row) => row.syncedAt));
  return (
    <div className="page">
      <header className="bar">
        <h1>Templates</h1>
        {checked > 0 && <span className="quiet text-[12px] max-sm:hidden">read {sayAgo(checked, now)}</span>}
        <span className="flex-1" />
        <Button
          icon={RefreshCw}
          disabled={sync.isPending}
          onClick={() =>
            sync.mutate(undefined, {
              onSuccess: (answer) => say(`${count(answer.count, "template")} read from WhatsApp.`),
            })
          }
        >
          Read from WhatsApp
        </Button>
      </header>
      <div className="page-body">
        <div className="page-inner">
          {templates.isPending && (
            <div className="panel-card">
              <Skeleton label="templates" height={46} />
            </div>
          )}
          {templates.isError && (
            <Fault
              title="The templates could not be loaded."
              error={templates.error}
              onRetry={() => void templates.refetch()}
            />
          )}
          {templates.isSuccess && rows.length === 0 && (
            <div className="panel-card">
              <Empty icon={LayoutTemplate}>
                No templates yet. They are written and approved in WhatsApp Manager, then read from there. Publishing
                against the emulator makes what a flow needs.
              </Empty>
            </div>
          )}
          {rows.length > 0 && (
            <div className="templates" data-open={open ? "" : undefined}>
              <Table rows={rows} chosen={chosen} onChoose={(key) => setChosen(key === chosen ? null : key)} />
              {open && <TemplateDetail row={open} onClose={() => setChosen(null)} />}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function Table(props: { rows: TemplateRow[]; chosen: string | null; onChoose: (key: string) => void }) {
  return (
    <section className="panel-card" aria-label="All templates">
      <table className="template-table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Category</th>
            <th scope="col" className="t-status">
              Status
            </th>
            <th scope="col" className="t-used">
              Used by
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={keyOf(row)} data-on={keyOf(row) === props.chosen ? "" : undefined}>
              <td>
                <button
                  type="button"
                  aria-expanded={keyOf(row) === props.chosen}
                  onClick={() => props.onChoose(keyOf(row))}
                >
                  <code>{row.name}</code> <span className="text-ink-2">{row.language}</span>
                </button>
              </td>
              <td>
                <CategoryChip category={row.category} />
              </td>
              <td className="t-status">
                <StatusChip status={row.status} />
              </td>
              <td className="t-used text-ink-2">
                {row.usedBy.length === 0 ? "–" : row.usedBy.map((flow) => flow.name).join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function keyOf(row: TemplateRow): string {
  return `${row.name}/${row.language}`;
}

/** What is not approved first, then what flows use, then by name. */
function byCare(a: TemplateRow, b: TemplateRow): number {
  const care = (row: TemplateRow) => (row.status === "APPROVED" ? (row.usedBy.length > 0 ? 1 : 2) : 0);
  return care(a) - care(b) || a.name.localeCompare(b.name) || a.language.localeCompare(b.language);
}
