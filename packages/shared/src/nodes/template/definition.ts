import { DEFAULT_TRIES } from "../../caps/retry.ts";
import { interactiveTwin } from "../../caps/twin.ts";
import { quickRepliesOf, type Template } from "../../flow/template.ts";
import type { MessageClass } from "../../messages/outgoing.ts";
import { parseInstant } from "../../time/instant.ts";
import type { Facts, FlowContext, NodeDefinition, Port, Way } from "../definition.ts";
import { timeoutNote, timeoutOf } from "../fields.ts";
import { readsOf } from "../send-free-form.ts";
import {
  awaitsDelivery,
  deadlineSpan,
  isMarketing,
  type TemplateConfig,
  templateConfigSchema,
  templateOf,
  waitsForAnswer,
} from "./config.ts";
import { fillTemplate, missingParameters, surplusParameters } from "./fill-template.ts";
import { resumeTemplate, runTemplate } from "./run.ts";

export const template: NodeDefinition<TemplateConfig> = {
  type: "template",
  title: "Template",
  group: "template",
  icon: "megaphone",
  help: "A pre-approved message. It may go out when the window is closed; a marketing template stands behind a gate.",
  schema: templateConfigSchema,
  initial: { name: "your_template", language: "en" },
  ports: templatePorts,
  facts: templateFacts,
  summary: (config, flow) => (templateOf(config, flow) ? "" : `${config.name} · ${config.language} is not known`),
  kindLine: (config, flow) => {
    const found = templateOf(config, flow);
    const kind = found ? `${found.category.charAt(0)}${found.category.slice(1).toLowerCase()} template` : "Template";
    return `${kind} · ${config.language}`;
  },
  preview: (config, flow) => {
    const found = templateOf(config, flow);
    if (!found) return null;
    const content = fillTemplate(found, config, (text) => text);
    return {
      content,
      twin: isMarketing(found) ? interactiveTwin(found, content, config.interactiveTwin ?? null) : null,
    };
  },
  check: checkTemplate,
  run: runTemplate,
  resume: resumeTemplate,
};

function templatePorts(config: TemplateConfig, flow: FlowContext): Port[] {
  const found = templateOf(config, flow);
  const ordinary: Port[] = waitsForAnswer(config, found)
    ? [
        ...(found ? quickRepliesOf(found) : []).map(
          (reply, index): Port => ({
            id: `button:${index}`,
            label: reply.card === undefined ? reply.title : `${reply.title}, card ${reply.card + 1}`,
            kind: "answer",
          }),
        ),
        { id: "answered", label: "Any other answer", kind: "answer", keepsWaiting: true },
        { id: "timeout", label: "No answer", kind: "flow", note: timeoutNote(config.timeout) },
      ]
    : [{ id: "delivered", label: "Delivered", kind: "flow" }];
  const trouble = isMarketing(found) ? ["capped", "expired", "failed", "opted-out"] : ["failed"];
  return [...ordinary, ...trouble.map((id): Port => ({ id, label: id.replace("-", " "), kind: "trouble" }))];
}

function templateFacts(config: TemplateConfig, flow: FlowContext): Facts {
  const found = templateOf(config, flow);
  const marketing = isMarketing(found);
  const answerable = found !== undefined && quickRepliesOf(found).length > 0;
  const timeout = timeoutOf(config.timeout);
  const way = (port: string, after: Way["after"], min: number, max: number, interaction = false): Way => ({
    port,
    after,
    min,
    max,
    interaction,
  });
  const ordinary = waitsForAnswer(config, found)
    ? [
        ...templatePorts(config, flow)
          .filter((port) => port.kind === "answer")
          .map((port) => way(port.id, "sent", 0, timeout, true)),
        way("timeout", "sent", timeout, timeout),
      ]
    : [way("delivered", "sent", 0, 0)];
  const span = deadlineSpan(config);
  const trouble: Way[] = marketing
    ? [
        way("capped", "capped", 0, span ?? Number.POSITIVE_INFINITY),
        { ...way("expired", "expired", span ?? 0, span ?? Number.POSITIVE_INFINITY), ...momentOf(config) },
        way("expired", "held", 0, 0),
        way("failed", "failed", 0, 0),
        way("opted-out", "opted-out", 0, 0),
      ]
    : [way("failed", "failed", 0, 0)];
  const parameters = Object.values(config.parameters ?? {});
  // An unknown template, or a parameter that is missing or comes out empty, never gets as far as the gate.
  if (!found || missingParameters(found, config).length > 0 || parameters.some((text) => text.includes("{{")))
    trouble.push({ ...way("failed", "entry", 0, 0), chosenBy: "data" });
  return {
    send: {
      class: classOf(found),
      template: { name: config.name, language: config.language },
      answerable,
      ...(marketing && found
        ? {
            twin:
              (config.prefer ?? "interactive") === "interactive" &&
              interactiveTwin(
                found,
                fillTemplate(found, config, (text) => text),
                config.interactiveTwin ?? null,
              ) !== null,
            whenHeld: config.whenHeld ?? "wait",
            deadline: span,
            tries: config.retries ?? DEFAULT_TRIES,
          }
        : {}),
    },
    ways: [...ordinary, ...trouble],
    waits: waitsForAnswer(config, found) || awaitsDelivery(config, found),
    writes: [],
    reads: readsOf(parameters),
  };
}

function momentOf(config: TemplateConfig): Pick<Way, "at"> {
  const instant = config.deadline === undefined ? null : parseInstant(config.deadline);
  return instant === null ? {} : { at: { instant } };
}

/** Does what the node hands over fit the template it names (D16)? */
function checkTemplate(config: TemplateConfig, flow: FlowContext): { code: string; path: string; message: string }[] {
  const mismatch = (path: string, message: string) => ({ code: "template-mismatch", path, message });
  const found = templateOf(config, flow);
  const name = `${config.name} · ${config.language}`;
  if (!found) return [mismatch("name", `There is no template ${name}. It would not be sent.`)];
  const status = found.status.toUpperCase();
  const missing = missingParameters(found, config);
  const surplus = surplusParameters(found, config);
  return [
    ...(status === "APPROVED" ? [] : [mismatch("name", `The template ${name} is not approved (${status}).`)]),
    ...(missing.length > 0 ? [mismatch("parameters", `${name} wants a value for ${missing.join(", ")}.`)] : []),
    ...(surplus.length > 0 ? [mismatch("parameters", `${name} has no place for ${surplus.join(", ")}.`)] : []),
  ];
}

/** The class that decides whether it may go (D16). An unknown template is treated as marketing: the strictest. */
export function classOf(found: Template | undefined): MessageClass {
  switch (found?.category) {
    case "UTILITY":
      return "utility";
    case "AUTHENTICATION":
      return "authentication";
    default:
      return "marketing";
  }
}
