/** Five ways to be sent an offer: two starts, an event, a schedule, a word of the contact. Each has its own template. */
const edge = (source: string, sourceHandle: string, target: string) => ({
  id: `${source}/${sourceHandle}`,
  source,
  sourceHandle,
  target,
});

const offering = (id: string, trigger: object, before: object[] = []) => ({
  formatVersion: 1,
  id,
  name: `Offer ${id}`,
  templates: [
    {
      name: `offer_${id}`,
      language: "en",
      category: "MARKETING",
      status: "APPROVED",
      components: [
        { type: "BODY", text: `This is the offer ${id}, made for you.` },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
      ],
    },
  ],
  nodes: [
    { id: "in", type: "entry", config: { trigger } },
    ...before,
    { id: "send", type: "template", config: { name: `offer_${id}`, language: "en", timeout: "P2D" } },
    { id: "end", type: "end", config: {} },
  ],
  edges: [
    ...(before.length > 0 ? [edge("in", "next", "wait"), edge("wait", "event", "send")] : [edge("in", "next", "send")]),
    edge("send", "button:0", "end"),
    edge("send", "timeout", "end"),
    edge("send", "expired", "end"),
    edge("send", "capped", "end"),
  ],
});

export const SPRING = offering("spring", { kind: "campaign" });
export const SUMMER = offering("summer", { kind: "api" });
export const BASKET = offering("basket", { kind: "api" }, [
  { id: "wait", type: "wait-for-event", config: { name: "basket.left", timeout: "P10D" } },
]);
export const MORNING = offering("morning", { kind: "schedule", rrule: "FREQ=MINUTELY", timeZone: "Etc/UTC" });
export const WORD = offering("word", { kind: "keyword", words: ["offer"], match: "exact" });
