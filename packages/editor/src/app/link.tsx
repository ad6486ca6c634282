import type { ComponentProps, MouseEvent } from "react";
import { goTo, hrefOf, type Route } from "./router.ts";

/** An ordinary link inside the app: opens in place, or in a new tab when the person asks for one. */
export function Link({
  to,
  search,
  onClick,
  ...rest
}: Omit<ComponentProps<"a">, "href"> & { to: Route; search?: string }) {
  const href = hrefOf(to) + (search ? `?${search}` : "");
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}
