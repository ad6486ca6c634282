import type { NodeDefinition } from "../definition.ts";
import { timeoutNote, timeoutOf } from "../fields.ts";
import { sameIds } from "../same-ids.ts";
import { FREE_FORM, REFUSED_WAY, readsOf, WINDOW_CLOSED } from "../send-free-form.ts";
import { textsIn } from "../texts-in.ts";
import { type ButtonsConfig, buttonsContent, buttonsSchema } from "./config.ts";
import { resumeButtons, runButtons } from "./run.ts";

export const buttons: NodeDefinition<ButtonsConfig> = {
  type: "buttons",
  title: "Buttons",
  group: "message",
  icon: "square-mouse-pointer",
  help: "A free-form question with up to three buttons. It waits for the answer; a tap opens the window.",
  schema: buttonsSchema,
  initial: {
    body: "What would you like to do?",
    buttons: [
      { id: "yes", title: "Yes" },
      { id: "no", title: "No" },
    ],
  },
  ports: (config) => [
    ...config.buttons.map((button) => ({ id: `button:${button.id}`, label: button.title, kind: "answer" as const })),
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
        ...config.buttons.map((button) => answer(`button:${button.id}`)),
        answer("other"),
        { port: "timeout", after: "sent", min: timeout, max: timeout, interaction: false, writes: false },
        REFUSED_WAY,
      ],
      waits: true,
      writes: config.variable ? [config.variable] : [],
      reads: readsOf([
        ...textsIn(config.header),
        config.body,
        config.footer,
        ...config.buttons.map((button) => button.title),
      ]),
    };
  },
  summary: () => "",
  kindLine: () => "Buttons · free-form",
  preview: (config) => ({ content: buttonsContent(config, (text) => text) }),
  check: (config) => sameIds("buttons", config.buttons, (index) => `buttons[${index}].id`),
  run: runButtons,
  resume: resumeButtons,
};
