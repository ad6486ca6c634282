/** Which quick fixes a finding has. Every edit asks this, so it looks at no more than the finding's node. */
import type { Finding } from "../finding.ts";
import type { LintGraph } from "../graph.ts";
import { endHere } from "./end-here.ts";
import type { Fix } from "./fix.ts";
import { leadCappedAndExpiredOn } from "./lead-capped-and-expired-on.ts";
import { leadWindowClosedOn } from "./lead-window-closed-on.ts";
import { removeEdge } from "./remove-edge.ts";
import { removeNode } from "./remove-node.ts";
import { waitForAMessage } from "./wait-for-a-message.ts";

/** Every fix, the one that changes what people meet before the one that only says what happens then. */
export const lintFixes: readonly Fix[] = [
  waitForAMessage,
  leadCappedAndExpiredOn,
  leadWindowClosedOn,
  endHere,
  removeEdge,
  removeNode,
];

const byCode = new Map<string, Fix[]>();
for (const fix of lintFixes) for (const code of fix.codes) byCode.set(code, [...(byCode.get(code) ?? []), fix]);

/** The same finding when it has none; with two nodes of one id nobody knows which is meant, and a called flow is another document. */
export function withFixes(graph: LintGraph, finding: Finding): Finding {
  const fixes = byCode.get(finding.code);
  if (!fixes || finding.inside || finding.severity === "info" || graph.index.size !== graph.nodes.length)
    return finding;
  const suiting = fixes.filter((fix) => fix.suits(graph, finding));
  return suiting.length === 0 ? finding : { ...finding, fixes: suiting.map(({ id, title }) => ({ id, title })) };
}
