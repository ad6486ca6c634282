import { compileText, renderText } from "../../../expression/text-template.ts";
import { LIMITS, lengthOf } from "../../../messages/limits.ts";
import type { Choice, OutgoingContent } from "../../../messages/outgoing.ts";
import { finding, type LintRule, named } from "../../rule.ts";

export const messageLimits: LintRule = {
  code: "message-limits",
  title: "Longer than WhatsApp takes",
  why: "WhatsApp refuses messages that are too long or have too many parts. Lengths count what is surely there: text, and expressions that read nothing.",
  whatToDo: "Shorten the text, or split it over two messages.",
  find: ({ graph }) =>
    graph.nodes.flatMap((node, position) => {
      const content =
        node.definition && node.ports.length > 0
          ? node.definition.preview?.(node.config, graph.context)?.content
          : null;
      return (content ? excesses(content) : []).map((excess) =>
        finding(graph, position, "message-limits", "error", `${named(graph, position)}: ${excess}`),
      );
    }),
};

function excesses(content: OutgoingContent): string[] {
  switch (content.kind) {
    case "text":
      return tooLong("text", content.text, LIMITS.text.body);
    case "buttons":
      return [
        ...words(content, LIMITS.interactive.body),
        ...tooMany("buttons", content.buttons.length, LIMITS.buttons.max),
        ...labels("button", content.buttons, LIMITS.buttons.title),
      ];
    case "list": {
      const rows = content.sections.flatMap((section) => section.rows);
      return [
        ...words(content, LIMITS.list.body),
        ...tooLong("label of the list", content.label, LIMITS.list.label),
        ...tooMany("rows", rows.length, LIMITS.list.rows.max),
        ...labels("row", rows, LIMITS.list.rowTitle),
      ];
    }
    case "cta-url":
      return [
        ...words(content, LIMITS.interactive.body),
        ...tooLong("label of the button", content.displayText, LIMITS.ctaUrl.displayText),
        ...tooLong("link", content.url, LIMITS.ctaUrl.url),
      ];
    case "media":
      return content.caption ? tooLong("caption", content.caption, LIMITS.media.caption) : [];
    case "template":
      return [
        ...(content.shown.header ? tooLong("header", content.shown.header, LIMITS.template.header) : []),
        ...tooLong("text filled in", content.shown.body, LIMITS.template.body),
      ];
  }
}

function words(content: { header?: string; body: string; footer?: string }, most: number): string[] {
  return [
    ...(content.header ? tooLong("header", content.header, LIMITS.interactive.header) : []),
    ...tooLong("text", content.body, most),
    ...(content.footer ? tooLong("footer", content.footer, LIMITS.interactive.footer) : []),
  ];
}

function labels(what: string, choices: readonly Choice[], most: number): string[] {
  return choices.flatMap(({ title }) => tooLong(`${what} "${title}"`, title, most));
}

function tooLong(what: string, text: string, most: number): string[] {
  const length = knownLength(text);
  return length > most ? [`the ${what} has ${length} characters; WhatsApp takes ${most}.`] : [];
}

function tooMany(what: string, count: number, most: number): string[] {
  return count > most ? [`it has ${count} ${what}; WhatsApp takes ${most}.`] : [];
}

/** Of what is surely there: expressions that read something may come out empty. */
function knownLength(text: string): number {
  if (!text.includes("{{")) return lengthOf(text);
  const compiled = compileText(text);
  if (!compiled.ok) return 0;
  const parts = compiled.text.parts.filter((part) => typeof part === "string" || part.reads.length === 0);
  const scope = { variable: () => null, contact: () => null, now: 0, timeZone: "UTC" };
  return lengthOf(renderText({ parts, reads: [] }, scope).value);
}
