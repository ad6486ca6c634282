/** A node of a session, with the names that people know: its own flow's, or a flow's that was called. */
import type { InSubflow } from "../engine/command.ts";
import { compiledNode } from "../engine/compile-flow.ts";
import type { Session } from "../engine/session.ts";
import { nodeName } from "../flow/document.ts";
import type { Work } from "./work.ts";

export interface NamedPlace {
  flow: string;
  flowName: string;
  revision: number;
  node: string;
  nodeName: string;
}

export function placeOf(work: Work, session: Session, node: string, where: InSubflow = {}): NamedPlace {
  const { flow = session.flow, revision = session.revision } = where;
  const compiled = work.world.flow(flow, revision);
  const found = compiled && compiledNode(compiled, node)?.node;
  return {
    flow,
    flowName: compiled?.document.name ?? flow,
    revision,
    node,
    nodeName: found ? nodeName(found) : node,
  };
}
