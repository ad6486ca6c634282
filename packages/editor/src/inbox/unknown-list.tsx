import type { UnknownMessage } from "@sluice/shared/protocol/message";
import { Inbox as InboxIcon } from "lucide-react";
import { useUnknownMessages, useUnknownOutcome } from "../api/people.ts";
import { Link } from "../app/link.tsx";
import { useNow } from "../app/now.ts";
import { outgoingBubble } from "../contacts/timeline-items.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { sayWhen } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";

/** Sends whose outcome nobody knows (B7): nothing is repeated by itself, so somebody decides. */
export function UnknownList() {
  const unknown = useUnknownMessages();
  if (unknown.isPending) return <Skeleton label="messages" height={76} />;
  if (unknown.isError)
    return (
      <div className="p-4">
        <Fault title="The list could not be loaded." error={unknown.error} onRetry={() => void unknown.refetch()} />
      </div>
    );
  if (unknown.data.length === 0) return <Empty icon={InboxIcon}>The outcome of every send is known.</Empty>;
  return (
    <ul className="unknown-list">
      {unknown.data.map((item) => (
        <Item key={item.message.id} item={item} />
      ))}
    </ul>
  );
}

function Item({ item }: { item: UnknownMessage }) {
  const { message, contact, conversation } = item;
  const decide = useUnknownOutcome();
  const now = useNow(60_000);
  const at = message.attempts.at(-1)?.at ?? message.createdAt;
  return (
    <li>
      <Link to={{ screen: "inbox", conversationId: conversation }}>{contact.name ?? contact.phone ?? "Somebody"}</Link>
      <time>{sayWhen(at, now)}</time>
      <p className="one-line">{outgoingBubble(message.shown).text || message.name}</p>
      <p className="quiet">
        It may have arrived or not. Sent again, it may arrive twice; forgotten, it counts as not sent.
      </p>
      <div className="acts">
        <Button
          size="sm"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ message: message.id, decision: "resend" })}
        >
          Resend
        </Button>
        <Button
          size="sm"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ message: message.id, decision: "forget" })}
        >
          Forget
        </Button>
      </div>
    </li>
  );
}
