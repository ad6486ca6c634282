import type { ConversationDetail } from "@sluice/shared/protocol/conversation";
import { MINUTE } from "@sluice/shared/time/duration";
import type { Instant } from "@sluice/shared/time/instant";
import { BellOff, Workflow } from "lucide-react";
import { type KeyboardEvent, type Ref, useRef, useState } from "react";
import { useWriteMessage } from "../api/people.ts";
import { useNow } from "../app/now.ts";
import { firstName } from "../contacts/person-words.ts";
import { Button } from "../ui/button.tsx";
import { sayClock, sayRemaining } from "../ui/say-time.ts";
import { Sentence } from "../ui/sentence.tsx";
import { WindowMeter, windowState } from "../ui/window-meter.tsx";
import { useDrafts } from "./drafts.ts";
import { StartFlowDialog } from "./start-flow-dialog.tsx";

/** Where a person at work answers; what it offers follows the window and what the gate knows. */
export function Composer({
  conversation,
  field,
}: {
  conversation: ConversationDetail;
  field: Ref<HTMLTextAreaElement>;
}) {
  const now = useNow(5_000);
  const until = conversation.window.closesAt;
  const open = conversation.mayWrite.freeForm.allowed && windowState(until, now) !== "closed";
  return (
    <div className="composer">
      <State conversation={conversation} now={now} open={open} />
      {open ? <WriteForm conversation={conversation} field={field} /> : <Closed conversation={conversation} />}
    </div>
  );
}

function State({ conversation, now, open }: { conversation: ConversationDetail; now: Instant; open: boolean }) {
  const until = conversation.window.closesAt;
  const name = firstName(conversation.contact);
  const { freeForm, marketing } = conversation.mayWrite;
  return (
    <>
      {conversation.stoppedAt !== null && (
        <p className="composer-state mb-2">
          <BellOff size={16} aria-hidden />
          <span>
            <b>{name} has stopped offers.</b> Marketing templates are refused. Answers and receipts still go out.
          </span>
        </p>
      )}
      {open ? (
        <p className="composer-state" data-state={windowState(until, now)}>
          <WindowMeter until={until} now={now} />
          <OpenWords until={until} now={now} />
        </p>
      ) : (
        <p className="composer-state">
          <WindowMeter until={null} now={now} size={18} />
          <span>
            <b>You cannot write freely now.</b>{" "}
            <Sentence text={freeForm.sentence.replace(/^You cannot write freely now\.\s*/, "")} /> Until then only a
            template goes through.
            {conversation.cappedUntil !== null && marketing.sentence !== "" && (
              <>
                {" "}
                <Sentence text={marketing.sentence} />
              </>
            )}
          </span>
        </p>
      )}
    </>
  );
}

function OpenWords({ until, now }: { until: Instant | null; now: Instant }) {
  if (until === null) return <b>Window open</b>;
  const left = until - now;
  if (left <= 15 * MINUTE)
    return (
      <span>
        <b>Window closes in {sayRemaining(left)}.</b> Sending later than {sayClock(until)} needs a template.
      </span>
    );
  return (
    <span>
      <b>Window open</b>, closes in {sayRemaining(left)}
    </span>
  );
}

function WriteForm({ conversation, field }: { conversation: ConversationDetail; field: Ref<HTMLTextAreaElement> }) {
  const { id, contact } = conversation;
  const text = useDrafts((drafts) => drafts.texts[id] ?? "");
  const write = useDrafts((drafts) => drafts.write);
  const message = useWriteMessage();
  // The same text sent twice by one press too many is one message: the key changes only once it arrived.
  const key = useRef(crypto.randomUUID());
  const send = () => {
    if (!text.trim() || message.isPending) return;
    message.mutate(
      { id, text: text.trim(), key: key.current },
      {
        onSuccess: () => {
          key.current = crypto.randomUUID();
          write(id, "");
        },
      },
    );
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={4_096}
        aria-label={`Write to ${firstName(contact)}`}
        placeholder={`Write to ${firstName(contact)}…`}
        onChange={(event) => {
          write(id, event.target.value);
          key.current = crypto.randomUUID();
        }}
        onKeyDown={press}
      />
      <Button type="submit" variant="primary" disabled={!text.trim() || message.isPending}>
        Send
      </Button>
    </form>
  );
}

function Closed({ conversation }: { conversation: ConversationDetail }) {
  const [starting, setStarting] = useState(false);
  const draft = useDrafts((drafts) => drafts.texts[conversation.id] ?? "");
  return (
    <>
      {draft !== "" && (
        <p className="composer-draft">
          <span className="quiet">Your draft is kept: </span>
          {draft}
        </p>
      )}
      <div className="composer-acts">
        <Button icon={Workflow} onClick={() => setStarting(true)}>
          Start a flow…
        </Button>
      </div>
      <StartFlowDialog person={conversation.contact} open={starting} onOpenChange={setStarting} />
    </>
  );
}
