/** Flows: the list, and what can be done to a flow from outside of its editor. */
import { listExamples, openExample as openExampleCall } from "@sluice/shared/protocol/example";
import * as flow from "@sluice/shared/protocol/flow";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sayError } from "../ui/toast.tsx";
import { call } from "./call.ts";

const flowsKey = ["flows"] as const;

/** All flows whose names, nodes or texts contain what is wanted; "" gives all. */
export function useFlows(search: string) {
  return useQuery({
    queryKey: [...flowsKey, "list", search],
    queryFn: ({ signal }) => call(flow.listFlows, { query: { limit: 200, ...(search ? { search } : {}) }, signal }),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  });
}

export function useExamples() {
  return useQuery({
    queryKey: ["examples"],
    queryFn: ({ signal }) => call(listExamples, { signal }),
    select: (page) => page.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type Imported = Awaited<ReturnType<typeof importFlow>>;

/** `text` is a whole file, ours or foreign. Nothing is overwritten: an id already taken gets a new one. */
export function importFlow(text: string) {
  return call(flow.importFlow, { text });
}

/** A copy of the example as a flow of one's own; the one opened before, while it is unchanged. */
export async function openExample(name: string): Promise<string> {
  return (await call(openExampleCall, { path: { name } })).flow.id;
}

/** The draft as a file on this computer. */
export async function exportFlow(id: string): Promise<void> {
  const document = await call(flow.exportFlow, { path: { id } });
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: "application/json" }));
  const link = window.document.createElement("a");
  link.href = url;
  link.download = `${document.id}.flow.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

export async function duplicateFlow(id: string): Promise<Imported> {
  const document = await call(flow.exportFlow, { path: { id } });
  return importFlow(JSON.stringify({ ...document, name: `${document.name} (copy)`.slice(0, 200) }));
}

/** Empty but for one entry. Answers its id. */
export async function createFlow(): Promise<string> {
  return (await call(flow.createFlow, { body: {} })).id;
}

/** `force` also while people are in it; they run on to their end. */
export function deleteFlow({ id, force }: { id: string; force: boolean }) {
  return call(flow.deleteFlow, { path: { id }, query: { force: force ? "true" : "false" } });
}

/** The emergency brake of one flow: entries and held sends stop, what people write still arrives. */
export function setFlowPaused({ id, paused }: { id: string; paused: boolean }) {
  return call(paused ? flow.pauseFlow : flow.resumeFlow, { path: { id } });
}

/** A change of the list: runs, says what failed, and looks at the list again. */
export function useFlowAct<Input, Answer>(act: (input: Input) => Promise<Answer>, failed: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onError: (error) => sayError(failed, error),
    onSettled: () => client.invalidateQueries({ queryKey: flowsKey }),
  });
}
