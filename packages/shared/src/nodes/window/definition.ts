import { z } from "zod";
import type { NodeDefinition, Way } from "../definition.ts";

const schema = z.strictObject({});
type Config = z.infer<typeof schema>;

export const window: NodeDefinition<Config> = {
  type: "window",
  title: "Window open?",
  group: "decide",
  icon: "clock",
  help: "Asks whether the 24-hour window is open at this moment: free-form messages on one way, templates on the other.",
  schema,
  initial: {},
  ports: () => [
    { id: "open", label: "Open", kind: "flow" },
    { id: "closed", label: "Closed", kind: "flow" },
  ],
  facts: () => ({
    send: null,
    ways: (["open", "closed"] as const).map(
      (port): Way => ({
        port,
        after: "entry",
        min: 0,
        max: 0,
        interaction: false,
        chosenBy: "ledger",
        known: { window: port },
      }),
    ),
    waits: false,
    writes: [],
    reads: [],
  }),
  summary: () => "",
  run: (context) => ({ go: context.isWindowOpen() ? "open" : "closed" }),
};
