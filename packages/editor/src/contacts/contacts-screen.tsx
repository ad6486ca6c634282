import type { ContactRow } from "@sluice/shared/protocol/contact";
import { ArrowLeft, Info, MessagesSquare, Search, UsersRound } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useContact, useContacts } from "../api/people.ts";
import { useKeys } from "../app/keys.ts";
import { Link } from "../app/link.tsx";
import { useNow } from "../app/now.ts";
import { navigate } from "../app/router.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button, buttonClass, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { count, sayWhen } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { TextField } from "../ui/text-field.tsx";
import { AboutPerson } from "./about-person.tsx";
import { ContactMenu } from "./contact-menu.tsx";
import { firstName, personName } from "./person-words.ts";
import { Timeline } from "./timeline.tsx";
import "../inbox/inbox.css";

/** Everybody we know, and what passed with one of them. */
export function ContactsScreen({ contactId }: { contactId: string | null }) {
  const [wanted, setWanted] = useState("");
  const contacts = useContacts(useDeferredValue(wanted.trim()));
  const rows = contacts.data ?? [];
  const step = (by: number) => {
    const here = rows.findIndex((row) => row.id === contactId);
    const next = rows[here === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, here + by))];
    if (next) navigate({ screen: "contacts", contactId: next.id }, { replace: contactId !== null });
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return (
    <div className="inbox" data-open={contactId === null ? undefined : ""}>
      <section className="list-column" aria-label="Contacts">
        <header className="bar">
          <h1>Contacts</h1>
        </header>
        <div className="border-line border-b p-3">
          <TextField
            label="Find a name or number"
            hideLabel
            soft
            icon={Search}
            type="search"
            placeholder="Find a name or number"
            value={wanted}
            onChange={setWanted}
          />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          {contacts.isPending && <Skeleton label="contacts" height={60} />}
          {contacts.isError && (
            <div className="p-4">
              <Fault
                title="The contacts could not be loaded."
                error={contacts.error}
                onRetry={() => void contacts.refetch()}
              />
            </div>
          )}
          <ul>
            {rows.map((row) => (
              <li key={row.id}>
                <Row row={row} here={row.id === contactId} />
              </li>
            ))}
          </ul>
          {contacts.isSuccess && rows.length === 0 && (
            <Empty icon={UsersRound}>
              {wanted.trim()
                ? `Nobody is called “${wanted.trim()}” or has that number.`
                : "Nobody yet. A contact is made when somebody writes, or when a flow is started for a number."}
            </Empty>
          )}
          {contacts.hasNextPage && (
            <div className="p-3 text-center">
              <Button size="sm" disabled={contacts.isFetchingNextPage} onClick={() => void contacts.fetchNextPage()}>
                More
              </Button>
            </div>
          )}
        </div>
      </section>
      {contactId === null ? (
        <div className="talk-none">
          <Empty icon={UsersRound}>Choose somebody to see what passed, and why.</Empty>
        </div>
      ) : (
        <OpenContact key={contactId} id={contactId} />
      )}
    </div>
  );
}

function Row({ row, here }: { row: ContactRow; here: boolean }) {
  const now = useNow();
  return (
    <Link
      className="conv min-h-[60px]"
      to={{ screen: "contacts", contactId: row.id }}
      aria-current={here ? "true" : undefined}
    >
      <Avatar name={personName(row)} size={34} />
      <span className="min-w-0">
        <span className="top">
          <span className="who one-line">{personName(row)}</span>
          {row.lastInboundAt !== null && <time>{sayWhen(row.lastInboundAt, now)}</time>}
        </span>
        <span className="said one-line num">
          {row.phone ?? row.userId}
          {row.sessions > 0 && `, in ${count(row.sessions, "flow")}`}
        </span>
      </span>
    </Link>
  );
}

function OpenContact({ id }: { id: string }) {
  const contact = useContact(id);
  const [about, setAbout] = useState(false);
  if (contact.isPending)
    return (
      <section className="talk" aria-busy>
        <Skeleton label="the contact" />
      </section>
    );
  if (contact.isError)
    return (
      <div className="talk-none">
        <Fault title="This contact could not be loaded." error={contact.error} onRetry={() => void contact.refetch()} />
      </div>
    );
  const person = contact.data;
  const running = person.sessions.filter((session) => session.status === "running");
  const [conversation] = person.conversations;
  return (
    <>
      <section className="talk" aria-label={`What passed with ${personName(person)}`}>
        <header className="bar">
          <span className="talk-back">
            <IconButton
              icon={ArrowLeft}
              label="Back to the list"
              onClick={() => navigate({ screen: "contacts", contactId: null })}
            />
          </span>
          <h1 className="one-line">{personName(person)}</h1>
          <span className="flex-1" />
          {conversation !== undefined && (
            <Link to={{ screen: "inbox", conversationId: conversation }} className={buttonClass("plain", "sm")}>
              <MessagesSquare aria-hidden />
              Open the conversation
            </Link>
          )}
          <ContactMenu person={person} />
          <span className="talk-about">
            <IconButton icon={Info} label={`About ${personName(person)}`} onClick={() => setAbout(true)} />
          </span>
        </header>
        <Timeline contact={id} channel={null} firstName={firstName(person)} />
      </section>
      <AboutPerson person={person} sessions={running} mayWrite={null} />
      <Dialog open={about} onOpenChange={setAbout} title={personName(person)}>
        <div className="-mx-5">
          <AboutPerson person={person} sessions={running} mayWrite={null} />
        </div>
      </Dialog>
    </>
  );
}
