import type { Contact } from "@sluice/shared/conversation/state";
import { sayEntry } from "@sluice/shared/conversation/timeline";
import { textOf } from "@sluice/shared/messages/incoming";
import type { TimelinePartView } from "@sluice/shared/protocol/contact";
import type { TimelinePart } from "../../store/store.ts";
import { contactName, type Lookups } from "../lookups.ts";
import { messageView } from "./message-view.ts";

/** Null for a part of a kind that is not shown. */
export async function timelinePartView(
  part: TimelinePart,
  contact: Contact,
  lookups: Lookups,
): Promise<TimelinePartView | null> {
  const { position, at } = part;
  if (part.inbound) {
    const { wamid, channel, message } = part.inbound;
    const { content } = message;
    return { kind: "inbound", position, at, channel, wamid, content, text: textOf(content) };
  }
  if (part.message)
    return {
      kind: "message",
      position,
      at,
      channel: part.message.channel,
      message: messageView(part.message, contact, lookups),
    };
  if (!part.entry) return null;
  const { entry } = part;
  const flow = entry.flow === undefined ? null : await lookups.flowName(entry.flow);
  const { zone, contactZone } = lookups.tellerFor(contact);
  const said = sayEntry(entry, { contact: contactName(contact), flow }, zone, contactZone);
  return {
    kind: "entry",
    position,
    at,
    channel: entry.channel,
    code: entry.code,
    ...said,
    flow: entry.flow ?? null,
    node: entry.node ?? null,
    session: entry.session ?? null,
    message: entry.message ?? null,
  };
}
