import type { NodeDefinition } from "../definition.ts";
import { timeoutNote, timeoutOf } from "../fields.ts";
import { sameIds } from "../same-ids.ts";
import { FREE_FORM, REFUSED_WAY, readsOf, WINDOW_CLOSED } from "../send-free-form.ts";
import { type ListConfig, listContent, listSchema, rowsOf } from "./config.ts";
import { resumeList, runList } from "./run.ts";

export const list: NodeDefinition<ListConfig> = {
  type: "list",
  title: "List",
  group: "message",
  icon: "list",
  help: "A free-form question with up to ten rows to choose from. It waits for the answer; a choice opens the window.",
  schema: listSchema,
  initial: {
    body: "What is it about?",
    label: "Choose",
    sections: [
      {
        rows: [
          { id: "order", title: "My order" },
          { id: "return", title: "A return" },
          { id: "other", title: "Something else" },
        ],
      },
    ],
  },
  ports: (config) => [
    ...rowsOf(config).map((row) => ({ id: `row:${row.id}`, label: row.title, kind: "answer" as const })),
    { id: "other", label: "Anything else", kind: "answer", keepsWaiting: true },
    { id: "timeout", label: "No answer", kind: "flow", note: timeoutNote(config.timeout) },
    WINDOW_CLOSED,
  ],
  facts: (config) => {
    const timeout = timeoutOf(config.timeout);
    const answer = (port: string) => ({ port, after: "sent" as const, min: 0, max: timeout, interaction: true });
    return {
      send: { ...FREE_FORM, answerable: true },
      ways: [
        ...rowsOf(config).map((row) => answer(`row:${row.id}`)),
        answer("other"),
        { port: "timeout", after: "sent", min: timeout, max: timeout, interaction: false, writes: false },
        REFUSED_WAY,
      ],
      waits: true,
      writes: config.variable ? [config.variable] : [],
      reads: readsOf([
        config.header,
        config.body,
        config.footer,
        config.label,
        ...config.sections.map((section) => section.title),
        ...rowsOf(config).flatMap((row) => [row.title, row.description]),
      ]),
    };
  },
  summary: () => "",
  kindLine: () => "List · free-form",
  preview: (config) => ({ content: listContent(config, (text) => text) }),
  check: (config) =>
    config.sections.flatMap((section, at) => {
      const before = config.sections.slice(0, at).flatMap((other) => other.rows);
      return sameIds("rows", section.rows, (index) => `sections[${at}].rows[${index}].id`, before);
    }),
  run: runList,
  resume: resumeList,
};
