/** The gallery: flows to begin with. */
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { flowDraft, flowGraph } from "./flow.ts";
import { pageOf } from "./values.ts";

export const exampleRow = z
  .object({
    /** File name without ending; what `open` takes. */
    name: z.string(),
    title: z.string(),
    description: z.string(),
    graph: flowGraph,
  })
  .meta({ id: "Example" });

export type ExampleRow = z.infer<typeof exampleRow>;

export const listExamples = endpoint({
  method: "GET",
  path: "/api/examples",
  summary: "Flows to begin with",
  tag: "examples",
  answer: pageOf(exampleRow),
});

export const openExample = endpoint({
  method: "POST",
  path: "/api/examples/{name}/open",
  summary: "A copy of the example as a flow; the one opened before, while it is unchanged",
  tag: "examples",
  answer: z.object({ flow: flowDraft, created: z.boolean() }),
  refusals: [404],
});
