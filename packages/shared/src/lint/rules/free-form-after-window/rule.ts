import { finding, type LintRule } from "../../rule.ts";
import { sayAssumed, saySince } from "../../say.ts";

export const freeFormAfterWindow: LintRule = {
  code: "free-form-after-window",
  title: "Free-form after the 24-hour window",
  why: "WhatsApp takes free-form messages only while the person's last message is younger than 24 hours. Later ones are refused (131047), so they are not even tried.",
  whatToDo: "Send a template there, shorten the wait, or connect window closed and say what happens then.",
  findFor: ({ graph, calls }, { failure, node, says: name, inside }) => {
    if (node.facts.send?.class !== "free-form") return [];
    const { concrete, certain } = failure;
    const refused = node.ways.find(({ way }) => way.after === "refused");
    const handled = (refused?.target ?? -1) >= 0;
    const when = concrete ? saySince(concrete.sinceInbound) : "more than 24 h after the last message";
    const says = certain ? `${name} is free-form, ${when}.` : `${name} is free-form and may come ${when}.`;
    const port = node.ports.find((candidate) => candidate.id === refused?.way.port)?.label ?? "window closed";
    const then = handled ? `Its way out **${port}** is connected.` : "It is refused then, and nothing leads on.";
    const assumes = sayAssumed(calls, concrete);
    return [
      finding(
        graph,
        failure.node,
        "free-form-after-window",
        handled ? "info" : certain ? "error" : "warning",
        `${says} ${then}`,
        {
          ...inside,
          certainty: certain ? "certain" : "possible",
          entryDependent: failure.entryDependent,
          ...(assumes ? { assumes } : {}),
          ...(concrete ? { witness: concrete.witness } : {}),
        },
      ),
    ];
  },
};
