import { z } from "zod";
import type { NodeDefinition } from "../definition.ts";
import { field } from "../fields.ts";

const schema = z.strictObject({
  marketing: field(z.enum(["in", "out"]), { label: "Offers from us", widget: "select" }),
});
type Config = z.infer<typeof schema>;

export const consent: NodeDefinition<Config> = {
  type: "consent",
  title: "Consent",
  group: "data",
  icon: "user-check",
  help: "Keeps that the person wants offers, or wants none any more. Who stopped them in WhatsApp itself has to allow them there.",
  schema,
  initial: { marketing: "in" },
  ports: () => [{ id: "next", label: "Next", kind: "flow" }],
  facts: (config) => ({
    send: null,
    ways: [{ port: "next", after: "entry", min: 0, max: 0, interaction: false, consent: config.marketing }],
    waits: false,
    writes: [],
    reads: [],
  }),
  summary: (config) => (config.marketing === "in" ? "wants offers" : "wants no offers"),
  run: (context) => {
    context.setConsent(context.config.marketing);
    return { go: "next" };
  },
};
