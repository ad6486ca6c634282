/** The words of the model. */
import { DAY } from "@sluice/shared/time/duration";

export type Offer = "offer" | "news";
export type Flow = "chat" | Offer;
/** What becomes of the next marketing template or twin that leaves. */
export type Fate = "delivered" | "blocked" | "unknown";

export interface Text {
  kind: "text";
  says: string;
  order: number;
}

export interface Marketing {
  kind: "marketing";
  flow: Offer;
  state: "queued" | "held" | "sent" | "gone";
  deadline: number;
  /** D5: looked at again then. */
  until: number | null;
  blocks: number;
  released: boolean;
  outcome: "none" | "delivered" | "unknown";
  order: number;
}

/** Where a session stands: a node, since when it waits for an answer (null: for something else), and until when. */
export interface Session {
  node: string;
  waitsSince: number | null;
  until: number | null;
  message: Marketing | null;
}

const DEADLINE: Readonly<Record<Offer, number>> = { offer: 4 * DAY, news: 2 * DAY };

export function newOffer(flow: Offer, now: number, order: number): Marketing {
  return {
    kind: "marketing",
    flow,
    state: "queued",
    deadline: now + DEADLINE[flow],
    until: null,
    blocks: 0,
    released: false,
    outcome: "none",
    order,
  };
}
