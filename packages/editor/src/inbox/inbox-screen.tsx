import type { ConversationFilter } from "@sluice/shared/protocol/conversation";
import { Inbox as InboxIcon } from "lucide-react";
import { useMemo, useRef } from "react";
import { useOverview } from "../api/overview.ts";
import { useConversation, useConversations, useHandBack } from "../api/people.ts";
import { useKeys } from "../app/keys.ts";
import { useNow } from "../app/now.ts";
import { navigate, useSearch } from "../app/router.ts";
import { AboutPerson } from "../contacts/about-person.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { Fault } from "../ui/fault.tsx";
import { count } from "../ui/say-time.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { byUrgency } from "./by-urgency.ts";
import { ConversationList } from "./conversation-list.tsx";
import { ConversationPane } from "./conversation-pane.tsx";
import { UnknownList } from "./unknown-list.tsx";
import "./inbox.css";

/** What the address says after `?show=`; "open" is filtered here, the others by the server. */
type Show = ConversationFilter | "open" | "unknown";
const SHOWS: readonly Show[] = ["all", "unanswered", "handed-off", "held", "capped", "open", "unknown"];

/** Who needs an answer, whose window closes next, and why a message went, waits or did not go. */
export function InboxScreen({ conversationId }: { conversationId: string | null }) {
  const wanted = useSearch("show");
  const show = SHOWS.find((one) => one === wanted) ?? "all";
  const conversations = useConversations(show === "open" || show === "unknown" ? "all" : show);
  const rows = useMemo(() => {
    const all = conversations.data ?? [];
    return byUrgency(show === "open" ? all.filter((row) => row.window.open) : all);
  }, [conversations.data, show]);
  const reply = useRef<HTMLTextAreaElement>(null);
  const handBack = useHandBack();
  const chosen = rows.find((row) => row.id === conversationId);
  const search = show === "all" ? "" : `show=${show}`;
  const goTo = (step: number) => {
    const here = rows.findIndex((row) => row.id === conversationId);
    const next = rows[here === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, here + step))];
    if (next)
      navigate({ screen: "inbox", conversationId: next.id }, show === "all" ? {} : { search: { show }, replace: true });
  };
  useKeys({
    j: () => goTo(1),
    k: () => goTo(-1),
    r: () => reply.current?.focus(),
    "shift r": () => chosen?.handOff && handBack.mutate({ id: chosen.id, session: chosen.handOff.session }),
  });

  return (
    <div className="inbox" data-open={conversationId === null ? undefined : ""}>
      <section className="list-column" aria-label="Conversations">
        <header className="bar">
          <h1>Inbox</h1>
        </header>
        <ListTabs show={show} conversationId={conversationId}>
          {show === "unknown" && <UnknownList />}
          {show !== "unknown" && conversations.isPending && <Skeleton label="conversations" height={76} />}
          {conversations.isError && (
            <div className="p-4">
              <Fault
                title="The inbox could not be loaded."
                error={conversations.error}
                onRetry={() => void conversations.refetch()}
              />
            </div>
          )}
          {show !== "unknown" && (
            <List rows={rows} chosen={conversationId} search={search} show={show} ready={conversations.isSuccess} />
          )}
          {show !== "unknown" && conversations.hasNextPage && (
            <div className="p-3 text-center">
              <Button
                size="sm"
                disabled={conversations.isFetchingNextPage}
                onClick={() => void conversations.fetchNextPage()}
              >
                More
              </Button>
            </div>
          )}
        </ListTabs>
      </section>
      {conversationId === null ? (
        <div className="talk-none">
          <Empty icon={InboxIcon}>
            {rows.length === 0 ? "Conversations open here." : "Choose a conversation, or press J for the first one."}
          </Empty>
        </div>
      ) : (
        <OpenConversation key={conversationId} id={conversationId} reply={reply} />
      )}
    </div>
  );
}

function OpenConversation({ id, reply }: { id: string; reply: React.RefObject<HTMLTextAreaElement | null> }) {
  const conversation = useConversation(id);
  if (conversation.isPending)
    return (
      <section className="talk" aria-busy>
        <Skeleton label="the conversation" />
      </section>
    );
  if (conversation.isError)
    return (
      <div className="talk-none">
        <Fault
          title="This conversation could not be loaded."
          error={conversation.error}
          onRetry={() => void conversation.refetch()}
        />
      </div>
    );
  const { data } = conversation;
  return (
    <>
      <ConversationPane conversation={data} field={reply} />
      <AboutPerson person={data.person} sessions={data.sessions} mayWrite={data.mayWrite} />
    </>
  );
}

function ListTabs({
  show,
  conversationId,
  children,
}: {
  show: Show;
  conversationId: string | null;
  children: React.ReactNode;
}) {
  const { data } = useOverview();
  const choose = (next: Show) =>
    navigate({ screen: "inbox", conversationId }, next === "all" ? {} : { search: { show: next } });
  return (
    <Tabs
      label="Which conversations"
      className="listing"
      value={show}
      onChange={choose}
      tabs={[
        { id: "all", label: "All" },
        { id: "unanswered", label: "Waiting", count: data?.unanswered },
        { id: "handed-off", label: "Handed off" },
        { id: "held", label: "Held", count: data?.held },
        { id: "capped", label: "Capped", count: data?.capped },
        ...(show === "unknown" || (data?.unknown ?? 0) > 0
          ? [{ id: "unknown" as const, label: "Unknown", count: data?.unknown }]
          : []),
        ...(show === "open" ? [{ id: "open" as const, label: "Open", count: data?.openWindows }] : []),
      ]}
    >
      {children}
    </Tabs>
  );
}

function List(props: {
  rows: Parameters<typeof ConversationList>[0]["rows"];
  chosen: string | null;
  search: string;
  show: Show;
  ready: boolean;
}) {
  const now = useNow();
  const { data } = useOverview();
  if (!props.ready) return null;
  if (props.rows.length > 0)
    return <ConversationList rows={props.rows} chosen={props.chosen} search={props.search} now={now} />;
  return <Empty icon={InboxIcon}>{emptyWords(props.show, data?.held ?? 0)}</Empty>;
}

function emptyWords(show: Show, held: number): string {
  switch (show) {
    case "held":
      return "Nobody is held at a gate now.";
    case "capped":
      return "Nobody is at WhatsApp’s limit now, as far as we know.";
    case "open":
      return "No window is open now. One opens when somebody writes.";
    default:
      return held > 0
        ? `Nobody waits for you. ${count(held, "person is", "people are")} held in flows and go on when they answer.`
        : "Nobody waits for you.";
  }
}
