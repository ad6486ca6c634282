/** The gallery: flows to begin with, read from the folder of examples. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FlowDocument } from "@sluice/shared/flow/document";
import { readFlow } from "@sluice/shared/flow/read-flow";
import { lintFlow } from "@sluice/shared/lint/lint-flow";
import { listExamples, openExample } from "@sluice/shared/protocol/example";
import type { Services } from "../services.ts";
import type { FlowRecord } from "../store/store.ts";
import { differs, graphOf } from "./document-facts.ts";
import { storeNewFlow } from "./fresh-flow.ts";
import { wholeList } from "./page.ts";
import { notFound } from "./problem.ts";
import { type Route, route } from "./route.ts";
import { flowDraft } from "./views/flow-view.ts";

const ENDING = ".flow.json";

export function exampleRoutes(folder: string): Route[] {
  return [
    route(listExamples, async () => {
      const examples = await Promise.all((await names(folder)).map((name) => read(folder, name)));
      const flows = examples.flatMap((example) => (example ? [example.document] : []));
      return wholeList(
        examples.flatMap((example) =>
          example
            ? {
                name: example.name,
                title: example.document.name,
                description: example.document.description ?? "",
                graph: graphOf(example.document, lintFlow(example.document, { flows }).findings),
              }
            : [],
        ),
      );
    }),

    route(openExample, async ({ params, by }, services) => {
      const example = (await names(folder)).includes(params.name) ? await read(folder, params.name) : null;
      if (!example) throw notFound("example", params.name);
      const opened = await openedBefore(services, example.name, example.document);
      if (opened) return { flow: await flowDraft(opened, services), created: false };
      const record = await storeNewFlow(services, example.document, by);
      await services.store.saveSetting(settingOf(example.name), record.id);
      return { flow: await flowDraft(record, services), created: true };
    }),
  ];
}

/** The copy made before, while nobody has changed it. */
async function openedBefore(services: Services, name: string, document: FlowDocument): Promise<FlowRecord | null> {
  const id = await services.store.setting(settingOf(name));
  const record = id === null ? null : await services.store.flow(id);
  return record && !differs(record.draft, { ...document, id: record.id }) ? record : null;
}

function settingOf(name: string): string {
  return `example:${name}`;
}

async function names(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []; // installed without examples
    throw error;
  });
  return files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

/** Null for a file that is no flow: the examples are tests of their own, the gallery shows what it can. */
async function read(folder: string, name: string): Promise<{ name: string; document: FlowDocument } | null> {
  const parsed = readFlow(await readFile(join(folder, `${name}${ENDING}`), "utf8"));
  return parsed.ok ? { name, document: parsed.flow } : null;
}
