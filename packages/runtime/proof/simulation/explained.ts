/**
 * Does the timeline of a contact explain everything? Whatever became of a message, each block, each unknown outcome and each
 * end of a session has its line, every line can be said, and what was written to us stands there once.
 */
import type { LogCode, LogEntry } from "@sluice/shared/conversation/log-entry";
import type { Message } from "@sluice/shared/conversation/message";
import { sayEntry } from "@sluice/shared/conversation/timeline";
import type { Store, TimelinePart } from "../../src/store/store.ts";

/** What cannot be explained, in words. `ended`: sessions that came to their end; `took`: wamids that took effect. */
export async function unexplained(
  store: Store,
  contact: string,
  ended: ReadonlySet<string>,
  took: readonly string[],
): Promise<string[]> {
  const wrong: string[] = [];
  const parts = await wholeTimeline(store, contact);
  const entries = parts.flatMap(({ entry }) => entry ?? []);
  for (const entry of entries) wrong.push(...wrongWords(entry));

  const codesOf = new Map<string, LogCode[]>();
  for (const { message, code } of entries)
    if (message !== undefined) codesOf.set(message, [...(codesOf.get(message) ?? []), code]);
  for (const { message } of parts) {
    if (!message) continue;
    const codes = codesOf.get(message.id) ?? [];
    for (const what of missing(message, codes))
      wrong.push(
        `${contact}: ${what} of message ${message.id} is not told: ${codes.join(", ")}; ${JSON.stringify(message)}`,
      );
  }
  const told = new Set(entries.flatMap(({ code, session }) => (code === "session-ended" && session ? session : [])));
  for (const session of ended) if (!told.has(session)) wrong.push(`${contact}: nothing tells why ${session} ended`);
  const inbound = parts.flatMap((part) => part.inbound?.wamid ?? []);
  if (inbound.toSorted().join() !== took.toSorted().join())
    wrong.push(`${contact}: ${took.length} messages took effect, the timeline shows ${inbound.length}`);
  return wrong;
}

/** Each state with the lines of which one must be there. */
const LINES: Readonly<Record<Message["state"], readonly LogCode[]>> = {
  held: ["held", "blocked", "delayed"],
  queued: ["held", "released", "delayed", "sent"],
  sent: ["sent", "unknown"],
  expired: ["given-up"],
  withdrawn: ["withdrawn"],
  refused: ["not-sent", "blocked"],
};

function missing(message: Message, codes: readonly LogCode[]): string[] {
  const found: string[] = [];
  if (message.state !== "queued" && !LINES[message.state].some((code) => codes.includes(code)))
    found.push(`the state "${message.state}"`);
  const count = (wanted: LogCode) => codes.filter((code) => code === wanted).length;
  const blocks = message.attempts.filter(({ state, code }) => state === "failed" && code === 131049).length;
  if (count("blocked") < blocks) found.push("a block");
  if (count("unknown") < message.attempts.filter(({ state }) => state === "unknown").length)
    found.push("an unknown outcome");
  return found;
}

function wrongWords(entry: LogEntry): string[] {
  const { sentence } = sayEntry(entry, { contact: "Asha" }, "America/Sao_Paulo");
  const isSaid = sentence.length > 10 && !/undefined|NaN|\[object|Invalid Date/.test(sentence);
  return isSaid ? [] : [`"${sentence}" is said of ${JSON.stringify(entry)}`];
}

async function wholeTimeline(store: Store, contact: string): Promise<TimelinePart[]> {
  const parts: TimelinePart[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: TimelinePart[]; next: string | null } = await store.timeline(contact, null, cursor, 500);
    parts.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return parts;
}
