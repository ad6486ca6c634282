import type { TimelinePartView } from "@sluice/shared/protocol/contact";
import type { MessageView } from "@sluice/shared/protocol/message";
import { useLayoutEffect, useRef } from "react";
import { useTimeline, useUnknownOutcome } from "../api/people.ts";
import { useNow } from "../app/now.ts";
import { Button } from "../ui/button.tsx";
import { Bubble } from "../ui/chat/bubble.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { sayClock } from "../ui/say-time.ts";
import { Sentence } from "../ui/sentence.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { TimelineGlyph } from "./timeline-glyph.tsx";
import { costWords, incomingBubble, messageNote, outgoingBubble, ticksOf, withDays } from "./timeline-items.ts";
import "./timeline.css";

/** The conversation with every decision between the messages: why each one went, waits or did not go. */
export function Timeline({
  contact,
  channel,
  firstName,
}: {
  contact: string;
  channel: string | null;
  firstName: string;
}) {
  const timeline = useTimeline(contact, channel);
  const now = useNow();
  const parts = timeline.data ?? [];
  const box = useStickToEnd(parts.at(-1)?.position ?? "", contact);
  if (timeline.isPending) return <Skeleton label="the conversation" />;
  return (
    <div
      className="timeline"
      ref={box}
      role="log"
      aria-label={`What passed with ${firstName}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {timeline.isError && (
        <Fault
          title="The conversation could not be loaded."
          error={timeline.error}
          onRetry={() => void timeline.refetch()}
        />
      )}
      {timeline.hasNextPage && (
        <Button
          size="sm"
          className="timeline-more"
          disabled={timeline.isFetchingNextPage}
          onClick={() => void timeline.fetchNextPage()}
        >
          Earlier
        </Button>
      )}
      {parts.length === 0 && !timeline.isError && <Empty>Nothing has passed with {firstName} yet.</Empty>}
      {withDays(parts, now).map((item) =>
        item.kind === "day" ? (
          <span key={item.position} className="chat-day">
            {item.words}
          </span>
        ) : (
          <Part key={`${item.kind} ${item.position}`} part={item} firstName={firstName} />
        ),
      )}
    </div>
  );
}

function Part({ part, firstName }: { part: TimelinePartView; firstName: string }) {
  const time = sayClock(part.at);
  switch (part.kind) {
    case "inbound":
      return <Bubble side="left" time={time} {...incomingBubble(part.content, part.text)} />;
    case "message":
      return (
        <Bubble
          side="right"
          time={time}
          ticks={ticksOf(part.message)}
          note={<Note message={part.message} firstName={firstName} />}
          {...outgoingBubble(part.message.shown)}
        />
      );
    case "entry":
      return <Happened part={part} time={time} />;
  }
}

/** What it was, whether it was seen, and what it costs; the whole sentence and its rules on the amount. */
function Note({ message, firstName }: { message: MessageView; firstName: string }) {
  const price = costWords(message.cost);
  return (
    <>
      {messageNote(message, firstName)}
      {price && message.cost && (
        <Tooltip
          content={
            <>
              {message.cost.sentence} <code>{message.cost.rules}</code>
            </>
          }
        >
          <button type="button" className="msg-cost num" aria-label={`${price}. ${message.cost.sentence}`}>
            {price}
          </button>
        </Tooltip>
      )}
    </>
  );
}

const TONES: Partial<Record<string, "bad" | "pool" | "warn">> = {
  blocked: "bad",
  held: "pool",
  "held-until": "pool",
  unknown: "warn",
};

function Happened({ part, time }: { part: Extract<TimelinePartView, { kind: "entry" }>; time: string }) {
  const tone = TONES[part.glyph];
  return (
    <div className={tone ? "happened happened-box" : "happened"} data-tone={tone}>
      <TimelineGlyph glyph={part.glyph} />
      <div>
        <Sentence text={part.sentence} /> {part.rule && <code>{part.rule}</code>}
        {part.glyph === "unknown" && part.message && <UnknownActs message={part.message} />}
      </div>
      <time>{time}</time>
    </div>
  );
}

function UnknownActs({ message }: { message: string }) {
  const decide = useUnknownOutcome();
  return (
    <div className="acts">
      <Button size="sm" disabled={decide.isPending} onClick={() => decide.mutate({ message, decision: "resend" })}>
        Resend
      </Button>
      <Button size="sm" disabled={decide.isPending} onClick={() => decide.mutate({ message, decision: "forget" })}>
        Forget
      </Button>
    </div>
  );
}

/** Shows the end when something new arrives or another person is chosen; keeps the place when earlier parts are loaded. */
function useStickToEnd(last: string, contact: string) {
  const element = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what makes it scroll
  useLayoutEffect(() => {
    element.current?.scrollTo({ top: element.current.scrollHeight });
  }, [last, contact]);
  return element;
}
