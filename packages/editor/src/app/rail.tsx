import { Inbox, LayoutTemplate, type LucideIcon, Settings, Smartphone, UsersRound, Workflow } from "lucide-react";
import { useOverview } from "../api/overview.ts";
import { BrandMark } from "../ui/brand-mark.tsx";
import { Link } from "./link.tsx";
import type { Route } from "./router.ts";
import { YouMenu } from "./you-menu.tsx";

/** The way between screens: a rail at the left, a bar at the bottom on small screens. */
export function Rail({ route }: { route: Route }) {
  const { data: overview } = useOverview();
  return (
    <nav className="rail" aria-label="Main">
      <Link to={{ screen: "flows" }} className="rail-brand" aria-label="Sluice, home">
        <BrandMark />
      </Link>
      <Item to={{ screen: "flows" }} icon={Workflow} here={route.screen === "flows" || route.screen === "editor"}>
        Flows
      </Item>
      <Item
        to={{ screen: "inbox", conversationId: null }}
        icon={Inbox}
        here={route.screen === "inbox"}
        count={overview?.unanswered}
      >
        Inbox
      </Item>
      <Item to={{ screen: "contacts", contactId: null }} icon={UsersRound} here={route.screen === "contacts"}>
        Contacts
      </Item>
      <Item to={{ screen: "templates" }} icon={LayoutTemplate} here={route.screen === "templates"} hideSmall>
        Templates
      </Item>
      {(overview?.emulated ?? true) && (
        <Item to={{ screen: "phone" }} icon={Smartphone} here={route.screen === "phone"}>
          Phone
        </Item>
      )}
      <span className="rail-grow flex-1" />
      <Item to={{ screen: "settings" }} icon={Settings} here={route.screen === "settings"}>
        Settings
      </Item>
      <YouMenu />
    </nav>
  );
}

function Item({
  to,
  icon: Icon,
  here,
  count,
  hideSmall = false,
  children,
}: {
  to: Route;
  icon: LucideIcon;
  here: boolean;
  count?: number | undefined;
  hideSmall?: boolean;
  children: string;
}) {
  return (
    <Link
      to={to}
      className="rail-item"
      aria-current={here ? "page" : undefined}
      data-small={hideSmall ? "hide" : undefined}
    >
      <Icon aria-hidden />
      <span>{children}</span>
      {count !== undefined && count > 0 && (
        <b className="rail-count">
          {count > 99 ? "99+" : count}
          <span className="sr-only"> waiting</span>
        </b>
      )}
    </Link>
  );
}
