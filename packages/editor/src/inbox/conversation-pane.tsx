import type { ConversationDetail } from "@sluice/shared/protocol/conversation";
import { sayMoment } from "@sluice/shared/time/say-moment";
import { ArrowLeft, CircleStop, Ellipsis, Info, Smartphone, UserCheck, UsersRound, Workflow } from "lucide-react";
import { type Ref, useState } from "react";
import { useOverview } from "../api/overview.ts";
import { useHandBack, useStopSession } from "../api/people.ts";
import { useNow } from "../app/now.ts";
import { navigate } from "../app/router.ts";
import { AboutPerson } from "../contacts/about-person.tsx";
import { firstName, personName } from "../contacts/person-words.ts";
import { Timeline } from "../contacts/timeline.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { readerZone, sayRemaining } from "../ui/say-time.ts";
import { WindowMeter, windowState } from "../ui/window-meter.tsx";
import { Composer } from "./composer.tsx";
import { StartFlowDialog } from "./start-flow-dialog.tsx";

/** One conversation: what passed, and where to answer. */
export function ConversationPane({
  conversation,
  field,
}: {
  conversation: ConversationDetail;
  field: Ref<HTMLTextAreaElement>;
}) {
  const [about, setAbout] = useState(false);
  const name = personName(conversation.contact);
  return (
    <section className="talk" aria-label={`Conversation with ${name}`}>
      <Head conversation={conversation} onAbout={() => setAbout(true)} />
      <Timeline
        contact={conversation.contact.id}
        channel={conversation.channel}
        firstName={firstName(conversation.contact)}
      />
      <Composer conversation={conversation} field={field} />
      <Dialog open={about} onOpenChange={setAbout} title={name}>
        <div className="-mx-5">
          <AboutPerson person={conversation.person} sessions={conversation.sessions} mayWrite={conversation.mayWrite} />
        </div>
      </Dialog>
    </section>
  );
}

function Head({ conversation, onAbout }: { conversation: ConversationDetail; onAbout: () => void }) {
  const { contact, handOff, sessions } = conversation;
  const { data: overview } = useOverview();
  const handBack = useHandBack();
  const stop = useStopSession();
  const [starting, setStarting] = useState(false);
  return (
    <header className="bar">
      <span className="talk-back">
        <IconButton
          icon={ArrowLeft}
          label="Back to the list"
          onClick={() => navigate({ screen: "inbox", conversationId: null })}
        />
      </span>
      <h1 className="one-line">{personName(contact)}</h1>
      <WindowSince conversation={conversation} />
      <span className="flex-1" />
      {handOff && (
        <Button
          size="sm"
          icon={UserCheck}
          disabled={handBack.isPending}
          onClick={() => handBack.mutate({ id: conversation.id, session: handOff.session })}
          title={`${handOff.flowName ?? "The bot"} goes on (Shift R)`}
        >
          {handOff.session ? "Hand back to the flow" : "Hand back to the bot"}
        </Button>
      )}
      <span className="talk-about">
        <IconButton icon={Info} label={`About ${personName(contact)}`} onClick={onAbout} />
      </span>
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <MenuItem icon={Workflow} onSelect={() => setStarting(true)}>
          Start a flow…
        </MenuItem>
        <MenuItem icon={UsersRound} onSelect={() => navigate({ screen: "contacts", contactId: contact.id })}>
          Open the contact
        </MenuItem>
        {overview?.emulated && contact.phone && (
          <MenuItem
            icon={Smartphone}
            onSelect={() => navigate({ screen: "phone" }, { search: { number: contact.phone ?? "" } })}
          >
            Open the phone
          </MenuItem>
        )}
        {sessions.length > 0 && <MenuSeparator />}
        {sessions.map((session) => (
          <MenuItem key={session.id} icon={CircleStop} tone="bad" onSelect={() => stop.mutate(session.id)}>
            Stop {session.flowName}
          </MenuItem>
        ))}
      </Menu>
      <StartFlowDialog person={contact} open={starting} onOpenChange={setStarting} />
    </header>
  );
}

function WindowSince({ conversation }: { conversation: ConversationDetail }) {
  const now = useNow();
  const { closesAt } = conversation.window;
  const state = windowState(closesAt, now);
  const words =
    closesAt === null
      ? "window never opened"
      : state === "closed"
        ? `window closed since ${sayMoment(closesAt, now, readerZone)}`
        : `window closes in ${sayRemaining(closesAt - now)}`;
  return (
    <span className="window-words max-sm:hidden" data-state={state}>
      <WindowMeter until={closesAt} now={now} size={15} />
      {words}
    </span>
  );
}
