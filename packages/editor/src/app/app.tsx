import { Component, lazy, type ReactNode, Suspense, useEffect } from "react";
import { useLive } from "../api/live.ts";
import { buttonClass } from "../ui/button.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { Bands } from "./bands.tsx";
import { phoneAlone } from "./embedding.ts";
import { Link } from "./link.tsx";
import { Rail } from "./rail.tsx";
import { type Route, useRoute } from "./router.ts";
import "./theme.ts";

const FlowsScreen = lazy(async () => ({ default: (await import("../flows/flows-screen.tsx")).FlowsScreen }));
const FlowEditor = lazy(async () => ({ default: (await import("../canvas/flow-editor.tsx")).FlowEditor }));
const InboxScreen = lazy(async () => ({ default: (await import("../inbox/inbox-screen.tsx")).InboxScreen }));
const ContactsScreen = lazy(async () => ({
  default: (await import("../contacts/contacts-screen.tsx")).ContactsScreen,
}));
const TemplatesScreen = lazy(async () => ({
  default: (await import("../templates/templates-screen.tsx")).TemplatesScreen,
}));
const PhoneScreen = lazy(async () => ({ default: (await import("../phone/phone-screen.tsx")).PhoneScreen }));
const SettingsScreen = lazy(async () => ({
  default: (await import("../settings/settings-screen.tsx")).SettingsScreen,
}));

/** The frame and the screen of the route. Alone with the emulator there is only the phone. */
export function App() {
  const route = useRoute();
  useTitle(route);
  if (phoneAlone)
    return (
      <div className="app app-alone">
        <main>
          <Screen route={{ screen: "phone" }} />
        </main>
        <LiveRegion />
      </div>
    );
  return <WithServer route={route} />;
}

function WithServer({ route }: { route: Route }) {
  useLive();
  return (
    <div className="app" data-screen={route.screen}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Rail route={route} />
      <main id="main" tabIndex={-1} className="outline-none">
        <Bands />
        <Screen route={route} />
      </main>
      <LiveRegion />
    </div>
  );
}

function Screen({ route }: { route: Route }) {
  return (
    <div className="app-screen">
      <Crash key={route.screen}>
        <Suspense fallback={null}>{screenOf(route)}</Suspense>
      </Crash>
    </div>
  );
}

function screenOf(route: Route): ReactNode {
  switch (route.screen) {
    case "flows":
      return <FlowsScreen />;
    case "editor":
      return <FlowEditor key={route.flowId} flowId={route.flowId} />;
    case "inbox":
      return <InboxScreen conversationId={route.conversationId} />;
    case "contacts":
      return <ContactsScreen contactId={route.contactId} />;
    case "templates":
      return <TemplatesScreen />;
    case "phone":
      return <PhoneScreen />;
    case "settings":
      return <SettingsScreen />;
    case "unknown":
      return (
        <div className="crash">
          <div className="empty">
            <h1>There is no page here</h1>
            <p>
              Nothing answers to <code>{route.path}</code>. Perhaps the flow or the conversation was deleted.
            </p>
            <Link to={{ screen: "flows" }} className={buttonClass("primary")}>
              Go to Flows
            </Link>
          </div>
        </div>
      );
  }
}

const TITLES: Record<Route["screen"], string> = {
  flows: "Flows",
  editor: "Flow",
  inbox: "Inbox",
  contacts: "Contacts",
  templates: "Templates",
  phone: "Phone",
  settings: "Settings",
  unknown: "Not found",
};

function useTitle(route: Route): void {
  useEffect(() => {
    document.title = phoneAlone ? "Phone · Sluice emulator" : `${TITLES[route.screen]} · Sluice`;
  }, [route.screen]);
}

/** A bug in one screen must not take the others with it. */
class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="crash" role="alert">
        <div className="empty">
          <h1>That did not work, and it is our fault</h1>
          <p>
            This screen stopped: <code>{error.message}</code>. What was saved is safe.
          </p>
          <button type="button" className={buttonClass("primary")} onClick={() => location.reload()}>
            Load again
          </button>
        </div>
      </div>
    );
  }
}
