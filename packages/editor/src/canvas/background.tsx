import { BackgroundVariant, Background as Dots } from "@xyflow/react";

/** Dots on every third line of the grid; they vanish when they would be noise. */
export function Background() {
  return <Dots variant={BackgroundVariant.Dots} gap={24} size={2} color="var(--dot)" />;
}
