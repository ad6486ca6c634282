import type { FlowRow } from "@sluice/shared/protocol/flow";
import { FileUp, Plus, Search, Upload, Workflow } from "lucide-react";
import { useDeferredValue, useRef, useState } from "react";
import { createFlow, deleteFlow, openExample, useExamples, useFlowAct, useFlows } from "../api/flows.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { count } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { TextField } from "../ui/text-field.tsx";
import { say } from "../ui/toast.tsx";
import { ExampleGallery } from "./example-gallery.tsx";
import { FlowTable } from "./flow-table.tsx";
import { ImportReport } from "./import-report.tsx";
import { RiverStrip } from "./river-strip.tsx";
import { useFileDrop } from "./use-file-drop.ts";
import { useFirstRun } from "./use-first-run.ts";
import { open, useImport } from "./use-import.ts";
import "./flows.css";

/** Which draft has findings, what is live, who waits; and where new flows come from. */
export function FlowsScreen() {
  const [wanted, setWanted] = useState("");
  const search = useDeferredValue(wanted.trim());
  const flows = useFlows(search);
  const firstRun = useFirstRun(search === "" ? flows.data : undefined);
  const [doomed, setDoomed] = useState<FlowRow | null>(null);
  const create = useFlowAct(createFlow, "No flow was made.");
  const importing = useImport();
  const over = useFileDrop((files) => void importing.take(files));
  const picker = useRef<HTMLInputElement>(null);
  const makeFlow = () => create.mutate(undefined, { onSuccess: open });

  return (
    <div className="page">
      <header className="bar">
        <h1>Flows</h1>
        <span className="flex-1" />
        <div className="w-[260px] max-sm:hidden">
          <TextField
            label="Find a flow, node or text"
            hideLabel
            soft
            icon={Search}
            type="search"
            placeholder="Find a flow, node or text"
            value={wanted}
            onChange={setWanted}
          />
        </div>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          multiple
          hidden
          aria-label="Flow files to import"
          onChange={(event) => {
            void importing.take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
        <Button
          icon={Upload}
          className="max-sm:hidden"
          disabled={importing.isPending}
          onClick={() => picker.current?.click()}
        >
          Import…
        </Button>
        <Button variant="primary" icon={Plus} disabled={create.isPending} onClick={makeFlow}>
          New flow
        </Button>
      </header>
      <div className="page-body">
        <div className="page-inner">
          <RiverStrip />
          <List
            flows={firstRun ? undefined : flows.data}
            wanted={wanted.trim()}
            error={flows.error}
            onRetry={() => void flows.refetch()}
            onNew={makeFlow}
            onDelete={setDoomed}
          />
          <ExampleGallery />
        </div>
      </div>
      {over && (
        <div className="drop-veil">
          <div>
            <FileUp size={28} aria-hidden />
            Drop flow files to import them
            <small>Ours or a foreign format, up to 5 MB. Nothing is overwritten.</small>
          </div>
        </div>
      )}
      <DeleteFlow flow={doomed} onClose={() => setDoomed(null)} />
      <ImportReport imported={importing.report} onClose={importing.closeReport} />
    </div>
  );
}

function List(props: {
  flows: FlowRow[] | undefined;
  wanted: string;
  error: unknown;
  onRetry: () => void;
  onNew: () => void;
  onDelete: (flow: FlowRow) => void;
}) {
  if (!props.flows)
    return props.error ? (
      <Fault title="The flows could not be loaded." error={props.error} onRetry={props.onRetry} />
    ) : (
      <div className="panel-card">
        <Skeleton label="flows" />
      </div>
    );
  if (props.flows.length === 0 && !props.wanted)
    return (
      <div className="panel-card">
        <Empty
          icon={Workflow}
          actions={
            <>
              <OpenFirstExample />
              <Button icon={Plus} onClick={props.onNew}>
                Start an empty flow
              </Button>
            </>
          }
        >
          A flow begins where a person comes in. Open the Black Friday example, or start an empty one.
        </Empty>
      </div>
    );
  if (props.flows.length === 0)
    return (
      <div className="panel-card">
        <Empty>Nothing contains “{props.wanted}”. Names, nodes and texts were searched.</Empty>
      </div>
    );
  return <FlowTable flows={props.flows} onDelete={props.onDelete} />;
}

/** The first of the gallery: on a fresh start, Black Friday with its warnings. */
function OpenFirstExample() {
  const { data: examples } = useExamples();
  const use = useFlowAct(openExample, "The example was not opened.");
  const first = examples?.find((example) => example.name === "black-friday") ?? examples?.[0];
  if (!first) return null;
  return (
    <Button
      variant="primary"
      icon={Workflow}
      disabled={use.isPending}
      onClick={() => use.mutate(first.name, { onSuccess: open })}
    >
      Open {first.title}
    </Button>
  );
}

function DeleteFlow({ flow, onClose }: { flow: FlowRow | null; onClose: () => void }) {
  const remove = useFlowAct(deleteFlow, "The flow was not deleted.");
  return (
    <Dialog
      open={flow !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${flow?.name ?? ""}?`}
      description={
        flow && flow.figures.running > 0
          ? `The draft goes. ${count(flow.figures.running, "person is", "people are")} in it now and finish on the revision they started with.`
          : "The draft goes, and nobody can enter it any more. Export it first if you may want it back."
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() =>
              flow &&
              remove.mutate(
                { id: flow.id, force: flow.figures.running > 0 },
                {
                  onSuccess: () => {
                    say(`${flow.name} was deleted.`);
                    onClose();
                  },
                },
              )
            }
          >
            Delete
          </Button>
        </>
      }
    />
  );
}
