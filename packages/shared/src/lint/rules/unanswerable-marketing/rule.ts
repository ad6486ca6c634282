import { finding, type LintRule, named } from "../../rule.ts";

export const unanswerableMarketing: LintRule = {
  code: "unanswerable-marketing",
  title: "Waits for an answer that the template does not ask for",
  why: "A tap on a link, a phone number or a code tells nobody: WhatsApp sends no webhook for it. Without a quick reply people have to write by themselves, and few do; the session then stands still.",
  whatToDo: "Use a template with quick replies, or lead No answer on.",
  findAt: ({ graph }, position) => {
    const { facts, ways } = graph.nodes[position]!;
    if (facts.send?.class !== "marketing" || facts.send.answerable) return [];
    const sent = ways.filter(({ way }) => way.after === "sent");
    const onlyByAnswer =
      sent.some(({ way, target }) => way.interaction && target >= 0) &&
      !sent.some(({ way, target }) => !way.interaction && target >= 0);
    if (!onlyByAnswer) return [];
    const message = `${named(graph, position)} leads on by an answer only, and has no quick reply to give one. A tap on a link is not heard.`;
    return [finding(graph, position, "unanswerable-marketing", "warning", message)];
  },
};
