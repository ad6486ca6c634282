import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field, filledText, variableName } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";

const assignments = z
  .array(z.strictObject({ variable: variableName, value: filledText(10_000) }))
  .max(50)
  .optional();

const schema = z.strictObject({
  flow: field(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "the id of a flow"), {
    label: "Flow",
    help: "The revision that is published when somebody comes here is the one that runs.",
    widget: "flow",
  }),
  inputs: field(assignments, {
    label: "Hand over",
    help: "Variables the called flow begins with; it sees no others. Values may use {{ }} with what is known here.",
    widget: "call-inputs",
  }),
  outputs: field(assignments, {
    label: "Take back",
    help: "Variables set here when it has come to its end. Values may use {{ }} with the called flow's variables.",
    widget: "call-outputs",
  }),
});
type Config = z.infer<typeof schema>;

const LONGEST = Number.POSITIVE_INFINITY;

export const subflow: NodeDefinition<Config> = {
  type: "subflow",
  title: "Sub-flow",
  group: "decide",
  icon: "workflow",
  help: "Runs another flow and goes on when that one has come to its end.",
  schema,
  initial: { flow: "another-flow" },
  ports: () => [
    { id: "returned", label: "Returned", kind: "flow" },
    { id: "failed", label: "failed", kind: "trouble" },
  ],
  facts: (config) => ({
    send: null,
    ways: [
      { port: "returned", after: "entry", min: 0, max: LONGEST, interaction: false, ofCall: "returned" },
      { port: "failed", after: "entry", min: 0, max: LONGEST, interaction: false, writes: false, ofCall: "failed" },
    ],
    waits: false,
    calls: { flow: config.flow },
    writes: (config.outputs ?? []).map((output) => output.variable),
    reads: readsOf((config.inputs ?? []).map((input) => input.value)),
  }),
  summary: (config) => config.flow,
  run: ({ config, resolve }) => ({
    call: {
      flow: config.flow,
      variables: Object.fromEntries(
        (config.inputs ?? []).map(({ variable, value }) => [variable, resolve.stored(value)]),
      ),
    },
  }),
  resume: (context, wake) => {
    if (wake.kind === "subflow-failed") {
      context.note("subflow-failed", `${context.config.flow}: ${WHY[wake.reason] ?? wake.reason}`);
      return { go: "failed" };
    }
    if (wake.kind !== "subflow-returned") return { ignore: true };
    const inside = context.among(wake.variables);
    for (const { variable, value } of context.config.outputs ?? []) context.setVariable(variable, inside.stored(value));
    return { go: "returned" };
  },
};

const WHY: Record<string, string> = {
  "subflow-not-published": "it is not published on this channel, or is paused",
  "subflow-without-entry": "it has no entry",
};
