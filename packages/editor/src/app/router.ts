/**
 * Where we are, kept in the address bar. A route is plain data; `hrefOf` and `routeOf` are each other's inverse.
 * Query parameters (filters) are read with `useSearch`.
 */
import { useSyncExternalStore } from "react";

export type Route =
  | { screen: "flows" }
  | { screen: "editor"; flowId: string }
  | { screen: "inbox"; conversationId: string | null }
  | { screen: "contacts"; contactId: string | null }
  | { screen: "templates" }
  | { screen: "phone" }
  | { screen: "settings" }
  | { screen: "unknown"; path: string };

export function routeOf(path: string): Route {
  const [first, second, ...rest] = path.split("/").filter(Boolean).map(decode);
  if (rest.length > 0) return { screen: "unknown", path };
  if (first === undefined) return { screen: "flows" };
  if (first === "flows") return second === undefined ? { screen: "flows" } : { screen: "editor", flowId: second };
  if (first === "inbox") return { screen: "inbox", conversationId: second ?? null };
  if (first === "contacts") return { screen: "contacts", contactId: second ?? null };
  if (second === undefined && (first === "templates" || first === "phone" || first === "settings"))
    return { screen: first };
  return { screen: "unknown", path };
}

export function hrefOf(route: Route): string {
  switch (route.screen) {
    case "flows":
      return "/";
    case "editor":
      return `/flows/${encodeURIComponent(route.flowId)}`;
    case "inbox":
      return route.conversationId === null ? "/inbox" : `/inbox/${encodeURIComponent(route.conversationId)}`;
    case "contacts":
      return route.contactId === null ? "/contacts" : `/contacts/${encodeURIComponent(route.contactId)}`;
    case "unknown":
      return route.path;
    default:
      return `/${route.screen}`;
  }
}

/** Goes there. `search` is put after "?"; `replace` leaves no step to go back to. */
export function navigate(route: Route, options: { search?: Record<string, string>; replace?: boolean } = {}): void {
  const query = new URLSearchParams(options.search).toString();
  goTo(hrefOf(route) + (query ? `?${query}` : ""), options.replace ?? false);
}

export function goTo(url: string, replace = false): void {
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.pathname));
}

/** One query parameter of the address; null when it is not there. */
export function useSearch(name: string): string | null {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return new URLSearchParams(search).get(name);
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
