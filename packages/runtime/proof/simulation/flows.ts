/** What the simulated business does: a welcome with questions and waits, an offer in two parts, a receipt, and an answer to "ping". */
const edge = (source: string, sourceHandle: string, target: string) => ({
  id: `${source}/${sourceHandle}`,
  source,
  sourceHandle,
  target,
});
const keyword = (...words: string[]) => ({ trigger: { kind: "keyword", words, match: "exact" } });
const text = (id: string, say: string) => ({ id, type: "text", config: { text: say } });
const template = (name: string, category: "MARKETING" | "UTILITY", ...replies: string[]) => ({
  name,
  language: "en",
  category,
  components: [
    { type: "BODY", text: `This is ${name}, made for you.` },
    ...(replies.length > 0
      ? [{ type: "BUTTONS", buttons: replies.map((reply) => ({ type: "QUICK_REPLY", text: reply })) }]
      : []),
  ],
});

export function welcome(revision: number) {
  return {
    formatVersion: 1,
    id: "welcome",
    name: "Welcome",
    variables: [{ name: "size", type: "text" }],
    nodes: [
      { id: "in", type: "entry", config: keyword("hello", "hi") },
      text("greet", `Welcome to edition ${revision}.`),
      {
        id: "ask",
        type: "buttons",
        config: {
          body: "What do you like?",
          buttons: [
            { id: "shoes", title: "Shoes" },
            { id: "bags", title: "Bags" },
          ],
          timeout: "PT6H",
        },
      },
      text("shoes", "Shoes it is."),
      { id: "size", type: "ask", config: { text: "Which size?", answer: "text", variable: "size", timeout: "P1D" } },
      text("noted", "Size {{ size }}, noted."),
      text("please", "Please tap one of the two."),
      { id: "night", type: "delay", config: { duration: "PT13H" } },
      text("still", "Still interested?"),
      text("bags", "Bags it is."),
    ],
    edges: [
      edge("in", "next", "greet"),
      edge("greet", "next", "ask"),
      edge("ask", "button:shoes", "shoes"),
      edge("ask", "button:bags", "bags"),
      edge("ask", "other", "please"),
      edge("please", "next", "ask"),
      edge("ask", "timeout", "night"),
      edge("night", "next", "still"),
      edge("shoes", "next", "size"),
      edge("size", "answered", "noted"),
    ],
  };
}

export const OFFER = {
  formatVersion: 1,
  id: "offer",
  name: "Offer",
  templates: [
    template("first_look", "MARKETING", "Show me", "Not now"),
    template("last_hours", "MARKETING", "Show me", "Not now"),
  ],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    { id: "first", type: "template", config: { name: "first_look", language: "en", timeout: "P1D", deadline: "P6D" } },
    text("best", "Here is the best of it."),
    { id: "last", type: "template", config: { name: "last_hours", language: "en", timeout: "P2D", deadline: "P5D" } },
    text("hurry", "Here is what is left."),
    text("tell", "Tell us more, we read it."),
  ],
  edges: [
    edge("in", "next", "first"),
    edge("first", "button:0", "best"),
    edge("first", "button:1", "last"),
    edge("first", "timeout", "last"),
    edge("first", "answered", "tell"),
    edge("best", "next", "last"),
    edge("last", "button:0", "hurry"),
  ],
};

/** Shares the contact's ledger with the offer. */
export const NEWS = {
  formatVersion: 1,
  id: "news",
  name: "News",
  templates: [template("news", "MARKETING")],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    {
      id: "send",
      type: "template",
      config: { name: "news", language: "en", waitForAnswer: true, timeout: "P1D", deadline: "P4D" },
    },
    text("glad", "Glad you read it."),
  ],
  edges: [edge("in", "next", "send"), edge("send", "answered", "glad")],
};

export const RECEIPT = {
  formatVersion: 1,
  id: "receipt",
  name: "Receipt",
  templates: [template("your_order", "UTILITY"), template("how_was_it", "UTILITY", "Good", "Bad")],
  nodes: [
    { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
    { id: "order", type: "template", config: { name: "your_order", language: "en" } },
    { id: "day", type: "delay", config: { duration: "P1DT2H" } },
    text("free", "Did it arrive?"),
    { id: "paid", type: "template", config: { name: "how_was_it", language: "en", timeout: "P2D" } },
    text("thanks", "Thank you for telling."),
  ],
  edges: [
    edge("in", "next", "order"),
    edge("order", "delivered", "day"),
    edge("day", "next", "free"),
    edge("free", "window-closed", "paid"),
    edge("paid", "button:0", "thanks"),
    edge("paid", "button:1", "thanks"),
  ],
};

export const PING = {
  formatVersion: 1,
  id: "ping",
  name: "Ping",
  nodes: [{ id: "in", type: "entry", config: keyword("ping") }, text("pong", "pong")],
  edges: [edge("in", "next", "pong")],
};
