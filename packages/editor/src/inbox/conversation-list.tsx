import type { ConversationRow } from "@sluice/shared/protocol/conversation";
import type { Instant } from "@sluice/shared/time/instant";
import { sayMoment } from "@sluice/shared/time/say-moment";
import { BellOff, Headset } from "lucide-react";
import { Link } from "../app/link.tsx";
import { personName } from "../contacts/person-words.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Chip } from "../ui/chip.tsx";
import { GateGlyph } from "../ui/gate-glyph.tsx";
import { readerZone, sayWhen } from "../ui/say-time.ts";
import { plainSentence } from "../ui/sentence.tsx";
import { WindowWords } from "../ui/window-meter.tsx";

export function ConversationList({
  rows,
  chosen,
  now,
  search,
}: {
  rows: readonly ConversationRow[];
  chosen: string | null;
  now: Instant;
  /** Kept in the address when a row is opened. */
  search: string;
}) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            className="conv"
            to={{ screen: "inbox", conversationId: row.id }}
            search={search}
            aria-current={row.id === chosen ? "true" : undefined}
            data-new={row.unansweredSince !== null ? "" : undefined}
          >
            <Avatar name={personName(row.contact)} size={34} />
            <span className="min-w-0">
              <span className="top">
                <span className="who one-line">{personName(row.contact)}</span>
                {row.unansweredSince !== null && <span className="sr-only">waits for an answer</span>}
                {row.lastMessageAt !== null && <time>{sayWhen(row.lastMessageAt, now)}</time>}
              </span>
              <span className="said one-line">{plainSentence(row.lastText) || "Nothing written yet"}</span>
              <span className="marks">
                <WindowWords until={row.window.closesAt} now={now} />
                <StateChip row={row} now={now} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function StateChip({ row, now }: { row: ConversationRow; now: Instant }) {
  if (row.cappedUntil !== null && row.cappedUntil > now)
    return (
      <Chip tone="bad" glyph={<GateGlyph state="blocked" />}>
        Capped until {sayMoment(row.cappedUntil, now, readerZone)}
      </Chip>
    );
  if (row.held > 0)
    return (
      <Chip tone="pool" glyph={<GateGlyph state="held" />}>
        Held
      </Chip>
    );
  if (row.handOff)
    return (
      <Chip tone="water" icon={Headset}>
        {row.handOff.team ?? (row.handOff.session ? "With a person" : "On the phone")}
      </Chip>
    );
  if (row.stoppedAt !== null) return <Chip icon={BellOff}>Stopped offers</Chip>;
  return null;
}
