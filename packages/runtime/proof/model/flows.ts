/** A chat with a hand-off, and two offers that share a contact's ledger. */
const edge = (source: string, sourceHandle: string, target: string) => ({
  id: `${source}/${sourceHandle}`,
  source,
  sourceHandle,
  target,
});
const text = (id: string, says: string) => ({ id, type: "text", config: { text: says } });

export function chat(edition: number) {
  return {
    formatVersion: 1,
    id: "chat",
    name: "Chat",
    nodes: [
      { id: "in", type: "entry", config: { trigger: { kind: "keyword", words: ["hello"], match: "exact" } } },
      text("greet", `Edition ${edition}.`),
      {
        id: "ask",
        type: "buttons",
        config: {
          body: "What would you like?",
          buttons: [
            { id: "shoes", title: "Shoes" },
            { id: "person", title: "A person" },
          ],
          timeout: "PT6H",
        },
      },
      text("shoes", "Shoes it is."),
      { id: "person", type: "handoff", config: { timeout: "P2D" } },
      text("back", "Welcome back."),
      text("nobody", "Nobody was free."),
      text("late", "Too late."),
    ],
    edges: [
      edge("in", "next", "greet"),
      edge("greet", "next", "ask"),
      edge("ask", "button:shoes", "shoes"),
      edge("ask", "button:person", "person"),
      edge("ask", "timeout", "late"),
      edge("person", "released", "back"),
      edge("person", "timeout", "nobody"),
    ],
  };
}

export function offer(name: "offer" | "news", deadline: string) {
  return {
    formatVersion: 1,
    id: name,
    name,
    templates: [
      {
        name,
        language: "en",
        category: "MARKETING",
        status: "APPROVED",
        components: [
          { type: "BODY", text: `The ${name}.` },
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
        ],
      },
    ],
    nodes: [
      { id: "in", type: "entry", config: { trigger: { kind: "api" } } },
      { id: "send", type: "template", config: { name, language: "en", timeout: "P1D", deadline } },
      text("here", `Here is the ${name}.`),
      text("noted", `Noted, ${name}.`),
    ],
    edges: [edge("in", "next", "send"), edge("send", "button:0", "here"), edge("send", "answered", "noted")],
  };
}
