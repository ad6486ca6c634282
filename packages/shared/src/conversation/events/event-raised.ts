/** Something happened elsewhere, told by its name: an order was paid, a form was sent in. */
import type { ContactEvent } from "../event.ts";
import { raise } from "../run-session.ts";
import type { Work } from "../work.ts";

/** An event that nobody waits for is told in the timeline and forgotten: it is not kept for later. */
export function eventRaised(work: Work, { channel, name, data, by }: ContactEvent & { kind: "event-raised" }): void {
  work.result = { kind: "raised", sessions: raise(work, { channel, name, data, by }) };
}
