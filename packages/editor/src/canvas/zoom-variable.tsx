import { useStore } from "@xyflow/react";
import { useEffect } from "react";

/** The zoom for styles that keep letters readable at a distance: in steps, and only while there are letters to keep. */
export function ZoomVariable({ target }: { target: React.RefObject<HTMLElement | null> }) {
  const zoom = useStore(({ transform: [, , at] }) => (at >= 0.6 ? 1 : Math.max(0.25, Math.round(at * 20) / 20)));
  useEffect(() => {
    target.current?.style.setProperty("--zoom", String(zoom));
    target.current?.toggleAttribute("data-far", zoom < 0.45);
  }, [target, zoom]);
  return null;
}
