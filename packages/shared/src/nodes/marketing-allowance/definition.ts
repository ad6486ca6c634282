import { z } from "zod";
import type { Decision } from "../../caps/decide-send.ts";
import { interactiveTwin } from "../../caps/twin.ts";
import type { FreeFormContent, MessageClass } from "../../messages/outgoing.ts";
import type { Allowance, FlowContext, NodeDefinition, Way } from "../definition.ts";
import { field } from "../fields.ts";
import { classOf } from "../template/definition.ts";
import { fillTemplate } from "../template/fill-template.ts";

const schema = z.strictObject({
  template: field(z.string().min(1).max(512).optional(), {
    label: "For this template",
    help: "Whether it has an interactive twin makes a difference. Without one: any marketing template, which has none.",
    widget: "template-asked",
  }),
  language: field(z.string().min(2).max(20).optional(), { label: "Language", widget: "hidden" }),
});
type Config = z.infer<typeof schema>;

const PORTS = [
  { id: "free", label: "May go now" },
  { id: "held", label: "Would be held" },
  { id: "capped", label: "At WhatsApp's limit" },
  { id: "opted-out", label: "Wants no offers" },
] as const satisfies readonly { id: Allowance; label: string }[];

export const marketingAllowance: NodeDefinition<Config> = {
  type: "marketing-allowance",
  title: "Offer allowed?",
  group: "decide",
  icon: "gauge",
  help: "Asks the gate what would become of a marketing template at this moment, without sending one.",
  schema,
  initial: {},
  ports: () => PORTS.map((port) => ({ ...port, kind: "flow" })),
  facts: (config, flow) => {
    const about = asked(config, flow);
    const way = (port: Allowance): Way => ({ port, after: "entry", min: 0, max: 0, interaction: false });
    return {
      send: null,
      // Nothing holds what is no marketing (D10).
      ways:
        about.class === "marketing"
          ? PORTS.map(({ id }) => ({
              ...way(id),
              chosenBy: "ledger",
              known: { marketing: id, twin: about.twin !== null },
            }))
          : [way("free")],
      waits: false,
      writes: [],
      reads: [],
    };
  },
  summary: (config) => (config.template ? `for ${config.template}` : "for any offer"),
  check: (config, flow) =>
    config.template !== undefined && !flow.template(config.template, config.language)
      ? [
          {
            code: "template-mismatch",
            path: "template",
            message: `There is no template ${[config.template, config.language].filter(Boolean).join(" · ")}. It is asked as if it had no twin.`,
            severity: "warning",
          },
        ]
      : [],
  run: (context) => {
    const decision = context.askGate({ ...asked(context.config, context.flow), prefer: "interactive" });
    return { go: allowance(decision) };
  },
};

/** What the gate is asked about. Only whether there is a twin counts, not what its parameters say. */
function asked(config: Config, flow: FlowContext): { class: MessageClass; twin: FreeFormContent | null } {
  const found = config.template === undefined ? undefined : flow.template(config.template, config.language);
  if (!found) return { class: "marketing", twin: null };
  const content = fillTemplate(found, { name: found.name, language: found.language }, (text) => text);
  return { class: classOf(found), twin: interactiveTwin(found, content) };
}

/** A cooldown (D5) and the pause for numbers of the United States (D4) are WhatsApp's own limits; the other holds are the gate's. */
function allowance(decision: Decision): Allowance {
  switch (decision.kind) {
    case "send":
      return "free";
    case "hold":
      return decision.rule === "D5" ? "capped" : "held";
    case "refuse":
      return decision.reason === "opted-out" ? "opted-out" : "capped";
  }
}
