import type { Person } from "@sluice/shared/protocol/values";
import { useState } from "react";
import { useFlows } from "../api/flows.ts";
import { useStartFlow } from "../api/people.ts";
import { firstName } from "../contacts/person-words.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Select } from "../ui/select.tsx";
import { say } from "../ui/toast.tsx";

/** Starts a published flow for one person; its templates pass the same gate as always. */
export function StartFlowDialog({
  person,
  open,
  onOpenChange,
}: {
  person: Person;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { data: flows = [] } = useFlows("");
  const [chosen, setChosen] = useState<string | null>(null);
  const start = useStartFlow();
  const published = flows.filter((flow) => flow.published !== null && flow.entries.length > 0);
  const name = firstName(person);
  const go = () =>
    chosen !== null &&
    start.mutate(
      { flow: chosen, contactId: person.id },
      {
        onSuccess: (answer) => {
          onOpenChange(false);
          const at = answer.nodeName ? ` at ${answer.nodeName}` : "";
          say(answer.state === "started" ? `Started for ${name}.` : `${name} is already in it${at}.`);
        },
      },
    );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Start a flow for ${name}`}
      description="Its templates pass the same gate as always: what may not go out now is held and said here."
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" disabled={chosen === null || start.isPending} onClick={go}>
            Start
          </Button>
        </>
      }
    >
      {published.length === 0 ? (
        <Empty>No flow is published yet. Publish one, then start it here.</Empty>
      ) : (
        <Select
          label="Flow"
          value={chosen}
          placeholder="Choose a published flow"
          options={published.map((flow) => ({ value: flow.id, label: flow.name, hint: flow.entry }))}
          onChange={setChosen}
        />
      )}
    </Dialog>
  );
}
