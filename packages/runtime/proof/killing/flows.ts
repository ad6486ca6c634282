/** Flows that touch everything a turn is made of: a question, a pause, an answer, marketing, a wait that runs out. */
const quickReply = (text: string) => ({ type: "QUICK_REPLY", text });

export const OFFER = {
  name: "spring_offer",
  language: "en",
  category: "MARKETING" as const,
  status: "APPROVED" as const,
  components: [
    { type: "BODY", text: "Our spring sale has begun. Shall we show you the best?" },
    { type: "BUTTONS", buttons: [quickReply("Show me"), quickReply("Not now")] },
  ],
};

const edge = (id: string, source: string, sourceHandle: string, target: string) => ({
  id,
  source,
  sourceHandle,
  target,
});
const keyword = (word: string) => ({ trigger: { kind: "keyword", words: [word], match: "exact" } });

export const HELP = {
  formatVersion: 1,
  id: "help",
  name: "Help",
  variables: [{ name: "answer", type: "text" }],
  nodes: [
    { id: "in", type: "entry", config: keyword("help") },
    {
      id: "ask",
      type: "buttons",
      config: {
        body: "How can we help?",
        buttons: [
          { id: "order", title: "My order" },
          { id: "person", title: "A person" },
        ],
      },
    },
    { id: "say", type: "text", config: { text: "One moment, please." } },
    { id: "pause", type: "delay", config: { duration: "PT1S" } },
    { id: "question", type: "ask", config: { text: "Are you still there?", answer: "text", variable: "answer" } },
    { id: "thanks", type: "text", config: { text: "Thanks for saying {{ answer }}." } },
  ],
  edges: [
    edge("e1", "in", "next", "ask"),
    edge("e2", "ask", "button:person", "say"),
    edge("e3", "ask", "button:order", "say"),
    edge("e4", "ask", "other", "say"),
    edge("e5", "say", "next", "pause"),
    edge("e6", "pause", "next", "question"),
    edge("e7", "question", "answered", "thanks"),
  ],
};

export const HURRY = {
  formatVersion: 1,
  id: "hurry",
  name: "Hurry",
  nodes: [
    { id: "in", type: "entry", config: keyword("hurry") },
    {
      id: "ask",
      type: "buttons",
      config: { body: "Tap within a second.", buttons: [{ id: "yes", title: "Yes" }], timeout: "PT1S" },
    },
    { id: "late", type: "text", config: { text: "Too late, never mind." } },
  ],
  edges: [edge("e1", "in", "next", "ask"), edge("e2", "ask", "timeout", "late")],
};

export const CAMPAIGN = {
  formatVersion: 1,
  id: "campaign",
  name: "Campaign",
  templates: [OFFER],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    { id: "offer", type: "template", config: { name: OFFER.name, language: OFFER.language } },
    { id: "show", type: "text", config: { text: "Here is the best of it." } },
  ],
  edges: [edge("e1", "in", "next", "offer"), edge("e2", "offer", "button:0", "show")],
};

/** Published again and again while everything else goes on; its text says which one it is. */
export function notice(number: number) {
  return {
    formatVersion: 1,
    id: "notice",
    name: "Notice",
    nodes: [
      { id: "in", type: "entry", config: keyword("notice") },
      { id: "say", type: "text", config: { text: `Notice number ${number}.` } },
    ],
    edges: [edge("e1", "in", "next", "say")],
  };
}
