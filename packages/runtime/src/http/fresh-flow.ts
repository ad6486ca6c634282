/** New flows: an id nobody has, a document to begin with; nothing is ever overwritten. */
import { type FlowDocument, FORMAT_VERSION } from "@sluice/shared/flow/document";
import type { Services } from "../services.ts";
import type { FlowRecord } from "../store/store.ts";
import { HttpProblem } from "./problem.ts";

const MOST_TRIES = 1_000;
const LONGEST = 100;

/** Stores it under its own id or, when that is taken, under the next free one: "spring-sale-2". */
export async function storeNewFlow(services: Services, document: FlowDocument, by: string): Promise<FlowRecord> {
  const { store, clock } = services;
  const base = document.id.slice(0, LONGEST);
  for (let count = 1; count <= MOST_TRIES; count += 1) {
    const id = count === 1 ? document.id : `${base}-${count}`;
    // A deleted flow's revisions stay for the sessions that ran on them: its id is not used again.
    if ((await store.revisions(id)).length > 0) continue;
    if (!(await store.createFlow({ ...document, id }, by, clock.now()))) continue;
    const record = await store.flow(id);
    if (record) {
      services.changes.publish({ flow: id });
      return record;
    }
  }
  throw new HttpProblem(409, "id-taken", "Refused", `No free id like "${document.id}" was found. Nothing was changed.`);
}

export function emptyFlow(name: string): FlowDocument {
  return {
    formatVersion: FORMAT_VERSION,
    id: slugOf(name),
    name,
    nodes: [{ id: "entry", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } }],
    edges: [],
    layout: { entry: { x: 0, y: 0 } },
  };
}

/** "Frühling −40 %" -> "fruhling-40". */
function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST);
  return slug || "flow";
}
