/** What becomes of people in earlier revisions when a new one is published (T10): they stay unless their node is named. */
import type { ContactEvent } from "@sluice/shared/conversation/event";
import type { Person } from "@sluice/shared/protocol/values";
import type { Services } from "../services.ts";
import type { Revision, SessionRow } from "../store/store.ts";
import { personView } from "./lookups.ts";

export type WaitingChoice = "keep" | "move" | "cancel";

export interface SettledWaiting {
  moved: number;
  cancelled: number;
  stayed: { session: string; contact: Person; sentence: string }[];
}

const MOST_SESSIONS = 50_000;
/** Contacts acted on side by side. */
const AT_ONCE = 20;

export async function settleWaiting(
  services: Services,
  revision: Revision,
  choices: Readonly<Record<string, WaitingChoice>>,
  by: string,
): Promise<SettledWaiting> {
  const settled: SettledWaiting = { moved: 0, cancelled: 0, stayed: [] };
  if (Object.values(choices).every((choice) => choice === "keep")) return settled;
  const rows = (await services.store.runningSessions(revision.flow, MOST_SESSIONS)).filter(
    ({ session }) =>
      !session.test && session.revision !== revision.number && choiceFor(choices, session.node) !== "keep",
  );
  for (let first = 0; first < rows.length; first += AT_ONCE)
    await Promise.all(
      rows.slice(first, first + AT_ONCE).map((row) => settleOne(services, revision, choices, by, row, settled)),
    );
  return settled;
}

async function settleOne(
  services: Services,
  revision: Revision,
  choices: Readonly<Record<string, WaitingChoice>>,
  by: string,
  { session, contact }: SessionRow,
  settled: SettledWaiting,
): Promise<void> {
  const moves = choiceFor(choices, session.node) === "move";
  const event: ContactEvent = moves
    ? { kind: "session-repinned", session: session.id, flow: revision.flow, revision: revision.number, by }
    : { kind: "session-stopped", session: session.id, by };
  const result = await services.act(contact.id, event);
  if (result.kind === "done") settled[moves ? "moved" : "cancelled"] += 1;
  else
    settled.stayed.push({
      session: session.id,
      contact: personView(contact),
      sentence: moves
        ? `The new revision has no node like the one this person stands on; the session stays on revision ${session.revision}.`
        : "This session went on in the meantime.",
    });
}

function choiceFor(choices: Readonly<Record<string, WaitingChoice>>, node: string): WaitingChoice {
  return (Object.hasOwn(choices, node) ? choices[node] : undefined) ?? "keep";
}
