/** A witness in words, as the problems list of the editor says it. */
import type { FlowDocument } from "@sluice/shared/flow/document";
import { nodeName } from "@sluice/shared/flow/document";
import { flowContext } from "@sluice/shared/flow/flow-context";
import type { Finding, WitnessStep } from "@sluice/shared/lint/finding";
import { nodeType } from "@sluice/shared/nodes/registry";
import { parseDuration, sayDuration } from "@sluice/shared/time/duration";

export interface Words {
  /** The name of a node, by id. */
  name(node: string): string;
  /** The label of a port: "No answer". */
  port(node: string, port: string): string;
  /** "Early access: no answer for 2 h, on by No answer" */
  step(step: WitnessStep): string;
  /** Where a finding is: the node's name, or the flow. */
  where(finding: Finding): string;
}

/** `others`: flows that it may call. */
export function wordsFor(flow: FlowDocument, others: readonly FlowDocument[] = []): Words {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const context = flowContext(flow);
  const name = (id: string) => {
    const node = nodes.get(id);
    return node ? nodeName(node) : id;
  };
  const portLabel = (id: string, port: string): string => {
    const node = nodes.get(id);
    const definition = node && nodeType(node.type);
    const config = definition?.schema.safeParse(node?.config);
    if (!definition || !config?.success) return port;
    return definition.ports(config.data, context).find((candidate) => candidate.id === port)?.label ?? port;
  };
  return {
    name,
    port: portLabel,
    where: (finding) => (finding.node === null ? "the flow" : name(finding.node)),
    step: ({ flow: called, ...step }) => {
      if (called !== undefined) {
        const other = called === flow.id ? flow : others.find(({ id }) => id === called);
        const name = other?.name ?? called;
        return other ? `in ${name}, ${wordsFor(other, others).step(step)}` : `in ${name}, ${step.node}`;
      }
      const waits = step.waits === undefined ? null : parseDuration(step.waits);
      const label = step.port === undefined ? null : portLabel(step.node, step.port);
      const parts = [
        waits === null || waits === 0 ? "" : `stays ${sayDuration(waits)}`,
        step.spoke ? "the person writes unasked" : "",
        step.released ? "held until the person speaks" : "",
        step.outcome === label ? "" : (step.outcome ?? ""),
        label === null ? "" : `on by ${label}`,
      ].filter(Boolean);
      return parts.length === 0 ? name(step.node) : `${name(step.node)}: ${parts.join(", ")}`;
    },
  };
}

/** Messages mark names with asterisks. */
export function plainWords(message: string): string {
  return message.replaceAll("**", "");
}
