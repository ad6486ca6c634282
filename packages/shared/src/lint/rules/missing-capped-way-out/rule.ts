import { finding, type LintRule, named } from "../../rule.ts";

const CAUSES: Record<string, string> = { capped: "WhatsApp blocks it", expired: "its deadline passes" };

export const missingCappedWayOut: LintRule = {
  code: "missing-capped-way-out",
  title: "No way out when a marketing template does not get through",
  why: "WhatsApp blocks marketing to people who had enough of it (131049), whoever sent it, and a held template may never be answered. Without a way out the session ends there.",
  whatToDo: "Connect capped and expired, to an end with a reason if nothing else.",
  findAt: ({ graph }, position) => {
    const node = graph.nodes[position]!;
    if (node.facts.send?.class !== "marketing") return [];
    const missing = new Set(
      node.ways
        .filter(({ way, target }) => (way.after === "capped" || way.after === "expired") && target < 0)
        .map(({ way }) => way.port),
    );
    if (missing.size === 0) return [];
    const causes = [...missing].map((port) => CAUSES[port] ?? `it leaves by ${port}`).join(" or ");
    const message = `${named(graph, position)} has no way out when ${causes}. The session would end there.`;
    const [only] = missing;
    const port = missing.size === 1 && only ? { port: only } : {};
    return [finding(graph, position, "missing-capped-way-out", "warning", message, port)];
  },
};
