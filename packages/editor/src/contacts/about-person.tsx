import type { ContactDetail } from "@sluice/shared/protocol/contact";
import type { ConversationDetail } from "@sluice/shared/protocol/conversation";
import type { SessionView } from "@sluice/shared/protocol/session";
import { sayMoment } from "@sluice/shared/time/say-moment";
import {
  BadgePercent,
  BellOff,
  CircleStop,
  Megaphone,
  MessageCircle,
  ReceiptText,
  Timer,
  UserCheck,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import { useHandBack, useStopSession } from "../api/people.ts";
import { Link } from "../app/link.tsx";
import { useNow } from "../app/now.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { GateGlyph, gateGlyphs } from "../ui/gate-glyph.tsx";
import { count, readerZone, sayClock, sayWhen } from "../ui/say-time.ts";
import { plainSentence, Sentence } from "../ui/sentence.tsx";
import { ConsentSection } from "./consent-section.tsx";
import { FieldsSection } from "./fields-section.tsx";
import { firstName, personName } from "./person-words.ts";
import "./about.css";

/** Where the person is, whether we may write, what was offered, what we remember. */
export function AboutPerson({
  person,
  sessions,
  mayWrite,
}: {
  person: ContactDetail;
  sessions: readonly SessionView[];
  /** Known in a conversation only. */
  mayWrite: ConversationDetail["mayWrite"] | null;
}) {
  const now = useNow();
  const name = firstName(person);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <aside className="about" aria-label={`About ${name}`} tabIndex={0}>
      <div className="about-id">
        <Avatar name={personName(person)} size={30} />
        <div className="min-w-0">
          <h2 className="one-line">{personName(person)}</h2>
          <p className="num">
            {[person.phone, `local time ${sayClock(now, person.timeZone)}`].filter(Boolean).join(", ")}
          </p>
        </div>
      </div>
      <section className="sect">
        <h3>Where {name} is</h3>
        {sessions.length === 0 && <p className="quiet text-[12px]">In no flow now.</p>}
        {sessions.map((session) => (
          <WhereNow key={session.id} session={session} />
        ))}
      </section>
      {mayWrite && <MayWrite mayWrite={mayWrite} person={person} />}
      <Offers person={person} />
      <ConsentSection person={person} />
      <FieldsSection person={person} />
    </aside>
  );
}

const TONES: Partial<Record<string, "pool" | "water" | "bad">> = {
  "waiting-for-interaction": "pool",
  "waiting-until": "pool",
  sent: "water",
  delivered: "water",
  blocked: "bad",
};

function WhereNow({ session }: { session: SessionView }) {
  const stop = useStopSession();
  const handBack = useHandBack();
  const glyph = session.gate ? gateGlyphs[session.gate.state] : null;
  return (
    <>
      <div className="where-now">
        <p>{session.nodeName}</p>
        <small>
          {session.flowName}, {session.test ? "a test of the draft" : `revision ${session.revision}`}
        </small>
        {session.gate && session.gate.sentence !== "" && (
          <div className="where-gate" data-tone={TONES[session.gate.state]}>
            {glyph ? <GateGlyph state={glyph} /> : <Timer aria-hidden />}
            <span>
              <Sentence text={session.gate.sentence} />
              {session.gate.rule && <code> {session.gate.rule}</code>}
            </span>
          </div>
        )}
      </div>
      <div className="where-acts">
        <Link to={{ screen: "editor", flowId: session.flow }} className={buttonClass("plain", "sm")}>
          <Workflow aria-hidden />
          Show on canvas
        </Link>
        {session.wait?.for === "agent" && (
          <Button
            size="sm"
            icon={UserCheck}
            disabled={handBack.isPending}
            onClick={() => handBack.mutate({ id: "", session: session.id })}
          >
            Hand back to the flow
          </Button>
        )}
        <Button size="sm" icon={CircleStop} disabled={stop.isPending} onClick={() => stop.mutate(session.id)}>
          Stop
        </Button>
      </div>
    </>
  );
}

function MayWrite({ mayWrite, person }: { mayWrite: ConversationDetail["mayWrite"]; person: ContactDetail }) {
  const { ledger } = person;
  const now = useNow();
  const rows: { icon: ReactNode; label: string; answer: ConversationDetail["mayWrite"]["freeForm"] }[] = [
    { icon: <MessageCircle size={15} aria-hidden />, label: "Free-form", answer: mayWrite.freeForm },
    { icon: <ReceiptText size={15} aria-hidden />, label: "Utility templates", answer: mayWrite.utility },
    { icon: <Megaphone size={15} aria-hidden />, label: "Marketing templates", answer: mayWrite.marketing },
  ];
  return (
    <section className="sect">
      <h3>May we write?</h3>
      {rows.map(({ icon, label, answer }) => (
        <div className="rowline" key={label} title={plainSentence(answer.sentence)}>
          {icon}
          {label}
          <b className="num">
            {answer.allowed
              ? "yes"
              : answer.from === null
                ? "not now"
                : `from ${sayMoment(answer.from, now, readerZone)}`}
            <span className="sr-only">. {plainSentence(answer.sentence)}</span>
          </b>
        </div>
      ))}
      <div className="rowline">
        <BellOff size={15} aria-hidden />
        Offers
        <b>{ledger.stoppedAt === null ? "not stopped" : `stopped ${sayMoment(ledger.stoppedAt, now, readerZone)}`}</b>
      </div>
      {ledger.freeUntil !== null && (
        <div className="rowline" title="The person came by an ad or page button, and was answered within 24 h.">
          <BadgePercent size={15} aria-hidden />
          All messages are free
          <b className="num">until {sayMoment(ledger.freeUntil, now, readerZone)}</b>
        </div>
      )}
      {!mayWrite.marketing.allowed && mayWrite.marketing.sentence !== "" && (
        <p className="mt-1 text-[12px] text-ink-2">
          <Sentence text={mayWrite.marketing.sentence} />
          {mayWrite.marketing.rule && <code> {mayWrite.marketing.rule}</code>}
        </p>
      )}
    </section>
  );
}

/** The last of each kind, with its moment; what never happened is left out. */
function engagementWords({ ledger }: ContactDetail): [string, number][] {
  const { replies, lastReplyAt, taps, lastTapAt, reads, lastReadAt, lastMarketingAt, lastBlockAt } = ledger.engagement;
  const facts: [string, number | null][] = [
    [`${count(replies, "reply", "replies")}, the last`, lastReplyAt],
    [`${count(taps, "tap")}, the last`, lastTapAt],
    [`${count(reads, "offer")} read, the last`, lastReadAt],
    ["Last offer shown", lastMarketingAt],
    ["Last blocked by WhatsApp", lastBlockAt],
  ];
  return facts.flatMap(([what, at]) => (at === null ? [] : [[what, at]]));
}

function Offers({ person }: { person: ContactDetail }) {
  const { recent, unanswered, lastInteractionAt } = person.ledger;
  const now = useNow();
  if (recent.length === 0 && lastInteractionAt === null) return null;
  const open = new Set(unanswered.map((offer) => `${offer.name} ${offer.at}`));
  const shown = recent.slice(-12);
  const answered = shown.filter((offer) => !open.has(`${offer.name} ${offer.at}`)).length;
  return (
    <section className="sect">
      <h3>
        Offers to {firstName(person)}
        <span className="right">last 60 days</span>
      </h3>
      {shown.length > 0 && (
        <>
          <div className="spark" aria-hidden>
            {shown.map((offer) => (
              <i
                key={`${offer.name} ${offer.at}`}
                data-answered={open.has(`${offer.name} ${offer.at}`) ? undefined : ""}
                title={offer.name}
              />
            ))}
          </div>
          <p className="spark-key">
            <span>
              <i data-answered="" />
              {answered} answered
            </span>
            <span>
              <i />
              {shown.length - answered} no answer
            </span>
          </p>
        </>
      )}
      <p className="mt-2 text-[12px] text-ink-2">
        {engagementWords(person).map(([what, at]) => (
          <span key={what} className="mr-2 inline-block">
            {what} {sayWhen(at, now)}.
          </span>
        ))}
      </p>
    </section>
  );
}
